use crate::visit_ref::VisitRef;
use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Instant, Text, UserId};
use medilink_records::appointment_state::Status;
use medilink_records::{Appointment, Change, PatientSnapshot, Reason};
use schemars::JsonSchema;
use serde::Serialize;

/// An appointment as clients see it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentView {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// With whom.
    pub doctor_id: DoctorId,
    /// For whom.
    pub patient_id: UserId,
    /// Their name at booking; left out in the answer to a patient's own step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientName>,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Where it stands.
    pub status: Status,
    /// Why; left out in the answer to a patient's own step.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was written of the visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consultation_id: Option<ConsultationId>,
    /// What has happened to it, oldest first; left out in the answer to a patient's own step.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Change>,
}

/// Whom a practice expects.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatientName {
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
}

impl From<PatientSnapshot> for PatientName {
    fn from(patient: PatientSnapshot) -> Self {
        Self { first_name: patient.first_name, last_name: patient.last_name }
    }
}

impl From<Appointment> for AppointmentView {
    fn from(it: Appointment) -> Self {
        Self {
            appointment_id: it.appointment_id,
            doctor_id: it.doctor_id,
            patient_id: it.patient_id,
            patient: it.patient.map(PatientName::from),
            start: it.start,
            end: it.end,
            status: it.status,
            reason: it.reason,
            consultation_id: it.consultation_id,
            history: it.history,
        }
    }
}

impl AppointmentView {
    /// What is known of a patient's own appointment without asking the practice.
    pub fn own(id: AppointmentId, patient: UserId, visit: &VisitRef, status: Status) -> Self {
        Self {
            appointment_id: id,
            doctor_id: visit.doctor,
            patient_id: patient,
            patient: None,
            start: visit.held.slot.start(),
            end: visit.held.slot.end(),
            status,
            reason: None,
            consultation_id: None,
            history: Vec::new(),
        }
    }
}
