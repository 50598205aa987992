use medilink_kernel::{DoctorId, Instant, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// A patient whom a doctor has examined: what opens the patient's profile to them, and what their practice keeps.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Examined {
    /// Who.
    pub patient_id: UserId,
    /// When they were examined last.
    pub last_seen: Instant,
}

/// The partition of the patients whom a doctor has examined.
pub fn examined_partition(doctor: DoctorId) -> String {
    format!("PAT#{}", doctor.bare())
}

/// Where it stands that a doctor has examined a patient.
pub fn examined_key(doctor: DoctorId, patient: UserId) -> Key {
    Key::new(examined_partition(doctor), patient.bare())
}
