//! Keys and items of this domain; nothing else formats them.

use crate::{import::State, source::Unreadable};
use medilink_catalogue::Kind;
use medilink_kernel::{EditionId, ImportId, Instant, Sha256Hex, Text, UserId};
use medilink_store::Key;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A file on its way to be an edition.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImportRecord {
    pub import_id: ImportId,
    pub kind: Kind,
    pub file_name: Text<1, 200>,
    pub content_type: FileType,
    pub size: u64,
    pub sha256: Sha256Hex,
    pub state: State,
    /// The step that is next; counts up to [`ImportRecord::steps`].
    pub step: u32,
    /// The parts of the file, once they are known.
    #[serde(default)]
    pub sheets: Vec<SheetCount>,
    /// What was made of it.
    pub edition_id: Option<EditionId>,
    pub edition_sha256: Option<Sha256Hex>,
    pub entries: Option<u32>,
    /// How many problems are listed.
    pub problems: Option<u32>,
    /// The edition that it was compared with; none where none was in force.
    pub base: Option<EditionId>,
    pub changes: Option<ChangeCounts>,
    /// Why nothing came of it.
    pub failure: Option<Unreadable>,
    pub created_at: Instant,
    pub created_by: UserId,
    pub started_at: Option<Instant>,
    pub decided_at: Option<Instant>,
    pub decided_by: Option<UserId>,
    pub gsi1pk: String,
    pub gsi1sk: String,
}

/// What files come as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum FileType {
    /// A spreadsheet, `.xlsx`.
    #[serde(rename = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")]
    Spreadsheet,
    /// A list, `.csv`.
    #[serde(rename = "text/csv")]
    Csv,
    /// A list packed by gzip, `.csv.gz`.
    #[serde(rename = "application/gzip")]
    Gzip,
}

/// What a sheet gave beside what its title states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SheetCount {
    /// The sheet, or the part of a list.
    pub sheet: String,
    /// How many entries its title states.
    pub stated: Option<u32>,
    /// How many were read.
    pub read: Option<u32>,
    /// How many rows gave no entry.
    pub unreadable: Option<u32>,
    /// Read less stated.
    pub difference: Option<i64>,
}

/// How much an import would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChangeCounts {
    /// Entries that were not there.
    pub new: u32,
    /// Entries with other fields.
    pub changed: u32,
    /// Entries that are no longer there.
    pub gone: u32,
}

/// The partition of the index that lists imports, by time.
pub(crate) const IMPORTS: &str = "IMPORTS";

/// Where an import is.
pub(crate) fn import_key(id: ImportId) -> Key {
    Key::only(format!("IMPORT#{}", id.bare()))
}

/// Where the bytes of its file arrive; they go by themselves after a day.
pub(crate) fn file_place(id: ImportId) -> String {
    format!("{}imports/{}/file", medilink_blobs::ARRIVALS, id.bare())
}

/// Where a part of it lies that was read; it goes by itself after a day.
pub(crate) fn part_place(id: ImportId, part: usize) -> String {
    format!("{}imports/{}/part-{part}", medilink_blobs::ARRIVALS, id.bare())
}

/// Where its problems are listed.
pub(crate) fn problems_place(id: ImportId) -> String {
    format!("imports/{}/problems", id.bare())
}

impl FileType {
    /// Its media type.
    pub(crate) const fn mime(self) -> &'static str {
        match self {
            Self::Spreadsheet => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Csv => "text/csv",
            Self::Gzip => "application/gzip",
        }
    }

    /// Whether a catalogue is made from such files.
    pub(crate) fn suits(self, kind: Kind) -> bool {
        (kind == Kind::Medicines) == (self == Self::Spreadsheet)
    }

    /// Whether a file of this type begins so.
    pub(crate) fn begins(self, prefix: &[u8]) -> bool {
        let (zip, gzip) = (prefix.starts_with(b"PK\x03\x04"), prefix.starts_with(&[0x1f, 0x8b]));
        match self {
            Self::Spreadsheet => zip,
            Self::Gzip => gzip,
            Self::Csv => !zip && !gzip && !prefix.is_empty() && !prefix.contains(&0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_told_by_its_first_bytes() {
        use FileType::{Csv, Gzip, Spreadsheet};
        for (bytes, kind) in [(&b"PK\x03\x04.."[..], Spreadsheet), (b"\x1f\x8b\x08", Gzip), (b"code,nom", Csv)] {
            for other in [Spreadsheet, Csv, Gzip] {
                assert_eq!(other.begins(bytes), other == kind, "{other:?}");
            }
        }
        assert!(!Csv.begins(b"") && !Csv.begins(b"a\0b"));
        assert!(Spreadsheet.suits(Kind::Medicines) && !Csv.suits(Kind::Medicines));
        assert!(Csv.suits(Kind::Wilayas) && Gzip.suits(Kind::Diagnoses) && !Spreadsheet.suits(Kind::Communes));
        let name = serde_json::to_value(Spreadsheet).unwrap();
        assert_eq!(name, Spreadsheet.mime());
    }
}
