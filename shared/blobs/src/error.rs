use aws_sdk_s3::error::{DisplayErrorContext, SdkError};
use std::fmt;

/// Why the object store did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The key could be read as another one.
    #[error("a key that could mean another object")]
    InvalidKey,
    /// The lifetime of a presigned request is zero, longer than a week, or past the end of time.
    #[error("a presigned request cannot live that long")]
    InvalidLifetime,
    /// The signature would leave something unbound that the client must not choose.
    #[error("the signature does not bind the header {0}")]
    Unbound(&'static str),
    /// The store cannot be reached, or refused.
    #[error("object store: {0}")]
    Unavailable(String),
}

impl BlobError {
    pub(crate) fn unavailable(cause: impl std::error::Error) -> Self {
        Self::Unavailable(DisplayErrorContext(cause).to_string())
    }
}

/// The status of the answer behind an error, if there was an answer.
pub(crate) fn status<E>(error: &SdkError<E>) -> Option<u16>
where
    E: fmt::Debug,
{
    error.raw_response().map(|response| response.status().as_u16())
}
