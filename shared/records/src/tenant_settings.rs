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
    /// What is done about warnings at prescribing.
    #[serde(default)]
    pub prescribing: PrescribingChoice,
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

/// What a practice does about each kind of warning at prescribing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrescribingChoice {
    /// The product was taken back.
    pub withdrawn: OnWarning,
    /// Its registration has run out.
    pub not_renewed: OnWarning,
    /// The patient does not bear it, or others of its class.
    pub allergy: OnWarning,
    /// The patient takes the substance already.
    pub duplicate: OnWarning,
}

/// What is done about a warning.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OnWarning {
    /// The doctor answers it with a reason.
    #[default]
    Answer,
    /// It is not prescribed.
    Refuse,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self {
            time_zone: "Africa/Algiers".into(),
            currency: Currency::DZD,
            language: Language::Fr,
            reminders: ReminderChoice::default(),
            prescribing: PrescribingChoice::default(),
        }
    }
}

impl TenantSettings {
    /// Where they are, in every keyspace.
    pub fn key() -> Key {
        Key::only("SETTINGS")
    }
}
