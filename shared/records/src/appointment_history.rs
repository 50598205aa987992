//! The history of an appointment in its item: one attribute a step, named so that names sort by time.

use crate::Change;
use serde::de::{IgnoredAny, MapAccess, Visitor};
use serde::{Deserializer, Serializer};
use std::collections::BTreeMap;

const PREFIX: &str = "h_";

/// The name of a step's attribute.
pub(crate) fn attribute(micros: i64, change: &Change) -> String {
    format!("{PREFIX}{micros:018}_{}", change.status.as_str())
}

pub(crate) fn serialize<S: Serializer>(history: &[Change], serializer: S) -> Result<S::Ok, S::Error> {
    // Counting microseconds keeps the order of steps within one second.
    let named =
        history.iter().zip(0..).map(|(change, n)| (attribute(change.at.seconds() * 1_000_000 + n, change), change));
    serializer.collect_map(named)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Change>, D::Error> {
    deserializer.deserialize_map(Steps)
}

struct Steps;

impl<'de> Visitor<'de> for Steps {
    type Value = Vec<Change>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the attributes of an appointment")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut steps = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            if name.starts_with(PREFIX) {
                steps.insert(name, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(steps.into_values().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::appointment_state::{Side, Status};
    use crate::{Appointment, AppointmentPlace};
    use jiff::Timestamp;
    use medilink_kernel::{DoctorId, Instant, SeededEntropy, UserId};

    #[test]
    fn history_is_kept_by_attributes_in_order() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let entropy = SeededEntropy::new(1);
        let start = Instant::new(at(1_900_000_000));
        let history = vec![
            Change::new(at(1_800_000_000), Status::Requested, Side::Patient),
            Change::new(at(1_800_000_000), Status::Cancelled, Side::Practice),
            Change { late: true, ..Change::new(at(1_800_000_001), Status::Arrived, Side::Practice) },
        ];
        let appointment = Appointment {
            appointment_id: AppointmentPlace::book(start, &entropy).id,
            doctor_id: DoctorId::new(at(0), &entropy),
            patient_id: UserId::new(at(0), &entropy),
            patient: None,
            start,
            end: start,
            reason: None,
            status: Status::Requested,
            consultation_id: None,
            moves: 3,
            history,
        };
        let mut stored = serde_json::to_value(&appointment).unwrap();
        assert!(stored["h_001800000000000000_requested"].is_object(), "{stored}");
        // What else stands in an item is no step.
        stored["pk"] = "APT".into();
        assert_eq!(serde_json::from_value::<Appointment>(stored).unwrap(), appointment);
    }
}
