use crate::PatientSnapshot;
use crate::appointment_state::{Side, Status};
use jiff::{SignedDuration, Timestamp, fmt::strtime};
use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Entropy, Instant, Text, UserId};
use medilink_store::{Condition, Key, Update};
use serde::{Deserialize, Serialize};

/// Why somebody comes, or why a step was taken. Its length keeps an appointment that is booked within one write unit; in
/// Arabic, whose letters take two bytes, up to some two hundred letters of it.
pub type Reason = Text<1, 300>;

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
    /// Their name and age as they were at booking: a practice knows whom it expects without asking the platform.
    pub patient: Option<PatientSnapshot>,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Why, in the patient's words.
    pub reason: Option<Reason>,
    /// Where it stands.
    pub status: Status,
    /// What was written of the visit, the latest.
    pub consultation_id: Option<ConsultationId>,
    /// How often it has moved.
    #[serde(default)]
    pub moves: u32,
    /// What has happened to it, oldest first. Each step is an attribute of its own, so that a step needs no reading.
    #[serde(flatten, with = "crate::appointment_history")]
    pub history: Vec<Change>,
}

/// One step in the life of an appointment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// When.
    pub at: Instant,
    /// To which state; `rescheduled` where it moved.
    pub status: Status,
    /// By which side.
    pub by: Side,
    /// Why, where somebody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Whether it was called off shortly before its start.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub late: bool,
    /// Where it moved from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Instant>,
}

/// A place in a practice's calendar: all lie in one partition by time.
///
/// An appointment lives for ever at the start that it was first booked for, which its id carries ([`Self::original`]),
/// so that one read finds it. When it has moved, a [`MovedHere`] stands at its present start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AppointmentPlace {
    /// The appointment.
    pub id: AppointmentId,
    /// A start.
    pub start: Instant,
}

/// What stands at the present start of an appointment that lives elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MovedHere {
    /// The appointment.
    pub appointment_id: AppointmentId,
}

impl AppointmentPlace {
    /// The partition of a practice's appointments.
    pub const PARTITION: &'static str = "APT";

    /// A new appointment at this start: the time in its id is the start, the rest is random.
    pub fn book(start: Instant, entropy: &dyn Entropy) -> Self {
        Self { id: AppointmentId::new(start.timestamp(), entropy), start }
    }

    /// Where the appointment with this id lives; `None` where no appointment can have it.
    pub fn original(id: AppointmentId) -> Option<Self> {
        let millis = i64::try_from(id.as_u128() >> 80).ok()?;
        Some(Self { id, start: Timestamp::from_millisecond(millis).ok()?.into() })
    }

    /// The key.
    pub fn key(&self) -> Key {
        Key::new(Self::PARTITION, format!("{}#{}", Self::at(self.start.timestamp()), self.id.bare()))
    }

    /// How an instant sorts in the partition, by the whole minute that follows it: `20270301T0800`.
    pub fn at(instant: Timestamp) -> String {
        let minute = instant.saturating_add(SignedDuration::from_secs(59)).unwrap_or(instant);
        // A fixed, valid format on an instant in range.
        strtime::format("%Y%m%dT%H%M", &minute.to_zoned(jiff::tz::TimeZone::UTC)).unwrap_or_default()
    }
}

impl Appointment {
    /// That nothing has happened to it since it was read.
    pub fn unchanged(&self) -> Condition {
        Condition::default().equals("status", self.status).equals("moves", self.moves)
    }
}

impl Change {
    /// A step with nothing to add.
    pub fn new(now: Timestamp, status: Status, by: Side) -> Self {
        Self { at: now.into(), status, by, reason: None, late: false, moved_from: None }
    }

    /// Takes the step: the appointment stands at `status` and its history has one line more.
    pub fn take(&self, now: Timestamp, status: Status) -> Update {
        let micros = now.as_microsecond();
        Update::new().set("status", status).set(crate::appointment_history::attribute(micros, self), self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::SeededEntropy;

    #[test]
    fn an_id_tells_where_its_appointment_lives() {
        let start: Instant = "2027-03-01T08:05:00Z".parse::<Timestamp>().unwrap().into();
        let place = AppointmentPlace::book(start, &SeededEntropy::new(7));
        assert_eq!(AppointmentPlace::original(place.id), Some(place));
        assert_eq!(place.key(), Key::new("APT", format!("20270301T0805#{}", place.id.bare())));
        assert_eq!(AppointmentPlace::original(AppointmentId::from_u128(u128::MAX)), None);
    }

    #[test]
    fn ranges_are_cut_at_the_next_whole_minute() {
        let at = |text: &str| AppointmentPlace::at(text.parse().unwrap());
        assert_eq!(at("2027-03-01T08:00:00Z"), "20270301T0800");
        assert_eq!(at("2027-03-01T08:00:01Z"), "20270301T0801");
    }
}
