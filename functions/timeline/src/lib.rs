//! The patient's record as a whole: one time line across practices.
//!
//! Records lie with the practices that keep them; the platform keeps a line of each by time in the patient's own partition
//! (`P#`), by kind, and the days on which there are appointments. A page of the time line is one query for each kind,
//! merged, and one batch for each practice that the page leads to: its cost depends on its length alone.

mod fetch;
mod index_dispensings;
mod lines;
mod list_records;
mod merge;
mod reading;
mod view;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] =
    &[Registered::http::<list_records::ListRecords>(), Registered::stream::<index_dispensings::IndexDispensings>()];
