//! A person's wishes as a client sends and reads them.

use crate::preferences::{Channels, QuietHours};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What somebody wants to hear, by which channel, and when not. The language is that of the profile (`/v1/me`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schemars(rename = "NotificationPreferences")]
pub struct Wishes {
    /// What goes by which channel.
    pub channels: Channels,
    /// When to be left alone; `null` for never.
    #[serde(default)]
    pub quiet_hours: Option<QuietHours>,
}
