//! Does what is due: reminds of appointments, lets out what was held back over quiet hours.
//!
//! Every minute it looks at the head of the index of what is due, whatever was there before: a platform that slept, or
//! whose clock jumped, finds everything that it has missed, and what has become stale by then is dropped unsent.

use crate::{
    raise,
    records::{DUE_SHARDS, Due, DueRecord, due_partition, due_position},
    release, remind,
};
use futures::{StreamExt, future::try_join_all, stream};
use jiff::SignedDuration;
use medilink_edge::{Ctx, Failure, ScheduledOperation};
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Key, Query};

/// Does what is due.
pub struct RunDue;

/// How many are read, and how many of them worked on, at once.
const PAGE: usize = 100;
const ABREAST: usize = 10;
/// What cannot be done for so long is given up.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24);

impl ScheduledOperation for RunDue {
    const SPEC: Spec = Spec::every("notifications.run_due", 60, "Does what is due: reminders, and what was held back")
        .grants(&[
            Grant::platform("DUES#", &[Action::QueryIndex]),
            Grant::platform("DUE#", &[Action::GetItem, Action::PutItem, Action::DeleteItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("DIR#", &[Action::GetItem]),
            Grant::platform("INBOX#", &[Action::GetItem]),
            Grant::platform("NTF#", &[Action::GetItem, Action::PutItem, Action::UpdateItem]),
            Grant::referenced("SETTINGS", &[Action::GetItem]),
            Grant::referenced("APT", &[Action::GetItem]),
            raise::WISHES,
            raise::ARRIVE,
        ])
        .timeout(55);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        try_join_all((0..DUE_SHARDS).map(|shard| shard_of(ctx, shard))).await?;
        Ok(())
    }
}

async fn shard_of(ctx: &Ctx, shard: u8) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let head = Query::index(due_partition(shard))
            .between(due_position(jiff::Timestamp::UNIX_EPOCH), due_position(ctx.now));
        let page = ctx.store().query_keys(head.limit(PAGE).after(after)).await?;
        let due = ctx.store().get_many::<DueRecord>(&page.items).await?;
        stream::iter(due).for_each_concurrent(ABREAST, |(key, due)| attempt(ctx, key, due)).await;
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Does one thing. What fails stays where it is and comes with the next minute; it keeps nothing else from its turn.
async fn attempt(ctx: &Ctx, key: Key, due: DueRecord) {
    let done = match &due.what {
        // The index is a moment late: what was put off since is not due.
        _ if due.at.timestamp() > ctx.now => return,
        _ if ctx.now.duration_since(due.at.timestamp()) > GIVEN_UP => Ok(()),
        Due::Reminder { tenant, appointment, lead, .. } => remind::remind(ctx, *tenant, *appointment, *lead).await,
        Due::Release { user, notification } => release::release(ctx, *user, *notification).await,
    };
    let done = match done {
        Ok(()) => ctx.store().delete(&key).await.map_err(Failure::from),
        Err(failure) => Err(failure),
    };
    if let Err(failure) = done {
        tracing::error!(trace = ctx.trace_id, cause = %failure, "what is due is tried again in a minute");
    }
}
