//! The patient's record as a whole: one time line across practices.
//!
//! Records lie with the practices that keep them; the platform keeps a line of each by time in the patient's own partition
//! (`P#`), by kind, and the days on which there are appointments. A page of the time line is one query for each kind,
//! merged, and one batch for each practice that the page leads to: its cost depends on its length alone.
//!
//! What is open to others than the patient and those who keep a record is asked anew at every call: a patient grants a
//! practice reading and takes it back; a doctor opens it in an emergency, in everybody's sight.

mod break_glass;
mod fetch;
mod grant;
mod granting;
mod index_dispensings;
mod lines;
mod list_grants;
mod list_records;
mod merge;
mod read_patient;
mod reading;
mod sight;
mod take_back;
mod view;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<list_records::ListRecords>(),
    Registered::http::<grant::GrantReading>(),
    Registered::http::<list_grants::ListGrants>(),
    Registered::http::<take_back::TakeBack>(),
    Registered::http::<read_patient::ReadPatient>(),
    Registered::http::<break_glass::BreakGlass>(),
    Registered::stream::<index_dispensings::IndexDispensings>(),
];
