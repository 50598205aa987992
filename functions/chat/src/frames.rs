//! Frames to clients.

use crate::{images::ImageView, records::MessageRecord};
use medilink_kernel::{ConversationId, Instant, MessageId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

/// A message, as both sides see it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MessageView {
    /// The message.
    pub message_id: MessageId,
    /// Where it stands.
    pub conversation_id: ConversationId,
    /// Its place there, from 1 on, without gaps: a client that misses one asks for it.
    pub number: u64,
    /// Who wrote it.
    pub from: UserId,
    /// What the writer's client called it.
    pub client_id: String,
    /// The words; empty where there is only an image.
    pub text: String,
    /// The image, where there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<ImageView>,
    /// Whether it asks to be seen at once.
    pub urgent: bool,
    /// When the platform took it.
    pub sent_at: Instant,
}

impl MessageView {
    pub(crate) fn new(conversation: ConversationId, message: MessageRecord) -> Self {
        Self {
            message_id: message.message_id,
            conversation_id: conversation,
            number: message.number,
            from: message.from,
            client_id: message.client_id.into_string(),
            text: message.text.into_string(),
            image: message.image,
            urgent: message.urgent,
            sent_at: message.sent_at,
        }
    }
}

/// What is sent to a socket.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Frame {
    /// The platform has the message for good.
    Ack {
        /// What the client called it.
        client_id: String,
        /// What it is called from now on.
        message_id: MessageId,
        /// Where it stands.
        conversation_id: ConversationId,
        /// Its place there.
        number: u64,
        /// When the platform took it.
        sent_at: Instant,
    },
    /// Somebody wrote.
    Message(MessageView),
    /// The other one is writing.
    Typing {
        /// Where.
        conversation_id: ConversationId,
        /// Who.
        from: UserId,
    },
    /// Everything up to a message has arrived, or was read.
    Receipt {
        /// Where.
        conversation_id: ConversationId,
        /// The last of them.
        message_id: MessageId,
        /// Its place.
        number: u64,
        /// By whom.
        by: UserId,
        /// Which of the two.
        what: Receipt,
    },
}

/// What became of a message at its reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Receipt {
    /// A client of theirs has it.
    Delivered,
    /// They have seen it.
    Read,
}

impl Frame {
    /// Its bytes.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        // A frame of ours is always JSON.
        serde_json::to_vec(self).unwrap_or_default()
    }
}
