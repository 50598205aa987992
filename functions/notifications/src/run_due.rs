//! Does what is due: reminds of appointments, lets out what was held back over quiet hours.
//!
//! Every minute it looks at the head of the index of what is due, whatever was there before: a platform that slept, or
//! whose clock jumped, finds everything that it has missed, and what has become stale by then is dropped unsent. A notice
//! that was held back comes out whenever that is, if it still matters and its reader is not to be left alone again.

use crate::{
    ground, raise,
    records::{DUE_SHARDS, Due, DueRecord, due_partition, due_position},
    release, remind,
};
use futures::{StreamExt, future::join_all, stream};
use jiff::SignedDuration;
use medilink_edge::{Ctx, Failure, ScheduledOperation};
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Condition, Item, Key, Query, Update};

/// Does what is due.
pub struct RunDue;

/// How many are read, and how many of them worked on, at once.
const PAGE: usize = 100;
const ABREAST: usize = 10;
/// A reminder that cannot be done for so long is given up; a notice that was held back knows itself how long it matters.
const GIVEN_UP: SignedDuration = SignedDuration::from_hours(24);
/// How long what does not read is kept.
const ASIDE_SECONDS: i64 = 30 * 24 * 3600;

impl ScheduledOperation for RunDue {
    const SPEC: Spec = Spec::every("notifications.run_due", 60, "Does what is due: reminders, and what was held back")
        .grants(&[
            Grant::platform("DUES#", &[Action::QueryIndex]),
            Grant::platform("DUE#", &[Action::GetItem, Action::PutItem, Action::UpdateItem, Action::DeleteItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("DIR#", &[Action::GetItem]),
            ground::MESSAGE,
            Grant::platform("NTF#", &[Action::GetItem, Action::PutItem, Action::UpdateItem]),
            Grant::referenced("SETTINGS", &[Action::GetItem]),
            ground::APPOINTMENT,
            ground::PRESCRIPTION,
            raise::WISHES,
            raise::ARRIVE,
        ])
        .timeout(55);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        // A part that cannot be read keeps no other from its turn.
        join_all((0..DUE_SHARDS).map(|shard| shard_of(ctx, shard))).await.into_iter().collect()
    }
}

async fn shard_of(ctx: &Ctx, shard: u8) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let head = Query::index(due_partition(shard))
            .between(due_position(jiff::Timestamp::UNIX_EPOCH), due_position(ctx.now));
        let page = ctx.store().query_keys(head.limit(PAGE).after(after)).await?;
        let due = ctx.store().get_many_items(&page.items).await?;
        stream::iter(due).for_each_concurrent(ABREAST, |(key, due)| attempt(ctx, key, due)).await;
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}

/// Does one thing. What fails stays where it is and comes with the next minute; it keeps nothing else from its turn.
async fn attempt(ctx: &Ctx, key: Key, due: Item) {
    let done = match medilink_store::read::<DueRecord>(due) {
        Ok(due) => run(ctx, &key, due).await,
        Err(error) => set_aside(ctx, &key, &error.into()).await,
    };
    if let Err(failure) = done {
        let cause = failure.without_values();
        tracing::error!(trace = ctx.trace_id, cause, "what is due is tried again in a minute");
    }
}

async fn run(ctx: &Ctx, key: &Key, due: DueRecord) -> Result<(), Failure> {
    let at = due.at.timestamp();
    // It is done with only as it was read: a plan that was made meanwhile stays.
    let mut as_read = Condition::default().equals("at", due.at);
    match &due.what {
        // The index is a moment late: what was put off since is not due.
        _ if at > ctx.now => return Ok(()),
        Due::Reminder { moves, tenant, appointment, lead } => {
            as_read = as_read.equals("moves", moves);
            if ctx.now.duration_since(at) <= GIVEN_UP {
                remind::remind(ctx, *tenant, *appointment, *lead).await?;
            }
        }
        Due::Release { user, notification } => {
            if let Some(later) = release::release(ctx, *user, *notification).await? {
                let later = due.what.clone().at(later);
                return match ctx.store().put("due", key, &later, as_read).await {
                    Err(error) if !error.failed("due") => Err(error.into()),
                    _ => Ok(()),
                };
            }
        }
    }
    Ok(ctx.store().delete_when(key, as_read).await?)
}

/// Takes out of the index what does not read: it would come every minute. It is kept for a while, for whoever looks.
async fn set_aside(ctx: &Ctx, key: &Key, why: &Failure) -> Result<(), Failure> {
    let cause = why.without_values();
    tracing::error!(trace = ctx.trace_id, cause, "what is due does not read, and is set aside");
    let aside = Update::new().remove("gsi1pk").remove("gsi1sk").set("ttl", ctx.now.as_second() + ASIDE_SECONDS);
    match ctx.store().update("due", key, aside.when(Condition::item_exists())).await {
        Err(error) if !error.failed("due") => Err(error.into()),
        _ => Ok(()),
    }
}
