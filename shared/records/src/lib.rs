//! Records that more than one domain touches: their keys, their fields, their states.
//!
//! A domain keeps its own records to itself (`functions/<domain>/src/records.rs`); what stands here is the small port
//! through which domains meet without knowing each other. Nothing else formats these keys.

mod account;
mod appointment;
mod appointment_history;
pub mod appointment_state;
mod consultation;
mod conversation;
mod dead_letter;
mod doctor_entry;
mod patient_index;
mod prescription_trace;
mod registration_trace;
mod session;
mod tenant;
mod tenant_settings;
pub mod visits;

pub use account::{Account, Credentials, Mfa, PatientFacts, account_key, credentials_key};
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
pub use doctor_entry::{DoctorCard, DoctorEntry, Listing, doctor_key, listing_partition};
pub use patient_index::{RecordKind, RecordRef, patient_partition};
pub use prescription_trace::{
    PRESCRIPTION_STATE, PracticePrescriptions, PrescriptionFace, PrescriptionProgress, PrescriptionStep,
    PrescriptionTrace, prescription_content_key, prescription_partition, prescription_state_key,
};
pub use registration_trace::{Decision, RegistrationTrace};
pub use session::{SessionHead, session_key};
pub use tenant::{StepState, StepStatus, TenantRecord};
pub use tenant_settings::{OnWarning, PrescribingChoice, ReminderChoice, TenantSettings};
