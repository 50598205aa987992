use jiff::Timestamp;
use medilink_kernel::{ConversationId, Instant, MessageId, PrescriptionId, Role, Text, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// One of the two who talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Member {
    /// Who.
    pub user_id: UserId,
    /// What they are.
    pub role: Role,
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
}

/// What never changes of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConversationRecord {
    /// Which one.
    pub conversation_id: ConversationId,
    /// Who talks.
    pub members: [Member; 2],
    /// What it is about, between a doctor and a pharmacist.
    pub prescription_id: Option<PrescriptionId>,
    /// Since when.
    pub created_at: Instant,
}

/// What others may know of a message: all but its content.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MessageTrace {
    /// Which one.
    pub message_id: MessageId,
    /// Its place, from 1 on.
    pub number: u64,
    /// Who wrote it.
    pub from: UserId,
    /// Whether it asks to be seen at once.
    #[serde(default)]
    pub urgent: bool,
    /// When.
    pub sent_at: Instant,
}

/// How far one of the two has come.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub struct Progress {
    /// The number up to which messages have arrived.
    #[serde(default)]
    pub received: u64,
    /// The number up to which they were read.
    #[serde(default)]
    pub read: u64,
}

impl ConversationRecord {
    /// Which of the two a person is; `None` for anybody else.
    pub fn place(&self, user: UserId) -> Option<usize> {
        self.members.iter().position(|member| member.user_id == user)
    }

    /// The other one.
    pub fn other(&self, user: UserId) -> Option<&Member> {
        Some(&self.members[1 - self.place(user)?])
    }
}

/// What the sort keys of messages begin with.
pub const MESSAGE: &str = "M#";

fn partition(id: ConversationId) -> String {
    format!("CNV#{}", id.bare())
}

/// Where lies what never changes of a conversation.
pub fn conversation_key(id: ConversationId) -> Key {
    Key::new(partition(id), "HEAD")
}

/// The conversation that a partition holds.
pub fn read_conversation_partition(pk: &str) -> Option<ConversationId> {
    ConversationId::from_bare(pk.strip_prefix("CNV#")?).ok()
}

/// Where messages of a conversation lie: by number.
pub fn message_key(id: ConversationId, number: u64) -> Key {
    Key::new(partition(id), format!("{MESSAGE}{number:020}"))
}

/// The partition of a person's conversations, and of the index that has them by the time of their last message.
pub fn inbox_partition(user: UserId) -> String {
    format!("INBOX#{}", user.bare())
}

/// Where a person's own view of a conversation lies.
pub fn inbox_key(user: UserId, conversation: ConversationId, other: UserId) -> Key {
    Key::new(inbox_partition(user), format!("{}#{}", conversation.bare(), other.bare()))
}

/// What the key of a view says: the conversation and the other one.
pub fn read_inbox_key(key: &Key) -> Option<(ConversationId, UserId)> {
    let (conversation, other) = key.sk.split_once('#')?;
    Some((ConversationId::from_bare(conversation).ok()?, UserId::from_bare(other).ok()?))
}

/// How the time of the last message sorts a conversation in a list, to within five minutes: within those a list is put
/// in order as it is read, so that not every message has to move its conversation.
pub fn inbox_position(at: Timestamp) -> String {
    format!("{:020}", at.as_second().max(0).div_euclid(300))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_key_of_a_view_reads_back() {
        let (user, other, id) = (UserId::from_u128(1), UserId::from_u128(2), ConversationId::from_u128(3));
        assert_eq!(read_inbox_key(&inbox_key(user, id, other)), Some((id, other)));
    }

    #[test]
    fn lists_sort_by_time() {
        let at = |second| inbox_position(Timestamp::from_second(second).unwrap());
        assert_eq!(at(0), at(299));
        assert!(at(299) < at(300) && at(999_999_999) < at(1_000_000_200));
    }

    #[test]
    fn messages_sort_by_number_and_lead_back_to_their_conversation() {
        let id = ConversationId::from_u128(3);
        assert!(message_key(id, 9).sk < message_key(id, 10).sk);
        assert_eq!(read_conversation_partition(&message_key(id, 1).pk), Some(id));
        assert_eq!(read_conversation_partition("CNV#x"), None);
    }
}
