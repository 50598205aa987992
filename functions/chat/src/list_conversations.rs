//! The caller's conversations, the latest first, with what is unread.

use crate::{
    frames::MessageView,
    records::{EntryRecord, MessageRecord, entry_key, list_partition, read_entry_key},
    standing, writing,
};
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{ConversationId, Instant, PrescriptionId, Role, Text, UserId};
use medilink_operation::{Action, Grant, Method, Spec, codes};
use medilink_store::{Key, Query};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::HashMap;

/// `GET /v1/conversations`.
pub struct ListConversations;

/// A conversation, as one of the two sees it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationView {
    /// The conversation.
    conversation_id: ConversationId,
    /// The other one.
    with: With,
    /// What it is about, between a doctor and a pharmacist.
    #[serde(skip_serializing_if = "Option::is_none")]
    prescription_id: Option<PrescriptionId>,
    /// The last message.
    last_message: Option<MessageView>,
    /// How many of the other's messages were not read yet.
    unread: u64,
    /// The number up to which the caller's messages have arrived at the other one.
    delivered_up_to: u64,
    /// The number up to which the other one has read.
    read_up_to: u64,
}

/// Whom one talks to.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct With {
    user_id: UserId,
    role: Role,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
}

impl Operation for ListConversations {
    const SPEC: Spec =
        Spec::http("chat.list_conversations", Method::Get, "/v1/conversations", "The caller's conversations")
            .grants(&[
                Grant::platform("INBOX#", &[Action::QueryIndex, Action::GetItem]),
                Grant::platform("CNV#", &[Action::Query]),
                Grant::platform("TENANT#", &[Action::GetItem]),
            ])
            .refusals(&[codes::TENANT_NOT_ACTIVE]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<ConversationView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<ConversationView>>, Failure> {
        let caller = ctx.caller()?.user;
        let page = Query::index(list_partition(caller)).newest_first().limit(query.limit.get());
        let position = ctx.position(query.cursor.as_ref())?;
        let page = async { Ok(ctx.store().query_keys(page.after(position)).await?) };
        let (page, ()) = futures::try_join!(page, standing::active(ctx))?;
        let named: Vec<(ConversationId, UserId)> = page.items.iter().filter_map(read_entry_key).collect();
        let (entries, last) = futures::try_join!(
            entries(ctx, caller, &named),
            try_join_all(named.iter().map(|(id, _)| writing::last(ctx, *id)))
        )?;
        let mut items: Vec<(Option<Instant>, ConversationView)> = Vec::new();
        for ((id, other), last) in named.into_iter().zip(last) {
            let (Some(own), theirs) =
                (entries.get(&entry_key(caller, id, other)), entries.get(&entry_key(other, id, caller)))
            else {
                continue;
            };
            items.push((last.as_ref().map(|last| last.sent_at), view(own, theirs, last)));
        }
        // The index is exact to within minutes; within a page the last message decides.
        items.sort_by(|(a, _), (b, _)| b.cmp(a));
        let items = items.into_iter().map(|(_, view)| view).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}

/// The entries of both sides: at most 100 keys at once.
async fn entries(
    ctx: &Ctx,
    caller: UserId,
    named: &[(ConversationId, UserId)],
) -> Result<HashMap<Key, EntryRecord>, Failure> {
    let own: Vec<Key> = named.iter().map(|(id, other)| entry_key(caller, *id, *other)).collect();
    let theirs: Vec<Key> = named.iter().map(|(id, other)| entry_key(*other, *id, caller)).collect();
    let store = ctx.store();
    let (own, theirs) =
        futures::try_join!(store.get_many::<EntryRecord>(&own), store.get_many::<EntryRecord>(&theirs))?;
    Ok(own.into_iter().chain(theirs).collect())
}

fn view(own: &EntryRecord, theirs: Option<&EntryRecord>, last: Option<MessageRecord>) -> ConversationView {
    let with = own.with.clone();
    let by_other = last.as_ref().and_then(|last| last.written.get(own.with_place)).copied().unwrap_or_default();
    ConversationView {
        conversation_id: own.conversation_id,
        with: With { user_id: with.user_id, role: with.role, first_name: with.first_name, last_name: with.last_name },
        prescription_id: own.prescription_id,
        unread: by_other.saturating_sub(own.read_of_other),
        delivered_up_to: theirs.map_or(0, |entry| entry.received.max(entry.read)),
        read_up_to: theirs.map_or(0, |entry| entry.read),
        last_message: last.map(|last| MessageView::new(own.conversation_id, last)),
    }
}
