//! Keys and items of this domain; nothing else formats them.

use crate::{
    images::ImageView,
    picture::{Flaw, ImageType},
};
use jiff::Timestamp;
use medilink_blobs::ARRIVALS;
use medilink_kernel::{
    ConversationId, Email, ImageId, Instant, Lines, MessageId, PrescriptionId, Role, SessionId, Sha256Hex, TenantId,
    Text, UserId,
};
use medilink_store::{Condition, Key};
use serde::{Deserialize, Serialize};

/// What somebody writes; nothing beside an image.
pub type Words = Lines<0, 4000>;
/// A name that a client gives its message, so that it can be sent again without being doubled.
pub type ClientId = Text<1, 100>;

/// A right to open one socket.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TicketRecord {
    pub user_id: UserId,
    pub session_id: SessionId,
    pub role: Role,
    pub tenant_id: Option<TenantId>,
    pub doctor_id: Option<medilink_kernel::DoctorId>,
    /// Leads to the credentials.
    pub email: Email,
    /// Those credentials' generation: under a later one the ticket is void.
    pub generation: u32,
    pub expires_at: Instant,
    pub ttl: i64,
}

impl TicketRecord {
    /// That the account is open, and its password, second factor, role and tenant are those of the ticket.
    pub(crate) fn still_holds(&self) -> Condition {
        Condition::default()
            .equals("generation", self.generation)
            .compare("disabled", "<>", true)
            .equals("role", self.role)
            .absent_or("tenantId", "=", self.tenant_id)
            .absent_or("doctorId", "=", self.doctor_id)
    }
}

/// One socket of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct LinkRecord {
    /// The sort key: the connection.
    #[serde(rename = "sk", skip_serializing)]
    pub connection: String,
    pub session_id: SessionId,
    /// Where the person works.
    pub tenant_id: Option<TenantId>,
    pub ttl: i64,
}

/// A socket among those of a tenant's people. An item of its own, for an index may be a moment late, and a moment is all
/// that suspension takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TenantLinkRecord {
    /// The sort key: the connection.
    #[serde(rename = "sk", skip_serializing)]
    pub connection: String,
    pub user_id: UserId,
    pub ttl: i64,
}

/// One of the two who talk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Member {
    pub user_id: UserId,
    pub role: Role,
    pub first_name: Text<1, 80>,
    pub last_name: Text<1, 80>,
}

/// What never changes of a conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ConversationRecord {
    pub conversation_id: ConversationId,
    pub members: [Member; 2],
    /// What it is about, between a doctor and a pharmacist.
    pub prescription_id: Option<PrescriptionId>,
    pub created_at: Instant,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MessageRecord {
    pub message_id: MessageId,
    /// Its place in the conversation, from 1 on, without gaps.
    pub number: u64,
    pub from: UserId,
    pub client_id: ClientId,
    pub text: Words,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageView>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub urgent: bool,
    pub sent_at: Instant,
    /// How many messages each member had written up to and with this one, in the order of the members.
    pub written: [u64; 2],
}

/// An image: promised, then either a picture or found to be flawed, for good.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ImageRecord {
    pub image_id: ImageId,
    /// The only conversation that it can be shown in.
    pub conversation_id: ConversationId,
    pub from: UserId,
    pub content_type: ImageType,
    /// The promised length and hash.
    pub size: u64,
    pub sha256: Sha256Hex,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<Picture>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flaw: Option<Flaw>,
    /// When it goes, unless a message shows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ttl: Option<i64>,
}

/// What an image has become without all that does not belong to the picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Picture {
    pub width: u32,
    pub height: u32,
    pub size: u64,
}

/// That a message with this client's name is under way, or written.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SentRecord {
    /// The last number when it was first tried: the message, where there is one, comes after it.
    pub after: u64,
}

/// A conversation in one person's list.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EntryRecord {
    pub conversation_id: ConversationId,
    /// The other one, and which of the two members that is.
    pub with: Member,
    pub with_place: usize,
    pub prescription_id: Option<PrescriptionId>,
    /// The number up to which the messages have arrived here.
    #[serde(default)]
    pub received: u64,
    /// The number up to which they were read.
    #[serde(default)]
    pub read: u64,
    /// How many messages of the other were among those.
    #[serde(default)]
    pub read_of_other: u64,
    pub gsi1pk: String,
    pub gsi1sk: String,
}

pub(crate) fn ticket_key(hash: &str) -> Key {
    Key::only(format!("TICKET#{hash}"))
}

/// The partition of a person's sockets.
pub(crate) fn links_partition(user: UserId) -> String {
    format!("LINK#{}", user.bare())
}

pub(crate) fn link_key(user: UserId, connection: &str) -> Key {
    Key::new(links_partition(user), connection)
}

/// The partition of the sockets of a tenant's people.
pub(crate) fn tenant_links(tenant: TenantId) -> String {
    format!("TLINK#{}", tenant.bare())
}

pub(crate) fn tenant_link_key(tenant: TenantId, connection: &str) -> Key {
    Key::new(tenant_links(tenant), connection)
}

fn conversation_partition(id: ConversationId) -> String {
    format!("CNV#{}", id.bare())
}

pub(crate) fn conversation_key(id: ConversationId) -> Key {
    Key::new(conversation_partition(id), "HEAD")
}

/// Where messages of a conversation lie: by number.
pub(crate) fn message_key(id: ConversationId, number: u64) -> Key {
    Key::new(conversation_partition(id), format!("M#{number:020}"))
}

pub(crate) fn sent_key(id: ConversationId, from: UserId, client_id: &ClientId) -> Key {
    Key::only(format!("SENT#{}#{}#{}", id.bare(), from.bare(), client_id.as_str()))
}

pub(crate) fn image_key(id: ImageId) -> Key {
    Key::only(format!("IMG#{}", id.bare()))
}

/// Where in the object store the bytes of an image arrive.
pub(crate) fn arrival_place(id: ImageId) -> String {
    format!("{ARRIVALS}images/{}", id.bare())
}

/// Where clients get the picture from.
pub(crate) fn picture_place(conversation: ConversationId, id: ImageId) -> String {
    format!("images/{}/{}", conversation.bare(), id.bare())
}

/// The partition of a person's conversations, and of the index that has them by the time of their last message.
pub(crate) fn list_partition(user: UserId) -> String {
    format!("INBOX#{}", user.bare())
}

pub(crate) fn entry_key(user: UserId, conversation: ConversationId, other: UserId) -> Key {
    Key::new(list_partition(user), format!("{}#{}", conversation.bare(), other.bare()))
}

/// What an entry's key says: the conversation and the other one.
pub(crate) fn read_entry_key(key: &Key) -> Option<(ConversationId, UserId)> {
    let (conversation, other) = key.sk.split_once('#')?;
    Some((ConversationId::from_bare(conversation).ok()?, UserId::from_bare(other).ok()?))
}

/// How the last message's time sorts a conversation in a list, to within five minutes: within those a list is put in
/// order as it is read, so that not every message has to move its conversation.
pub(crate) fn list_position(at: Timestamp, conversation: ConversationId) -> String {
    format!("{:020}#{}", at.as_second().div_euclid(300), conversation.bare())
}

impl ConversationRecord {
    /// Which of the two a person is; `None` for anybody else.
    pub(crate) fn place(&self, user: UserId) -> Option<usize> {
        self.members.iter().position(|member| member.user_id == user)
    }

    /// The other one.
    pub(crate) fn other(&self, user: UserId) -> Option<&Member> {
        Some(&self.members[1 - self.place(user)?])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_s_key_reads_back() {
        let (user, other, id) = (UserId::from_u128(1), UserId::from_u128(2), ConversationId::from_u128(3));
        assert_eq!(read_entry_key(&entry_key(user, id, other)), Some((id, other)));
    }

    #[test]
    fn messages_sort_by_number_and_lists_by_time() {
        let id = ConversationId::from_u128(3);
        assert!(message_key(id, 9).sk < message_key(id, 10).sk);
        let at = |second| list_position(Timestamp::from_second(second).unwrap(), id);
        assert_eq!(at(0), at(299));
        assert!(at(299) < at(300) && at(999_999_999) < at(1_000_000_200));
    }
}
