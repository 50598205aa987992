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
pub(crate) use medilink_records::{
    ConversationRecord, Member, conversation_key, inbox_key as entry_key, inbox_partition as list_partition,
    inbox_position, message_key, read_inbox_key as read_entry_key,
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

pub(crate) fn sent_key(id: ConversationId, from: UserId, client_id: &ClientId) -> Key {
    Key::only(format!("SENT#{}#{}#{}", id.bare(), from.bare(), client_id.as_str()))
}

pub(crate) fn image_key(id: ImageId) -> Key {
    Key::only(format!("IMG#{}", id.bare()))
}

/// Where it is counted what images somebody may send.
pub(crate) fn promises_key(user: UserId) -> Key {
    Key::only(format!("IMGS#{}", user.bare()))
}

/// Where in the object store the bytes of an image arrive.
pub(crate) fn arrival_place(id: ImageId) -> String {
    format!("{ARRIVALS}images/{}", id.bare())
}

/// Where clients get the picture from.
pub(crate) fn picture_place(conversation: ConversationId, id: ImageId) -> String {
    format!("images/{}/{}", conversation.bare(), id.bare())
}

/// How a conversation sorts in a list.
pub(crate) fn list_position(at: Timestamp, conversation: ConversationId) -> String {
    format!("{}#{}", inbox_position(at), conversation.bare())
}
