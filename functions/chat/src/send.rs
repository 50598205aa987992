//! Sends a message.

use crate::{
    conversation,
    frames::{Frame, MessageView},
    opening,
    records::{ClientId, ConversationRecord, Words},
    told,
    writing::{self, Draft},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply, Routed, links};
use medilink_kernel::{ConversationId, ImageId, PrescriptionId, UserId};
use medilink_operation::{Action, Grant, Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Deserialize;
use std::sync::Arc;

/// `send`.
pub struct Send;

/// A message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    #[serde(rename = "action")]
    _action: Routed,
    /// A name of the client's own choice: sent twice it is one message.
    client_id: ClientId,
    /// To whom; or `conversationId`.
    #[serde(default)]
    to: Option<UserId>,
    /// In which conversation; or `to`.
    #[serde(default)]
    conversation_id: Option<ConversationId>,
    /// Between doctor and pharmacist: which prescription it is about; the latest that both know where none is named.
    #[serde(default)]
    prescription_id: Option<PrescriptionId>,
    /// The words; they may be left out beside an image.
    #[serde(default)]
    text: Words,
    /// An image of the caller's own for this conversation that is ready.
    #[serde(default)]
    image_id: Option<ImageId>,
    /// Whether it asks to be seen at once.
    #[serde(default)]
    urgent: bool,
}

impl Operation for Send {
    const SPEC: Spec = Spec::socket("chat.send", "send", "Sends a message")
        .grants(&[
            Grant::platform("CNV#", &[Action::GetItem, Action::Query, Action::PutItem]),
            Grant::platform("SENT#", &[Action::PutItem]),
            Grant::platform("IMG#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("INBOX#", &[Action::PutItem, Action::UpdateItem]),
            Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
            Grant::platform("SOCKET#", &[Action::DeleteItem]),
            Grant::platform("TLINK#", &[Action::DeleteItem]),
            Grant::platform("USER#", &[Action::GetItem]),
            Grant::platform("EMAIL#", &[Action::GetItem]),
            Grant::platform("P#", &[Action::Query]),
            Grant::referenced("RX", &[Action::QueryIndex]),
            Grant::referenced("RX#", &[Action::Query]),
        ])
        .refusals(&[codes::NOT_ALLOWED, codes::NOT_FOUND, codes::IMAGE_MISSING, codes::IMAGE_INVALID])
        .sockets();
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Frame;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Frame>, Failure> {
        let from = ctx.caller()?.user;
        if body.text.is_empty() && body.image_id.is_none() {
            let detail = "A text or an image is expected.";
            return Err(Refusal::field(codes::INVALID_INPUT, "/text", "empty", detail).into());
        }
        let conversation = Box::pin(find(ctx, &body)).await?;
        let (client_id, image) = (body.client_id.clone(), body.image_id);
        let draft = Draft { from, client_id, text: body.text, image, urgent: body.urgent };
        let written = Box::pin(writing::write(ctx, &conversation, &draft)).await?;
        let message = written.message;
        let ack = Frame::Ack {
            client_id: body.client_id.into_string(),
            message_id: message.message_id,
            conversation_id: conversation.conversation_id,
            number: message.number,
            sent_at: message.sent_at,
        };
        let frame = Frame::Message(MessageView::new(conversation.conversation_id, message)).bytes();
        let other = conversation.other(from).map_or(from, |other| other.user_id);
        let [theirs, own] = &written.links;
        futures::try_join!(links::post(ctx, other, theirs, &frame), links::post(ctx, from, own, &frame))?;
        told::remember(ctx, &writing::name(&conversation, &draft));
        Ok(Reply::ok(ack))
    }
}

async fn find(ctx: &Ctx, body: &Body) -> Result<Arc<ConversationRecord>, Failure> {
    match (body.to, body.conversation_id) {
        (Some(to), None) => opening::with(ctx, to, body.prescription_id).await,
        (None, Some(id)) => Ok(conversation::own(ctx, id).await?.ok_or_else(opening::not_allowed)?),
        _ => {
            let detail = "One of to and conversationId is expected.";
            Err(Refusal::field(codes::INVALID_INPUT, "/to", "required", detail).into())
        }
    }
}
