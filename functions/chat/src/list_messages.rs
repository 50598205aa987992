//! The messages of a conversation, newest first; since a message, to catch up.

use crate::{
    conversation,
    frames::MessageView,
    ids,
    records::{MessageRecord, message_key},
    standing,
};
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, Operation, Reply};
use medilink_kernel::{ConversationId, MessageId, Opaque};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/conversations/{id}/messages`.
pub struct ListMessages;

/// Which conversation.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ConversationPath {
    /// The conversation.
    id: ConversationId,
}

/// Which messages.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MessagesQuery {
    /// Only those after this one.
    #[serde(default)]
    since: Option<MessageId>,
    /// How many.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    #[serde(default)]
    cursor: Option<Opaque<2048>>,
}

impl Operation for ListMessages {
    const SPEC: Spec = Spec::http(
        "chat.list_messages",
        Method::Get,
        "/v1/conversations/{id}/messages",
        "The messages of a conversation, newest first",
    )
    .grants(&[
        Grant::platform("CNV#", &[Action::GetItem, Action::Query]),
        Grant::platform("TENANT#", &[Action::GetItem]),
    ])
    .refusals(&[codes::TENANT_NOT_ACTIVE]);
    type Path = ConversationPath;
    type Query = MessagesQuery;
    type Body = NoBody;
    type Output = List<MessageView>;

    async fn run(
        ctx: &Ctx,
        Input { path, query, .. }: Input<ConversationPath, MessagesQuery, NoBody>,
    ) -> Result<Reply<List<MessageView>>, Failure> {
        let known = match query.since {
            Some(since) => ids::number(path.id, since).ok_or_else(Refusal::not_found)?,
            None => 0,
        };
        let (first, last) = (message_key(path.id, known.saturating_add(1)), message_key(path.id, u64::MAX));
        let messages = Query::partition(first.pk).between(first.sk, last.sk).newest_first();
        let messages = messages.limit(query.limit.get()).after(ctx.position(query.cursor.as_ref())?);
        let page = async { Ok(ctx.store().query::<MessageRecord>(messages).await?) };
        let (conversation, page, ()) =
            futures::try_join!(conversation::own(ctx, path.id), page, standing::active(ctx))?;
        conversation.ok_or_else(Refusal::not_found)?;
        let items = page.items.into_iter().map(|message| MessageView::new(path.id, message)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
