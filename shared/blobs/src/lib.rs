//! Documents in S3: presigned transfers bound to type, length and hash.
//!
//! Bytes do not come in or go out through an operation: the client sends and fetches them itself with a [`Presigned`]
//! request. What an operation does is look afterwards at what arrived ([`Blobs::head`], [`Blobs::get_prefix`],
//! [`DocumentType::of`]), and put something better in its place ([`Blobs::put`]).

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

/// Where bytes arrive that are soon replaced by others. What lies under this prefix for [`ARRIVALS_DAYS`] is nobody's any
/// more, and goes by itself: by a lifecycle rule of the bucket in the cloud, by the hourly clearing of the local mode.
pub const ARRIVALS: &str = "arrivals/";

/// How many days arrivals are kept.
pub const ARRIVALS_DAYS: u32 = 1;
