use crate::key;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// What is known of an object beside its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Meta {
    /// Its key.
    pub key: String,
    /// The media type it was stored with.
    pub content_type: String,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256 in hexadecimal.
    pub sha256: String,
    /// When it was stored.
    pub created: Timestamp,
}

impl Meta {
    /// The file of the bytes, beside that of the metadata. It carries the hash of the bytes, so that new bytes never
    /// touch a file that stored metadata speaks of.
    pub(crate) fn data_name(&self) -> String {
        format!("{}.{}", key::hash(&self.key), self.sha256)
    }
}
