use crate::presigned::Verified;
use s3s::{
    S3Result,
    access::{S3Access, S3AccessContext},
    s3_error,
};

/// Lets in the client library's signed calls, checked by the protocol crate, and presigned ones, checked by us.
pub(crate) struct SignedOnly;

#[async_trait::async_trait]
impl S3Access for SignedOnly {
    async fn check(&self, cx: &mut S3AccessContext<'_>) -> S3Result<()> {
        match cx.credentials().is_some() || cx.extensions_mut().get::<Verified>().is_some() {
            true => Ok(()),
            false => Err(s3_error!(AccessDenied, "Signature is required")),
        }
    }
}
