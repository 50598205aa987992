//! Tells people of messages that went to a socket which only seemed to be open.
//!
//! A telephone that has lost its network closes nothing: for minutes its socket takes whatever is sent. When it is
//! known to be gone and was the last, what was written meanwhile and has not arrived is told of.

use crate::{
    budget, raise,
    raise_from_messages::{is_within, progress, waiting},
};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord, links};
use medilink_kernel::UserId;
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{
    ConversationRecord, MESSAGE, MessageTrace, conversation_key, inbox_partition, inbox_position, message_key,
    read_inbox_key,
};
use medilink_store::{Key, Query};

/// Follows sockets.
pub struct RaiseFromSockets;

/// Longer than a gateway takes for gone what is only silent.
const SEEMED_OPEN: SignedDuration = SignedDuration::from_mins(15);
/// So many conversations are looked at; nobody writes in more within that time.
const MOST: usize = 20;

impl StreamOperation for RaiseFromSockets {
    const SPEC: Spec = Spec::stream(
        "notifications.raise_from_sockets",
        "LINK#",
        "Tells people of messages that went to a socket which only seemed to be open",
    )
    .grants(&[
        Grant::platform("LINK#", &[Action::Query]),
        Grant::platform("INBOX#", &[Action::GetItem, Action::QueryIndex]),
        Grant::platform("CNV#", &[Action::GetItem, Action::Query]),
        raise::LIST,
        raise::WISHES,
        raise::ARRIVE,
        raise::DUE,
        budget::BUDGET,
    ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (None, Some(_)) = (record.new, record.old) else { return Ok(()) };
        let Some(user) = links::owner(&record.pk) else { return Ok(()) };
        let since = record.at.saturating_sub(SEEMED_OPEN).unwrap_or(Timestamp::MIN);
        let recent = Query::index(inbox_partition(user)).between(inbox_position(since), inbox_position(Timestamp::MAX));
        let recent = async { Ok(ctx.store().query_keys(recent.newest_first().limit(MOST)).await?) };
        let (open, recent) = futures::try_join!(links::of(ctx, user), recent)?;
        if open.is_empty() {
            try_join_all(recent.items.iter().map(|entry| look(ctx, user, entry))).await?;
        }
        Ok(())
    }
}

/// Tells of the last message of a conversation, where it has not arrived.
async fn look(ctx: &Ctx, user: UserId, entry: &Key) -> Result<(), Failure> {
    let Some((id, other)) = read_inbox_key(entry) else { return Ok(()) };
    let store = ctx.store();
    let last = Query::partition(message_key(id, 0).pk).begins(MESSAGE).newest_first().limit(1);
    let (conversation, last, progress) = futures::try_join!(
        async { Ok(store.get::<ConversationRecord>(&conversation_key(id)).await?) },
        async { Ok(store.query::<MessageTrace>(last).await?.items.pop()) },
        progress(ctx, id, user, other)
    )?;
    let (Some(conversation), Some(last)) = (conversation, last) else { return Ok(()) };
    let (Some(place), Some(from)) = (conversation.place(user), conversation.other(user)) else { return Ok(()) };
    let reader = &conversation.members[place];
    // What is urgent was told by every channel at once.
    if last.from == user || (last.urgent && is_within(ctx, from, reader, &last).await?) {
        return Ok(());
    }
    waiting(ctx, id, reader, from, &last, progress).await
}
