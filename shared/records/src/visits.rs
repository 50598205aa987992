//! Which doctors a patient's days refer to.

use crate::patient_partition;
use medilink_kernel::{DoctorId, TenantId, UserId};
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

impl Day {
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
