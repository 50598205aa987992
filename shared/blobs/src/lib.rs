//! Documents in S3: presigned transfers bound to type, length and hash.
//!
//! Bytes never pass through an operation: the client sends and fetches them itself with a [`Presigned`] request.
//! What an operation does is look afterwards at what arrived ([`Blobs::head`], [`Blobs::get_prefix`], [`DocumentType::of`]).

mod client;
mod error;
mod key;
mod magic;
mod presign;
mod settings;

pub use client::{Blobs, Head};
pub use error::BlobError;
pub use magic::DocumentType;
pub use presign::{Presigned, Upload};
pub use settings::{Credentials, Settings, SettingsError};
