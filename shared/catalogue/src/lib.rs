//! Medicines, diagnoses, places and specialties: editions of them, and the search in them. No I/O.
//!
//! An [`Edition`] is a [`Table`] of texts under the hash of its content: the same entries are the same edition, and one
//! never changes. A [`Catalogue`] is an edition with what searching needs beside it, small enough to be kept in memory.

mod alike;
mod catalogue;
mod compare;
mod diagnosis;
mod edition;
mod entry;
mod index;
mod kind;
mod medicine;
mod place;
mod postings;
mod registration;
mod skeleton;
mod slip;
mod specialty;
mod substance;
mod table;
mod vocabulary;
mod words;

pub use alike::alike;
pub use catalogue::{Catalogue, Found, LabelIndex};
pub use compare::{Change, Changes, FieldChange};
pub use diagnosis::{Diagnosis, Labels};
pub use edition::{Edition, EditionError, Stored, edition_id};
pub use entry::Entry;
pub use index::{Index, Match};
pub use kind::Kind;
pub use medicine::{Listing, Medicine, MedicineStatus, MedicineType, PrescriptionList};
pub use place::{Commune, Wilaya, wilaya_code};
pub use registration::product_code;
pub use specialty::Specialty;
pub use substance::{class_of, substances};
pub use table::{Table, TableBuilder};
pub use words::words;
