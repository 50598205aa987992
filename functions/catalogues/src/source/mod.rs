//! Reads the files that catalogues are made from: bytes in, entries and problems out; no I/O, memory bounded.
//!
//! A file is read in parts (the sheets of a workbook, some thousand lines of a list), each by itself, so that a job can
//! go on where it was cut. [`assemble`] puts the parts together.

mod assemble;
mod cell;
mod list;
mod medicine_row;
mod problem;
mod sheet;
#[cfg(test)]
mod tests;
mod workbook;

pub(crate) use assemble::assemble;
pub(crate) use problem::{Problem, Reason, Unreadable};

use medilink_catalogue::Kind;
use serde::{Deserialize, Serialize};

/// The most bytes of a file.
pub(crate) const MOST_BYTES: u64 = 16 << 20;
/// The most bytes of what is packed in it.
const MOST_UNPACKED: u64 = 48 << 20;
/// The most problems of a part that are listed; those after it are only counted.
pub(crate) const MOST_PROBLEMS: usize = 5_000;

/// A part of a file as it was read.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Part {
    /// The name of its sheet.
    pub sheet: String,
    /// How many entries the title of the sheet states.
    pub stated: Option<u32>,
    /// The entries.
    pub lines: Vec<Line>,
    /// What could not be read.
    pub problems: Vec<Problem>,
    /// How many rows gave no entry.
    pub unreadable: u32,
}

/// An entry, and the row that it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// The row, as spreadsheets count: from 1.
    pub row: u32,
    /// Its cells, in the order of [`Kind::columns`].
    pub cells: Vec<String>,
}

impl Part {
    fn problem(&mut self, problem: Problem) {
        self.unreadable += u32::from(problem.dropped);
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(problem);
        }
    }
}

/// The names of the parts of a file.
///
/// # Errors
/// Where the file as a whole cannot be read.
pub(crate) fn parts(kind: Kind, bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    match kind {
        Kind::Medicines => workbook::sheets(bytes),
        _ => list::parts(kind, bytes),
    }
}

/// Reads a part.
///
/// # Errors
/// Where the part as a whole cannot be read.
pub(crate) fn read(kind: Kind, bytes: &[u8], part: usize) -> Result<Part, Unreadable> {
    match kind {
        Kind::Medicines => workbook::read(bytes, part),
        _ => list::read(kind, bytes, part),
    }
}
