//! What an applicant promises to send.

use crate::registration::DocumentKind;
use medilink_blobs::DocumentType;
use medilink_edge::upload_size;
use medilink_kernel::Sha256Hex;
use medilink_operation::{Refusal, codes};
use schemars::JsonSchema;
use serde::Deserialize;

/// The most bytes of a document.
pub(crate) const MOST_BYTES: u64 = 10 << 20;

/// A document about to be sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UploadRequest {
    /// What it is.
    pub kind: DocumentKind,
    /// Its media type; a photo is an image.
    pub content_type: ContentType,
    /// Its length in bytes, at most 10 MiB.
    #[serde(deserialize_with = "upload_size::<_, MOST_BYTES>")]
    #[schemars(range(min = 1, max = 10_485_760))]
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: Sha256Hex,
}

/// Media types of documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
pub enum ContentType {
    /// JPEG.
    #[serde(rename = "image/jpeg")]
    Jpeg,
    /// PNG.
    #[serde(rename = "image/png")]
    Png,
    /// WebP.
    #[serde(rename = "image/webp")]
    Webp,
    /// PDF.
    #[serde(rename = "application/pdf")]
    Pdf,
}

impl ContentType {
    /// What a file of this type is by its first bytes.
    pub(crate) const fn document(self) -> DocumentType {
        match self {
            Self::Jpeg => DocumentType::Jpeg,
            Self::Png => DocumentType::Png,
            Self::Webp => DocumentType::Webp,
            Self::Pdf => DocumentType::Pdf,
        }
    }
}

impl UploadRequest {
    /// Whether this kind of document comes as this type.
    pub(crate) fn check(&self) -> Result<(), Refusal> {
        if self.kind == DocumentKind::Photo && self.content_type == ContentType::Pdf {
            return Err(Refusal::field(codes::INVALID_INPUT, "/contentType", "unknown_value", "A photo is an image."));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(kind: &str, content_type: &str, size: i64, hash: &str) -> Option<UploadRequest> {
        let body = json!({"kind": kind, "contentType": content_type, "size": size, "sha256": hash});
        serde_json::from_value(body).ok()
    }

    #[test]
    fn types_sizes_and_hashes_are_bounded() {
        let hash = "0aF1".repeat(16);
        assert!(read("photo", "image/png", 10 << 20, &hash).is_some());
        for size in [-1, 0, (10 << 20) + 1] {
            assert!(read("photo", "image/png", size, &hash).is_none(), "{size}");
        }
        for wrong in ["", "image/svg+xml", "IMAGE/PNG", "text/html"] {
            assert!(read("photo", wrong, 1, &hash).is_none(), "{wrong}");
        }
        for wrong in ["", "zz", &hash[2..], &"g".repeat(64)] {
            assert!(read("photo", "image/png", 1, wrong).is_none(), "{wrong}");
        }
        assert!(read("selfie", "image/png", 1, &hash).is_none());
    }

    #[test]
    fn a_photo_is_an_image() {
        let hash = "0".repeat(64);
        assert!(read("photo", "application/pdf", 1, &hash).unwrap().check().is_err());
        assert!(read("national_id", "application/pdf", 1, &hash).unwrap().check().is_ok());
    }
}
