use crate::Account;
use medilink_kernel::{AppointmentId, CalendarDate, ConsultationId, DoctorId, Instant, Lines, Money, Text, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// What a doctor wrote of a visit.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Consultation {
    /// The consultation.
    pub consultation_id: ConsultationId,
    /// The visit.
    pub appointment_id: AppointmentId,
    /// Who examined.
    pub doctor_id: DoctorId,
    /// The name of who examined, as it was then.
    pub doctor_name: String,
    /// Their specialty, as it was then.
    pub specialty: Option<String>,
    /// Who was examined.
    pub patient_id: UserId,
    /// The patient as they were known then, where somebody looked.
    pub patient: Option<PatientSnapshot>,
    /// When it was written.
    pub examined_at: Instant,
    /// What was found.
    pub diagnoses: Vec<Diagnosis>,
    /// Notes.
    pub notes: Lines<0, 10000>,
    /// What it cost.
    pub price: Option<Money>,
}

/// What a practice keeps of who was examined, so that a prescription can name them without asking the platform.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PatientSnapshot {
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// Date of birth.
    pub date_of_birth: Option<CalendarDate>,
}

impl From<Account> for PatientSnapshot {
    fn from(account: Account) -> Self {
        Self { first_name: account.first_name, last_name: account.last_name, date_of_birth: account.date_of_birth }
    }
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// Its ICD-10 code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text<3, 10>>,
    /// In words.
    pub text: Text<1, 500>,
}

/// Where a consultation lives in its practice.
pub fn consultation_key(id: ConsultationId) -> Key {
    Key::only(format!("CON#{}", id.bare()))
}
