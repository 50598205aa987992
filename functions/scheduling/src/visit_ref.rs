//! What a patient's day says of an appointment: in whose practice it is and when. By it a patient finds, cancels and
//! moves an appointment with one read.

use crate::grid::{OffGrid, Slot};
use crate::holding::Held;
use jiff::{Timestamp, civil::Date, tz::Offset};
use medilink_kernel::{AppointmentId, DoctorId, Instant, InvalidId, TenantId};
use medilink_records::{Appointment, visits::REFERENCE as PREFIX};
use serde::de::{Error, IgnoredAny, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// Where an appointment of a patient is, and the time it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct VisitRef {
    /// The practice.
    pub tenant: TenantId,
    /// The doctor.
    pub doctor: DoctorId,
    /// The time.
    pub held: Held,
}

impl VisitRef {
    /// The reference to an appointment of this practice.
    pub fn to(tenant: TenantId, appointment: &Appointment) -> Result<Self, OffGrid> {
        Ok(Self { tenant, doctor: appointment.doctor_id, held: Held::by(appointment)? })
    }

    /// The attribute of the day that refers to this appointment.
    pub fn attribute(id: AppointmentId) -> String {
        format!("{PREFIX}{}", id.bare())
    }

    /// The UTC date on which the appointment begins.
    pub fn date(&self) -> Date {
        utc_date(self.held.slot.start())
    }
}

/// The UTC date of an instant.
pub fn utc_date(at: Instant) -> Date {
    Offset::UTC.to_datetime(at.timestamp()).date()
}

impl fmt::Display for VisitRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (slot, moves) = (self.held.slot, self.held.moves);
        let (tenant, doctor) = (self.tenant.bare(), self.doctor.bare());
        write!(f, "{tenant}|{doctor}|{}|{}|{moves}", slot.start().seconds(), slot.end().seconds())
    }
}

/// The text is no reference.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a reference to an appointment")]
pub struct InvalidRef;

impl From<InvalidId> for InvalidRef {
    fn from(_: InvalidId) -> Self {
        Self
    }
}

impl std::str::FromStr for VisitRef {
    type Err = InvalidRef;
    fn from_str(text: &str) -> Result<Self, InvalidRef> {
        let parts: Vec<&str> = text.split('|').collect();
        let &[tenant, doctor, start, end, moves] = parts.as_slice() else { return Err(InvalidRef) };
        let instant = |text: &str| -> Option<Instant> { Some(Timestamp::from_second(text.parse().ok()?).ok()?.into()) };
        let (start, end) = instant(start).zip(instant(end)).ok_or(InvalidRef)?;
        let slot = Slot::new(start, end).map_err(|_| InvalidRef)?;
        let held = Held { slot, moves: moves.parse().map_err(|_| InvalidRef)? };
        Ok(Self { tenant: TenantId::from_bare(tenant)?, doctor: DoctorId::from_bare(doctor)?, held })
    }
}

impl Serialize for VisitRef {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A patient's day as listing and finding read it.
#[derive(Debug, Deserialize)]
pub struct PatientDay {
    /// Its sort key.
    pub sk: String,
    /// Its references: also those of appointments that began their life here and have moved away.
    #[serde(flatten, deserialize_with = "references")]
    pub visits: Vec<(AppointmentId, VisitRef)>,
}

fn references<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<(AppointmentId, VisitRef)>, D::Error> {
    deserializer.deserialize_map(References)
}

struct References;

impl<'de> Visitor<'de> for References {
    type Value = Vec<(AppointmentId, VisitRef)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the attributes of a patient's day")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut visits = Vec::new();
        while let Some(name) = map.next_key::<String>()? {
            match name.strip_prefix(PREFIX) {
                Some(id) => {
                    let id = AppointmentId::from_bare(id).map_err(A::Error::custom)?;
                    visits.push((id, map.next_value::<String>()?.parse().map_err(A::Error::custom)?));
                }
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(visits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::SeededEntropy;
    use serde_json::json;

    #[test]
    fn a_day_gives_its_references() {
        let at = |second| Instant::new(Timestamp::from_second(second).unwrap());
        let (entropy, now) = (SeededEntropy::new(3), at(1_700_000_000).timestamp());
        let held = Held { slot: Slot::new(at(1_900_000_200), at(1_900_002_000)).unwrap(), moves: 2 };
        let visit = VisitRef { tenant: TenantId::new(now, &entropy), doctor: DoctorId::new(now, &entropy), held };
        let id = AppointmentId::new(now, &entropy);
        let day = json!({"pk": "P#x#", "sk": "DAY#2030-03-17", "busy": [1, 2], VisitRef::attribute(id): visit});
        let day: PatientDay = serde_json::from_value(day).unwrap();
        assert_eq!(day.visits, [(id, visit)]);
        assert_eq!(visit.date().to_string(), "2030-03-17");
        let told: medilink_records::visits::Day =
            serde_json::from_value(json!({"sk": "DAY#2030-03-17", VisitRef::attribute(id): visit})).unwrap();
        assert_eq!(told.doctors().collect::<Vec<_>>(), [visit.doctor]);
        assert_eq!(told.tenants().collect::<Vec<_>>(), [visit.tenant]);
        let begun = told.visits().map(|told| (told.appointment, told.tenant, told.start)).collect::<Vec<_>>();
        assert_eq!(begun, [(id, visit.tenant, visit.held.slot.start())]);
        let moved: medilink_records::visits::Day =
            serde_json::from_value(json!({"sk": "DAY#2030-03-18", VisitRef::attribute(id): visit})).unwrap();
        assert_eq!(moved.visits().count(), 0);
        for bad in ["", "x|y|1|2|3", &visit.to_string()[1..], &format!("{visit}|")] {
            assert_eq!(bad.parse::<VisitRef>(), Err(InvalidRef), "{bad}");
        }
    }
}
