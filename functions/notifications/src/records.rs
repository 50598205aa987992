//! Keys and items of this domain; nothing else formats them.

use crate::{
    kind::Kind,
    notice::{About, Facts, Ground, Notice},
    preferences::Channel,
};
use jiff::{SignedDuration, Timestamp};
use medilink_kernel::{AppointmentId, Instant, NotificationId, SessionId, SubscriptionId, TenantId, UserId};
pub(crate) use medilink_records::due_position;
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// How long a notification stays in its reader's list.
const KEPT: SignedDuration = SignedDuration::from_hours(180 * 24);
/// Partitions of the index of what is due: a busy minute writes to all of them.
pub(crate) const DUE_SHARDS: u8 = 4;

/// A notification in its reader's list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoticeRecord {
    pub notification_id: NotificationId,
    pub user_id: UserId,
    pub kind: Kind,
    pub about: About,
    pub facts: Facts,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Ground>,
    /// When its cause was.
    pub at: Instant,
    /// When it came into the list, in milliseconds since 1970: later than all that came before.
    pub arrived: i64,
    /// From when nobody needs to hear of it outside the list.
    pub until: Instant,
    /// Until when its reader wants to be left alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_until: Option<Instant>,
    /// When that was over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub released_at: Option<Instant>,
    /// When it was read by itself; see also [`crate::preferences::Preferences::read_up_to`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Instant>,
    /// When each channel had it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shown_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    emailed_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    texted_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pushed_at: Option<Instant>,
    /// The browsers that have had it, while others have not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub pushed_to: Vec<SubscriptionId>,
    /// The index of what is unread; none once it is read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1pk: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    gsi1sk: Option<String>,
    ttl: i64,
}

impl NoticeRecord {
    /// A notice as it comes into the list.
    pub(crate) fn new(notice: &Notice, now: Timestamp, arrived: i64, held_until: Option<Timestamp>) -> Self {
        let id = notice.id();
        Self {
            notification_id: id,
            user_id: notice.to,
            kind: notice.kind,
            about: notice.about,
            facts: notice.facts.clone(),
            ground: notice.ground,
            at: notice.at.into(),
            arrived,
            until: notice.until.into(),
            held_until: held_until.map(Instant::new),
            released_at: None,
            read_at: None,
            shown_at: None,
            emailed_at: None,
            texted_at: None,
            pushed_at: None,
            pushed_to: Vec::new(),
            gsi1pk: Some(unread_partition(notice.to)),
            gsi1sk: Some(unread_position(arrived)),
            ttl: now.saturating_add(KEPT).unwrap_or(now).as_second(),
        }
    }

    /// Whether its reader has read it: by itself, or with everything that had arrived by then.
    pub(crate) const fn is_read(&self, read_up_to: i64) -> bool {
        self.read_at.is_some() || self.arrived <= read_up_to
    }

    /// Whether a channel has had it.
    pub(crate) const fn had_by(&self, channel: Channel) -> bool {
        match channel {
            Channel::Socket => self.shown_at.is_some(),
            Channel::Email => self.emailed_at.is_some(),
            Channel::Sms => self.texted_at.is_some(),
            Channel::Push => self.pushed_at.is_some(),
        }
    }
}

/// Something that is to happen at a time.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DueRecord {
    #[serde(flatten)]
    pub what: Due,
    pub at: Instant,
    gsi1pk: String,
    gsi1sk: String,
}

/// What is to happen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub(crate) enum Due {
    /// A patient is to be reminded.
    Reminder {
        /// In whose calendar.
        tenant: TenantId,
        /// Of which appointment.
        appointment: AppointmentId,
        /// Which of the reminders.
        lead: Lead,
        /// How often the appointment had moved.
        moves: u32,
    },
    /// A notice was held back, for its reader wanted to be left alone.
    Release {
        /// Whose.
        user: UserId,
        /// Which one.
        notification: NotificationId,
    },
}

/// How long before an appointment its patient is reminded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Lead {
    /// 24 hours.
    Day,
    /// One hour.
    Hour,
}

impl Lead {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Day, Self::Hour];

    /// The name in keys.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hour => "hour",
        }
    }

    /// The time between reminder and start.
    pub(crate) const fn before(self) -> SignedDuration {
        match self {
            Self::Day => SignedDuration::from_hours(24),
            Self::Hour => SignedDuration::from_hours(1),
        }
    }

    /// How near the start may be for the reminder to make sense still: the later one takes over from the earlier.
    pub(crate) const fn latest(self) -> SignedDuration {
        match self {
            Self::Day => SignedDuration::from_hours(1),
            Self::Hour => SignedDuration::ZERO,
        }
    }
}

impl Due {
    /// Where it lies.
    pub(crate) fn key(&self) -> Key {
        match self {
            Self::Reminder { appointment, lead, .. } => reminder_key(*appointment, *lead),
            Self::Release { notification, .. } => Key::only(format!("DUE#N#{}", notification.bare())),
        }
    }

    /// The item that brings it about at a time.
    pub(crate) fn at(self, at: Timestamp) -> DueRecord {
        let pk = self.key().pk;
        let shard = pk.bytes().fold(0_u8, u8::wrapping_add) % DUE_SHARDS;
        DueRecord { what: self, at: at.into(), gsi1pk: due_partition(shard), gsi1sk: due_position(at) }
    }
}

/// Where a reminder lies.
pub(crate) fn reminder_key(appointment: AppointmentId, lead: Lead) -> Key {
    Key::only(format!("DUE#R#{}#{}", appointment.bare(), lead.as_str()))
}

/// One of the partitions of the index of what is due.
pub(crate) fn due_partition(shard: u8) -> String {
    format!("DUES#{shard}")
}

/// The partition of a person's notifications.
pub(crate) fn list_partition(user: UserId) -> String {
    format!("NTF#{}", user.bare())
}

/// Where a notification lies.
pub(crate) fn notice_key(user: UserId, id: NotificationId) -> Key {
    Key::new(list_partition(user), id.bare())
}

/// The partition of the index of what a person has not read.
pub(crate) fn unread_partition(user: UserId) -> String {
    format!("UNREAD#{}", user.bare())
}

/// How the time of arrival, in milliseconds, sorts there.
pub(crate) fn unread_position(arrived: i64) -> String {
    format!("{:020}", arrived.max(0))
}

/// Where a person's wishes lie.
pub(crate) fn preferences_key(user: UserId) -> Key {
    Key::only(format!("NTFPREF#{}", user.bare()))
}

/// A browser that takes messages in the background.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SubscriptionRecord {
    pub subscription_id: SubscriptionId,
    pub endpoint: String,
    pub p256dh: String,
    pub auth: String,
    pub created_at: Instant,
    /// The sign-in that subscribed it, and ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_id: Option<SessionId>,
    /// What the browser calls itself.
    #[serde(default)]
    pub browser: String,
}

/// Whose a browser is: the last who signed in there and subscribed.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndpointRecord {
    pub user_id: UserId,
}

/// Where it says so; a subscription is named by its browser.
pub(crate) fn endpoint_key(id: SubscriptionId) -> Key {
    Key::only(format!("ENDPOINT#{}", id.bare()))
}

/// The partition of a person's browsers.
pub(crate) fn subscriptions_partition(user: UserId) -> String {
    format!("WEBPUSH#{}", user.bare())
}

/// Where a browser's subscription lies.
pub(crate) fn subscription_key(user: UserId, id: SubscriptionId) -> Key {
    Key::new(subscriptions_partition(user), id.bare())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_due_reads_back_and_sorts_by_time() {
        let due = Due::Reminder {
            tenant: TenantId::from_u128(1),
            appointment: AppointmentId::from_u128(2),
            lead: Lead::Hour,
            moves: 3,
        };
        let at = |second| Timestamp::from_second(second).unwrap();
        let (early, late) = (due.clone().at(at(999_999_999)), due.clone().at(at(1_000_000_000)));
        assert!(early.gsi1sk < late.gsi1sk && early.gsi1pk == late.gsi1pk);
        let read: DueRecord = serde_json::from_value(serde_json::to_value(early).unwrap()).unwrap();
        assert_eq!((read.what, read.at), (due, at(999_999_999).into()));
    }
}
