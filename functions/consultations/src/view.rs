use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Instant, Lines, Money, UserId};
use medilink_records::{Consultation, Diagnosis};
use schemars::JsonSchema;
use serde::Serialize;

/// A consultation as doctor and patient see it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsultationView {
    /// The consultation.
    pub consultation_id: ConsultationId,
    /// The visit.
    pub appointment_id: AppointmentId,
    /// Who examined.
    pub doctor_id: DoctorId,
    /// Their name, as it was then.
    pub doctor_name: String,
    /// Their specialty, as it was then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub specialty: Option<String>,
    /// Who was examined.
    pub patient_id: UserId,
    /// When.
    pub examined_at: Instant,
    /// What was found.
    pub diagnoses: Vec<Diagnosis>,
    /// Notes.
    pub notes: Lines<0, 10000>,
    /// What it cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub price: Option<Money>,
}

impl From<Consultation> for ConsultationView {
    fn from(it: Consultation) -> Self {
        Self {
            consultation_id: it.consultation_id,
            appointment_id: it.appointment_id,
            doctor_id: it.doctor_id,
            doctor_name: it.doctor_name,
            specialty: it.specialty,
            patient_id: it.patient_id,
            examined_at: it.examined_at,
            diagnoses: it.diagnoses,
            notes: it.notes,
            price: it.price,
        }
    }
}
