//! What arrived in the object store, held against what was promised.

use crate::{
    records::{Registration, Upload, document_place},
    registration::DocumentKind,
    upload_request::MOST_BYTES,
};
use data_encoding::HEXLOWER;
use futures::future::join_all;
use medilink_blobs::{BlobError, Blobs, DocumentType, Head};
use medilink_edge::Failure;
use medilink_operation::{FieldError, Refusal, codes};
use medilink_store::StoreError;

/// Refuses unless every required document is there and is what it was declared to be; names each that is not.
pub(crate) async fn check(blobs: &Blobs, registration: &Registration) -> Result<(), Failure> {
    let looks = DocumentKind::ALL.map(|kind| async move { (kind, look(blobs, registration, kind).await) });
    let mut wrong = Vec::new();
    let mut missing = false;
    for (kind, finding) in join_all(looks).await {
        if let Some((code, detail)) = finding.map_err(busy)? {
            missing |= code == MISSING.0;
            wrong.push(FieldError { pointer: kind.pointer(), code: code.to_owned(), detail: detail.to_owned() });
        }
    }
    if wrong.is_empty() {
        return Ok(());
    }
    let mut refusal = match missing {
        true => Refusal::new(codes::DOCUMENTS_MISSING, "Some documents have not been handed in."),
        false => Refusal::new(codes::DOCUMENTS_INVALID, "Some documents are not what they were declared to be."),
    };
    refusal.errors = wrong;
    Err(refusal.into())
}

type Finding = (&'static str, &'static str);

const MISSING: Finding = ("missing", "The document has not been handed in.");

/// An object store that does not answer is no fault of the document.
fn busy(error: BlobError) -> Failure {
    StoreError::Busy(error.to_string()).into()
}

async fn look(blobs: &Blobs, registration: &Registration, kind: DocumentKind) -> Result<Option<Finding>, BlobError> {
    let Some(upload) = registration.upload(kind) else { return Ok(Some(MISSING)) };
    let place = document_place(registration.registration_id, upload.upload_id);
    let (head, first) = futures::try_join!(blobs.head(&place), blobs.get_prefix(&place, DocumentType::PREFIX))?;
    Ok(match (head, first) {
        (Some(head), Some(first)) => judge(upload, &head, &first),
        _ => Some(MISSING),
    })
}

fn judge(upload: &Upload, head: &Head, first: &[u8]) -> Option<Finding> {
    let hash = head.sha256.map(|hash| HEXLOWER.encode(&hash));
    if head.size > MOST_BYTES {
        Some(("too_large", "At most 10 MiB."))
    } else if head.size != upload.size {
        Some(("wrong_size", "The length is not the declared one."))
    } else if hash.as_deref() != Some(&*upload.sha256) {
        Some(("wrong_hash", "The SHA-256 is not the declared one."))
    } else if head.content_type.as_deref() != Some(&*upload.content_type)
        || DocumentType::of(first).map(DocumentType::mime) != Some(&*upload.content_type)
    {
        Some(("wrong_type", "The content is not of the declared type."))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use medilink_kernel::{Instant, SeededEntropy, UploadId};

    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\r";

    fn promised() -> Upload {
        Upload {
            upload_id: UploadId::new(Timestamp::UNIX_EPOCH, &SeededEntropy::new(1)),
            content_type: "image/png".into(),
            size: 100,
            sha256: "07".repeat(32),
            asked_at: Instant::new(Timestamp::UNIX_EPOCH),
        }
    }

    fn arrived() -> Head {
        Head { size: 100, content_type: Some("image/png".into()), sha256: Some([7; 32]) }
    }

    fn code(upload: &Upload, head: &Head, first: &[u8]) -> Option<&'static str> {
        judge(upload, head, first).map(|(code, _)| code)
    }

    #[test]
    fn what_was_promised_passes() {
        assert_eq!(code(&promised(), &arrived(), PNG), None);
    }

    #[test]
    fn anything_else_says_what_is_wrong() {
        assert_eq!(code(&promised(), &Head { size: 99, ..arrived() }, PNG), Some("wrong_size"));
        let huge = MOST_BYTES + 1;
        assert_eq!(
            code(&Upload { size: huge, ..promised() }, &Head { size: huge, ..arrived() }, PNG),
            Some("too_large")
        );
        assert_eq!(code(&promised(), &Head { sha256: Some([8; 32]), ..arrived() }, PNG), Some("wrong_hash"));
        assert_eq!(code(&promised(), &Head { sha256: None, ..arrived() }, PNG), Some("wrong_hash"));
        assert_eq!(code(&promised(), &arrived(), b"%PDF-1.7 abc"), Some("wrong_type"));
        assert_eq!(code(&promised(), &arrived(), b"<html>"), Some("wrong_type"));
        assert_eq!(code(&promised(), &Head { content_type: None, ..arrived() }, PNG), Some("wrong_type"));
    }
}
