//! What a patient's days refer to.

use crate::patient_partition;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use medilink_kernel::{AppointmentId, DoctorId, Instant, TenantId, UserId};
use medilink_store::Query;
use serde::Deserialize;
use serde_json::{Map, Value};

/// What the sort keys of a patient's days begin with.
pub const PATIENT_DAY: &str = "DAY#";
/// What the attributes of a day that refer to appointments begin with.
pub const REFERENCE: &str = "a_";

/// All days of a patient on which there is, or was, an appointment.
pub fn days(patient: UserId) -> Query {
    Query::partition(patient_partition(patient)).begins(PATIENT_DAY)
}

/// A patient's day, as far as it says with whom there are appointments.
#[derive(Debug, Deserialize)]
pub struct Day {
    #[serde(flatten)]
    attributes: Map<String, Value>,
}

/// An appointment that a day refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visit {
    /// Which one.
    pub appointment: AppointmentId,
    /// In which practice.
    pub tenant: TenantId,
    /// When it begins.
    pub start: Instant,
}

impl Day {
    /// Its date in UTC.
    pub fn date(&self) -> Option<Date> {
        self.attributes.get("sk")?.as_str()?.strip_prefix(PATIENT_DAY)?.parse().ok()
    }

    /// The appointments that begin on it: one that has moved away is on another day.
    pub fn visits(&self) -> impl Iterator<Item = Visit> {
        let date = self.date();
        let visit = |(name, text): (&String, &Value)| {
            let mut parts = text.as_str()?.split('|');
            let (tenant, start) = (TenantId::from_bare(parts.next()?).ok()?, parts.nth(1)?.parse().ok()?);
            let appointment = AppointmentId::from_bare(name.strip_prefix(REFERENCE)?).ok()?;
            Some(Visit { appointment, tenant, start: Timestamp::from_second(start).ok()?.into() })
        };
        let begins = move |visit: &Visit| Some(visit.start.timestamp().to_zoned(TimeZone::UTC).date()) == date;
        self.attributes.iter().filter_map(visit).filter(begins)
    }

    /// The doctors.
    pub fn doctors(&self) -> impl Iterator<Item = DoctorId> {
        self.references().filter_map(|text| DoctorId::from_bare(text.split('|').nth(1)?).ok())
    }

    /// The practices.
    pub fn tenants(&self) -> impl Iterator<Item = TenantId> {
        self.references().filter_map(|text| TenantId::from_bare(text.split('|').next()?).ok())
    }

    fn references(&self) -> impl Iterator<Item = &str> {
        let references = self.attributes.iter().filter(|(name, _)| name.starts_with(REFERENCE));
        references.filter_map(|(_, text)| text.as_str())
    }
}
