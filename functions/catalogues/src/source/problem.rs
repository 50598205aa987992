use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Something that could not be read. It repeats nothing of what stands there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Problem {
    /// The sheet, or the list.
    pub sheet: String,
    /// The row, counted from 1.
    pub row: u32,
    /// The field, where it is one; otherwise the whole row.
    pub column: Option<String>,
    /// What is wrong.
    pub reason: Reason,
    /// Whether the row gave no entry; otherwise only the field was left out.
    pub dropped: bool,
}

/// What is wrong with a row or a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The row has a number and nothing else.
    EmptyRow,
    /// What has to be there is not.
    Missing,
    /// Not a registration number or code.
    InvalidCode,
    /// Not a date.
    InvalidDate,
    /// None of the values that are known here.
    UnknownValue,
    /// Characters that no text may have.
    InvalidCharacters,
    /// Longer than a text may be.
    TooLong,
    /// The same entry as in a row before.
    DuplicateRow,
    /// Its number is given to so many products before it that nothing tells them apart.
    OverusedNumber,
    /// A spreadsheet's own error, such as a division by nought.
    ErrorValue,
}

/// Why a file as a whole cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Unreadable {
    /// Its bytes have not arrived, or are gone by now.
    #[error("there are no bytes")]
    Missing,
    /// Its length is not the promised one.
    #[error("another length than promised")]
    WrongSize,
    /// Its hash is not the promised one.
    #[error("another hash than promised")]
    WrongHash,
    /// It is not what this catalogue is made from.
    #[error("another type than promised")]
    WrongType,
    /// It does not read to its end.
    #[error("damaged")]
    Damaged,
    /// What is packed in it is too much.
    #[error("too large")]
    TooLarge,
    /// A sheet of the nomenclature is not there, or has no header.
    #[error("without a header that is known")]
    NoHeader,
    /// Nothing in it could be read.
    #[error("without entries")]
    NoEntries,
}

impl Unreadable {
    /// The name on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::WrongSize => "wrong_size",
            Self::WrongHash => "wrong_hash",
            Self::WrongType => "wrong_type",
            Self::Damaged => "damaged",
            Self::TooLarge => "too_large",
            Self::NoHeader => "no_header",
            Self::NoEntries => "no_entries",
        }
    }
}
