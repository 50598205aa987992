use crate::AccessEntry;
use medilink_kernel::{AccessId, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// A line of what a patient reads of their own record: an entry with the names that were known then.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OpenedLine {
    /// The entry.
    #[serde(flatten)]
    pub entry: AccessEntry,
    /// Who it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The name of the practice or pharmacy where they work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<String>,
    /// What is unusual about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unusual: Vec<Unusual>,
    /// Whether the patient is told of it: once a day of the same practice.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub told: bool,
}

/// Why an entry stands out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unusual {
    /// The patient has, and lately had, no appointment in this practice.
    NoRecentAppointment,
    /// The same person has opened many people's records in a short time.
    ManyRecords,
}

/// The partition of what was opened of a patient's record.
pub fn opened_partition(patient: UserId) -> String {
    format!("OPENED#{}", patient.bare())
}

/// Where a line of it lies.
pub fn opened_key(patient: UserId, id: AccessId) -> Key {
    Key::new(opened_partition(patient), id.bare())
}

/// Whose record a partition tells of.
pub fn read_opened_partition(pk: &str) -> Option<UserId> {
    UserId::from_bare(pk.strip_prefix("OPENED#")?).ok()
}
