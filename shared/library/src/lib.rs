//! Where editions of catalogues live, and the one that is in force, kept in memory.
//!
//! An edition is one object that never changes; a small item of the platform's table says which one is in force. A
//! process reads that item at every question (half a read unit) and the object once. Whoever uses this needs the grant
//! to get `CATALOGUE#`, for diagnoses to query `CATLABEL#`, and the bucket.

mod editions;
mod labels;
pub mod names;
mod pointer;
mod shelf;

pub use editions::{edition, put_edition};
pub use labels::{LabelEntry, label_key};
pub use pointer::{EditionRecord, Pointer, catalogue_partition, edition_key, pointer_key};
pub use shelf::{Shelf, current};
