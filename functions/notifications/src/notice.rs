//! One thing that one person is to be told.

use crate::kind::Kind;
use jiff::Timestamp;
use medilink_kernel::{
    AppointmentId, ConversationId, Instant, NotificationId, PrescriptionId, RegistrationId, TenantId, UserId,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// What there is to tell.
#[derive(Debug, Clone)]
pub(crate) struct Notice {
    /// Whom.
    pub to: UserId,
    /// What.
    pub kind: Kind,
    /// What caused it, in words that no other cause has: however often and by whatever way it comes, it is one notice.
    pub cause: String,
    /// When that was.
    pub at: Timestamp,
    /// From when nobody needs to hear of it outside the list.
    pub until: Timestamp,
    /// What it is about.
    pub about: About,
    /// What its text tells.
    pub facts: Facts,
    /// What has to be true still when it was held back for a while.
    pub ground: Option<Ground>,
}

/// What a notification is about: where a client leads its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", content = "id", rename_all = "snake_case")]
#[schemars(rename = "NotificationAbout")]
pub enum About {
    /// The own registration.
    Registration(RegistrationId),
    /// An appointment.
    Appointment(AppointmentId),
    /// A prescription.
    Prescription(PrescriptionId),
    /// A conversation.
    Conversation(ConversationId),
}

/// What texts are filled with.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Facts {
    /// The other one's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<Who>,
    /// The start of an appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<Instant>,
    /// Where it was before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<Instant>,
    /// The IANA zone of both.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Why, in somebody's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// A name in a text message may be no longer: whoever chooses a name chooses what others pay for.
const SHORT_NAME: usize = 30;

impl Facts {
    /// The same for a text message.
    pub(crate) fn with_short_names(&self) -> Self {
        let short = |name: &String| match name.char_indices().nth(SHORT_NAME) {
            Some((end, _)) => format!("{}…", name[..end].trim_end()),
            None => name.clone(),
        };
        let who = self.who.as_ref().map(|who| match who {
            Who::Doctor(name) => Who::Doctor(short(name)),
            Who::Other(name) => Who::Other(short(name)),
        });
        Self { who, ..self.clone() }
    }
}

/// A name, and how people of its kind are spoken of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", content = "name", rename_all = "snake_case")]
pub(crate) enum Who {
    /// A doctor.
    Doctor(String),
    /// Anybody else, or a pharmacy.
    Other(String),
}

/// What makes a notice worth telling later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub(crate) enum Ground {
    /// The appointment stands as the notice says.
    Appointment {
        /// In whose calendar.
        tenant: TenantId,
        /// Which one.
        appointment: AppointmentId,
    },
    /// Nothing has happened to the prescription since.
    Prescription {
        /// Of which practice.
        tenant: TenantId,
        /// Which one.
        prescription: PrescriptionId,
    },
    /// The message is unread.
    Message {
        /// Where.
        conversation: ConversationId,
        /// Who wrote it.
        from: UserId,
        /// Its place.
        number: u64,
    },
}

impl Notice {
    /// The notice's id: by time, and the same for the same person and cause.
    pub fn id(&self) -> NotificationId {
        let mut hash = Sha256::new();
        hash.update(self.to.as_u128().to_be_bytes());
        hash.update(self.kind.as_str());
        hash.update([0]);
        hash.update(&self.cause);
        let hash: [u8; 32] = hash.finalize().into();
        let mut low = [0; 16];
        low[6..].copy_from_slice(&hash[..10]);
        let millis = u128::try_from(self.at.as_millisecond()).unwrap_or(0) & ((1 << 48) - 1);
        NotificationId::from_u128((millis << 80) | u128::from_be_bytes(low))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_text_messages_are_short() {
        let facts = |name: &str| Facts { who: Some(Who::Doctor(name.into())), ..Facts::default() };
        assert_eq!(facts("Samir Kaci").with_short_names(), facts("Samir Kaci"));
        let long = facts(&"ش".repeat(160)).with_short_names();
        assert_eq!(long, facts(&format!("{}…", "ش".repeat(30))));
    }

    #[test]
    fn a_cause_is_one_notice_a_person() {
        let notice = |to: u128, kind, cause: &str| Notice {
            to: UserId::from_u128(to),
            kind,
            cause: cause.into(),
            at: Timestamp::from_second(1_800_000_000).unwrap(),
            until: Timestamp::MAX,
            about: About::Conversation(ConversationId::from_u128(1)),
            facts: Facts::default(),
            ground: None,
        };
        let id = notice(1, Kind::MessageWaiting, "a").id();
        assert_eq!(id, notice(1, Kind::MessageWaiting, "a").id());
        for other in [
            notice(2, Kind::MessageWaiting, "a"),
            notice(1, Kind::MessageUrgent, "a"),
            notice(1, Kind::MessageWaiting, "b"),
        ] {
            assert_ne!(id, other.id());
        }
        let later =
            Notice { at: Timestamp::from_second(1_800_000_001).unwrap(), ..notice(1, Kind::MessageWaiting, "a") };
        assert!(id < later.id());
    }
}
