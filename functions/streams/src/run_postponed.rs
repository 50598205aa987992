//! Brings again what somebody outside would not take for the moment, when its turn has come.
//!
//! It only says so in the letter, like a replay. The next turn is set before this one is taken: a letter whose record is
//! cut in the middle comes again.

use futures::{StreamExt, stream};
use medilink_edge::{Ctx, Failure, ScheduledOperation};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{DeadLetterItem, POSTPONED, due_position, postponed_position};
use medilink_store::{Condition, Key, Query, StoreError, Update};

/// Brings what is postponed.
pub struct RunPostponed;

/// How many are read, and how many of them worked on, at once.
const PAGE: usize = 100;
const ABREAST: usize = 10;

impl ScheduledOperation for RunPostponed {
    const SPEC: Spec = Spec::every("streams.run_postponed", 60, "Brings again what was not taken for the moment")
        .grants(&[
            Grant::platform(POSTPONED, &[Action::QueryIndex]),
            Grant::platform("DEAD#", &[Action::GetItem, Action::UpdateItem]),
        ])
        .timeout(55);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        let mut after = None;
        loop {
            let first = due_position(jiff::Timestamp::UNIX_EPOCH);
            let due = Query::index(POSTPONED).between(first, due_position(ctx.now)).limit(PAGE).after(after);
            let page = ctx.store().query_keys(due).await?;
            let letters = ctx.store().get_many::<DeadLetterItem>(&page.items).await?;
            stream::iter(letters).for_each_concurrent(ABREAST, |(key, item)| bring(ctx, key, item)).await;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

/// Gives one its turn. What fails keeps its place, and nobody else from theirs.
async fn bring(ctx: &Ctx, key: Key, item: DeadLetterItem) {
    let Some(letter) = item.letter() else { return };
    let turn = Update::new()
        .add("turns", 1)
        .set("attempts", 0)
        .set("gsi1sk", postponed_position(ctx.now, letter.turns.saturating_add(1)))
        // Another run may have been here, or an admin.
        .when(Condition::default().equals("gsi1pk", POSTPONED).equals("turns", letter.turns));
    match ctx.store().update("letter", &key, turn).await {
        Ok(_) | Err(StoreError::Condition { .. }) => {}
        Err(error) => {
            let cause = Failure::from(error).without_values();
            tracing::error!(trace = ctx.trace_id, cause, "a letter does not get its turn");
        }
    }
}
