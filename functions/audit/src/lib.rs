//! Who opened what: the audit trail.
//!
//! Entries come in by whoever they are by (`ACCESS#`): the edge writes those of reads and refusals, and what an act wrote
//! into its own item comes here by the tables' streams (`keep_*`). From there each goes, once, into the hash chain of
//! whoever keeps the record (`append`), and as a line into what the patient reads (`open_lines`). Nobody changes an entry:
//! no operation can. That nobody did is shown by the chains, whose ends are signed and published (`sign_heads`,
//! `list_heads`), and checked by `medilink audit verify`.

mod access_log;
mod append;
pub mod chain;
pub mod heads;
mod keep;
mod keep_appointments;
mod keep_consultations;
mod keep_grants;
mod keep_prescriptions;
mod keep_profiles;
mod list_entries;
mod list_heads;
mod open_lines;
pub mod records;
mod sign_heads;
mod times;
mod unusual;
mod view;

use medilink_edge::Registered;

/// What this domain serves.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<access_log::AccessLog>(),
    Registered::http::<list_entries::ListEntries>(),
    Registered::http::<list_heads::ListHeads>(),
    Registered::stream::<keep_appointments::KeepAppointments>(),
    Registered::stream::<keep_consultations::KeepConsultations>(),
    Registered::stream::<keep_prescriptions::KeepPrescriptions>(),
    Registered::stream::<keep_profiles::KeepProfiles>(),
    Registered::stream::<keep_grants::KeepGrants>(),
    Registered::stream::<append::Append>(),
    Registered::stream::<open_lines::OpenLines>(),
    Registered::schedule::<sign_heads::SignHeads>(),
];
