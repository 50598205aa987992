//! Tells the other one that somebody is writing. Nothing is kept.

use crate::{conversation, frames::Frame};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply, Routed, links};
use medilink_kernel::ConversationId;
use medilink_operation::{Action, Grant, Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Deserialize;

/// `typing`.
pub struct Typing;

/// Where.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    #[serde(rename = "action")]
    _action: Routed,
    conversation_id: ConversationId,
}

impl Operation for Typing {
    const SPEC: Spec = Spec::socket("chat.typing", "typing", "Tells the other one that somebody is writing")
        .grants(&[
            Grant::platform("CNV#", &[Action::GetItem]),
            Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
            Grant::platform("SOCKET#", &[Action::DeleteItem]),
            Grant::platform("TLINK#", &[Action::DeleteItem]),
        ])
        .refusals(&[codes::NOT_FOUND])
        .sockets()
        .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let from = ctx.caller()?.user;
        let conversation = conversation::own(ctx, body.conversation_id).await?.ok_or_else(Refusal::not_found)?;
        let other = conversation.other(from).ok_or_else(Refusal::not_found)?.user_id;
        let frame = Frame::Typing { conversation_id: body.conversation_id, from }.bytes();
        links::post(ctx, other, &links::of(ctx, other).await?, &frame).await?;
        Ok(Reply::none())
    }
}
