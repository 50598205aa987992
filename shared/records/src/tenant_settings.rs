use medilink_kernel::{Currency, Language};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// What a tenant may set for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantSettings {
    /// The IANA zone of its wall clock.
    pub time_zone: String,
    /// What it charges in.
    pub currency: Currency,
    /// The language of its papers.
    pub language: Language,
    /// When patients are reminded of their appointments.
    #[serde(default)]
    pub reminders: ReminderChoice,
}

/// When a practice has its patients reminded of an appointment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReminderChoice {
    /// 24 hours before.
    pub day_before: bool,
    /// One hour before.
    pub hour_before: bool,
}

impl Default for ReminderChoice {
    fn default() -> Self {
        Self { day_before: true, hour_before: true }
    }
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            time_zone: "Africa/Algiers".into(),
            currency: Currency::DZD,
            language: Language::Fr,
            reminders: ReminderChoice::default(),
        }
    }
}

impl TenantSettings {
    /// Where they are, in every keyspace.
    pub fn key() -> Key {
        Key::only("SETTINGS")
    }
}
