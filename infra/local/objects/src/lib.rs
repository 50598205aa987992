//! The embedded object store, speaking S3.
//!
//! One bucket in a folder. [`Objects::handle`] answers what a browser or the S3 client library sends: presigned
//! transfers, the library's own signed calls, and the preflight requests of other origins.

mod access;
mod cors;
mod disk;
mod download;
mod files;
mod key;
mod meta;
mod presigned;
mod s3;
mod service;
mod upload;

pub use disk::{Disk, DiskError};
pub use meta::Meta;
pub use s3s::Body;
pub use service::{Objects, Settings};
