//! That messages have arrived, and that they were read: kept with the reader's own entry, told to both sides.

use crate::{
    conversation,
    frames::{Frame, Receipt},
    ids,
    records::{MessageRecord, entry_key, message_key},
};
use medilink_edge::{Ctx, Failure, Nothing, Reply, Routed, links};
use medilink_kernel::{ConversationId, MessageId};
use medilink_operation::{Action, Grant, Refusal};
use medilink_store::{Condition, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// What both kinds of receipt need.
pub(crate) const GRANTS: &[Grant] = &[
    Grant::platform("CNV#", &[Action::GetItem]),
    Grant::platform("INBOX#", &[Action::UpdateItem]),
    Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
    Grant::platform("SOCKET#", &[Action::DeleteItem]),
    Grant::platform("TLINK#", &[Action::DeleteItem]),
];

/// Up to which message.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    #[serde(rename = "action")]
    _action: Routed,
    /// Where.
    conversation_id: ConversationId,
    /// The last of them.
    message_id: MessageId,
}

/// Notes a receipt; an older one than is known changes nothing.
pub(crate) async fn note(ctx: &Ctx, body: Body, what: Receipt) -> Result<Reply<Nothing>, Failure> {
    let caller = ctx.caller()?.user;
    let id = body.conversation_id;
    let conversation = conversation::own(ctx, id).await?.ok_or_else(Refusal::not_found)?;
    let number = ids::number(id, body.message_id).ok_or_else(Refusal::not_found)?;
    let place = conversation.place(caller).ok_or_else(Refusal::not_found)?;
    let other = conversation.members[1 - place].user_id;
    let message = async { Ok(ctx.store().get::<MessageRecord>(&message_key(id, number)).await?) };
    let (message, theirs, own) = futures::try_join!(message, links::of(ctx, other), links::of(ctx, caller))?;
    let message = message.ok_or_else(Refusal::not_found)?;
    let (attribute, update) = match what {
        Receipt::Delivered => ("received", Update::new()),
        Receipt::Read => ("read", Update::new().set("readOfOther", message.written[1 - place])),
    };
    let newer = Condition::item_exists().compare(attribute, "<", number);
    match ctx.store().update("entry", &entry_key(caller, id, other), update.set(attribute, number).when(newer)).await {
        Ok(_) => {}
        Err(error) if error.failed("entry") => return Ok(Reply::none()),
        Err(error) => return Err(error.into()),
    }
    let frame = Frame::Receipt { conversation_id: id, message_id: body.message_id, number, by: caller, what }.bytes();
    futures::try_join!(links::post(ctx, other, &theirs, &frame), links::post(ctx, caller, &own, &frame))?;
    Ok(Reply::none())
}
