use medilink_catalogue::Kind;
use medilink_kernel::{EditionId, Instant, Sha256Hex};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// Which edition of a catalogue is in force. Small, for it is read at every keystroke.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Pointer {
    /// The edition.
    pub edition_id: EditionId,
    /// Counts changes of this item: an older one that is read late is known by it.
    pub version: u64,
    /// How many label changes there are.
    #[serde(default)]
    pub labels_revision: u64,
}

/// An edition that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EditionRecord {
    /// The edition.
    pub edition_id: EditionId,
    /// The SHA-256 of its content.
    pub sha256: Sha256Hex,
    /// How many entries it has.
    pub entries: u32,
    /// The name of the file that it was made from.
    pub source: String,
    /// When it came into force first.
    pub confirmed_at: Instant,
}

/// The partition of everything about a catalogue but its labels.
pub fn catalogue_partition(kind: Kind) -> String {
    format!("CATALOGUE#{kind}")
}

/// Where the pointer of a catalogue is.
pub fn pointer_key(kind: Kind) -> Key {
    Key::only(catalogue_partition(kind))
}

/// Where the record of an edition is.
pub fn edition_key(kind: Kind, edition: EditionId) -> Key {
    Key::new(catalogue_partition(kind), format!("E#{}", edition.bare()))
}
