//! Records that more than one domain touches: their keys, their fields, their states.
//!
//! A domain keeps its own records to itself (`functions/<domain>/src/records.rs`); what stands here is the small port
//! through which domains meet without knowing each other. Nothing else formats these keys.

mod access;
mod account;
mod act;
mod appointment;
mod appointment_history;
pub mod appointment_state;
mod consultation;
mod conversation;
mod dead_letter;
mod dispensing;
mod doctor_entry;
mod examined;
mod opened;
mod patient_index;
mod prescription_trace;
mod record_grant;
mod registration_trace;
mod session;
mod tenant;
mod tenant_settings;
pub mod visits;

pub use access::{AccessEntry, AccessItem, access_key, access_partition};
pub use account::{
    ADMINS, Account, AdminMark, Credentials, Mfa, PatientFacts, account_key, admin_key, credentials_key,
};
pub use act::{Act, ActOf, Acted};
pub use appointment::{Appointment, AppointmentPlace, Change, MovedHere, Reason};
pub use consultation::{Consultation, Diagnosis, PatientSnapshot, consultation_key};
pub use conversation::{
    ConversationRecord, MESSAGE, Member, MessageTrace, Progress, conversation_key, inbox_key, inbox_partition,
    inbox_position, message_key, read_conversation_partition, read_inbox_key,
};
pub use dead_letter::{
    DEAD_LETTERS, DeadLetter, DeadLetterId, DeadLetterItem, InvalidDeadLetterId, POSTPONED, due_position,
    postponed_position,
};
pub use dispensing::{
    DISPENSED, DispensingTrace, PrescribedBy, PrescribedLines, dispensing_key, dispensing_name, read_dispensing_name,
};
pub use doctor_entry::{DoctorCard, DoctorEntry, Listing, doctor_key, listing_partition};
pub use examined::{Examined, examined_key, examined_partition};
pub use opened::{OpenedLine, Unusual, opened_key, opened_partition, read_opened_partition};
pub use patient_index::{RecordKind, RecordRef, patient_partition};
pub use prescription_trace::{
    PRESCRIPTION_STATE, PracticePrescriptions, PrescriptionFace, PrescriptionProgress, PrescriptionStep,
    PrescriptionTrace, prescription_content_key, prescription_partition, prescription_state_key,
};
pub use record_grant::{EMERGENCY, Emergency, GRANT, emergency_key, grant_key, grant_partition, read_grant_partition};
pub use registration_trace::{Decision, RegistrationTrace};
pub use session::{SessionHead, session_key};
pub use tenant::{StepState, StepStatus, TenantRecord};
pub use tenant_settings::{OnWarning, PrescribingChoice, ReminderChoice, TenantSettings};
