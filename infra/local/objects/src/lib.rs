//! The embedded object store, speaking S3
