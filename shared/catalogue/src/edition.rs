use crate::{Kind, Table};
use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use medilink_kernel::EditionId;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::io::{Read, Write};

/// What a stored edition begins with: the format and its version.
const MAGIC: &[u8; 8] = b"MLCAT\0\0\x01";
/// The most bytes of an edition's content: several times the largest there is.
const MOST_BYTES: u64 = 64 << 20;

/// One state of a catalogue. It never changes; its name follows from what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// What it lists.
    pub kind: Kind,
    /// Its entries.
    pub table: Table,
}

/// An edition as it is stored.
#[derive(Debug, Clone)]
pub struct Stored {
    /// What names it.
    pub id: EditionId,
    /// The SHA-256 of its content.
    pub sha256: [u8; 32],
    /// The bytes of the object.
    pub bytes: Vec<u8>,
}

/// Why bytes are no edition.
#[derive(Debug, thiserror::Error)]
pub enum EditionError {
    /// They begin with something else.
    #[error("not an edition, or one of another version")]
    Magic,
    /// They do not read.
    #[error("an edition that does not read: {0}")]
    Damaged(String),
}

#[derive(Deserialize)]
struct Content {
    kind: Kind,
    table: Table,
}

#[derive(Serialize)]
struct ContentRef<'a> {
    kind: Kind,
    table: &'a Table,
}

/// The name of an edition whose content has this SHA-256.
pub fn edition_id(sha256: &[u8; 32]) -> EditionId {
    let mut first = [0; 16];
    first.copy_from_slice(&sha256[..16]);
    EditionId::from_u128(u128::from_be_bytes(first))
}

impl Edition {
    /// The edition as it is stored: the same entries give the same content and name.
    ///
    /// # Errors
    /// Where it is larger than an edition may be.
    pub fn store(&self) -> Result<Stored, EditionError> {
        let damaged = |error: &dyn std::fmt::Display| EditionError::Damaged(error.to_string());
        let content = ContentRef { kind: self.kind, table: &self.table };
        let content = postcard::to_allocvec(&content).map_err(|e| damaged(&e))?;
        if content.len() as u64 > MOST_BYTES {
            return Err(damaged(&"too large"));
        }
        let sha256: [u8; 32] = Sha256::digest(&content).into();
        let mut encoder = DeflateEncoder::new(MAGIC.to_vec(), Compression::default());
        encoder.write_all(&content).map_err(|e| damaged(&e))?;
        let bytes = encoder.finish().map_err(|e| damaged(&e))?;
        Ok(Stored { id: edition_id(&sha256), sha256, bytes })
    }

    /// Reads an edition back.
    ///
    /// # Errors
    /// Where the bytes are no edition; what they hold is bounded however they were made.
    pub fn read(bytes: &[u8]) -> Result<Self, EditionError> {
        let packed = bytes.strip_prefix(MAGIC.as_slice()).ok_or(EditionError::Magic)?;
        let mut content = Vec::new();
        let damaged = |error: &dyn std::fmt::Display| EditionError::Damaged(error.to_string());
        DeflateDecoder::new(packed).take(MOST_BYTES + 1).read_to_end(&mut content).map_err(|e| damaged(&e))?;
        if content.len() as u64 > MOST_BYTES {
            return Err(damaged(&"too large"));
        }
        let Content { kind, table } = postcard::from_bytes(&content).map_err(|e| damaged(&e))?;
        if table.columns() != kind.columns().len() {
            return Err(damaged(&"another number of columns"));
        }
        Ok(Self { kind, table })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TableBuilder;

    fn edition(name: &str) -> Edition {
        let mut builder = TableBuilder::new(Kind::Wilayas.columns().len());
        builder.push(vec!["16".into(), name.into(), "الجزائر".into()]);
        Edition { kind: Kind::Wilayas, table: builder.finish() }
    }

    #[test]
    fn the_same_entries_are_the_same_edition() {
        let (one, other) = (edition("Alger").store().unwrap(), edition("Alger").store().unwrap());
        assert_eq!((one.id, &one.bytes), (other.id, &other.bytes));
        assert_ne!(one.id, edition("Algiers").store().unwrap().id);
        assert_eq!(Edition::read(&one.bytes).unwrap(), edition("Alger"));
    }

    #[test]
    fn anything_else_is_no_edition() {
        let good = edition("Alger").store().unwrap().bytes;
        for bad in [&b""[..], b"PK\x03\x04", &good[..good.len() - 3], MAGIC] {
            assert!(Edition::read(bad).is_err());
        }
        let mut bomb = DeflateEncoder::new(MAGIC.to_vec(), Compression::best());
        bomb.write_all(&vec![0; MOST_BYTES as usize + 1]).unwrap();
        assert!(matches!(Edition::read(&bomb.finish().unwrap()), Err(EditionError::Damaged(_))));
    }
}
