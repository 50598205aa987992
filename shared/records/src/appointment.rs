use crate::appointment_state::{Side, Status};
use jiff::{Timestamp, fmt::strtime};
use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Instant, Text, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// A visit in a practice's calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Appointment {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// With whom.
    pub doctor_id: DoctorId,
    /// For whom.
    pub patient_id: UserId,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Why, in the patient's words.
    pub reason: Option<Text<0, 500>>,
    /// Where it stands.
    pub status: Status,
    /// What was written of the visit, the latest.
    pub consultation_id: Option<ConsultationId>,
    /// What has happened to it.
    #[serde(default)]
    pub history: Vec<Change>,
    /// Where it has moved to: only on what stays behind at the old time, whose status is `rescheduled`.
    pub moved_to: Option<Instant>,
}

/// One step in the life of an appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// When.
    pub at: Instant,
    /// To which state.
    pub status: Status,
    /// By which side.
    pub by: Side,
    /// Why, where somebody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Text<0, 500>>,
}

/// Where an appointment lives: its id and its present start. All of a practice lie in one partition by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentPlace {
    /// The appointment.
    pub id: AppointmentId,
    /// Its start.
    pub start: Instant,
}

impl AppointmentPlace {
    /// The partition of a practice's appointments.
    pub const PARTITION: &'static str = "APT";

    /// The key.
    pub fn key(&self) -> Key {
        Key::new(Self::PARTITION, format!("{}#{}", Self::at(self.start.timestamp()), self.id.bare()))
    }

    /// How an instant sorts in the partition: `20270301T0800`.
    pub fn at(instant: Timestamp) -> String {
        // A fixed, valid format on an instant in range.
        strtime::format("%Y%m%dT%H%M", &instant.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
    }
}

impl Appointment {
    /// Where it lives.
    pub fn place(&self) -> AppointmentPlace {
        AppointmentPlace { id: self.appointment_id, start: self.start }
    }
}
