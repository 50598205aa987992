//! What becomes of one record of a stream: done, tried again, postponed, or at last set aside as a dead letter.
//!
//! Failures are counted in the store, so that a limit holds wherever and however often the record comes. A letter is
//! replayed by a change of its own item, which the operation follows like any other. What somebody outside did not take
//! for the moment is such a letter as well, but one that comes again by itself, ever later, for as long as the operation
//! wants it: it keeps nothing behind it waiting.

use crate::{
    Ctx, Failure, Platform, Registered, StreamRecord,
    internal::{context, hand_over},
    letter,
};
use medilink_operation::dead_letters;
use medilink_push::Fate;
use medilink_records::{DeadLetterId, DeadLetterItem};
use medilink_store::{Item, Key, StoreError, Update};
use std::sync::Arc;

/// Failures of one record until it is set aside.
const LIMIT: u32 = 5;
/// The same where somebody outside took nothing: one more try at once, the others later.
const OUTSIDE_LIMIT: u32 = 2;
/// The same where the store was only busy: that passes, and says nothing of the record.
const BUSY_LIMIT: u32 = 25;

/// Where a record of a stream comes from.
#[derive(Debug, Clone)]
pub struct Origin {
    /// What names the record, however often it comes.
    pub event: String,
    /// The table that it tells of.
    pub table: String,
}

/// Hands one record to an operation. `true` where it is over: done, or set aside for good; `false` brings it again.
pub async fn follow(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    origin: &Origin,
    record: StreamRecord,
    trace_id: &str,
) -> bool {
    let ctx = context(platform, operation, trace_id);
    let over = if is_letter(&ctx, &record) {
        replay(&ctx, operation, &record).await
    } else {
        match hand_over(&ctx, operation, record.clone()).await {
            Ok(()) => Ok(true),
            Err(failure) => count(&ctx, origin, &record, &failure).await,
        }
    };
    // What cannot be counted is no poison: the store has to come back first.
    over.unwrap_or_else(|error| {
        let cause = Failure::from(error).without_values();
        tracing::error!(operation = ctx.spec.id, trace = trace_id, cause, "a failure cannot be counted");
        false
    })
}

/// Sets a record aside that ends the function itself however often it is handed over: nothing in it could count.
pub async fn set_aside(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    origin: &Origin,
    record: &StreamRecord,
    attempts: u32,
    trace_id: &str,
) -> Result<(), Failure> {
    const CAUSE: &str = "function_error";
    let ctx = context(platform, operation, trace_id);
    let written = if is_letter(&ctx, record) {
        let key = letter::key_of(record);
        let failed = letter::failed(&ctx, CAUSE).set("attempts", attempts).when(letter::is_there());
        ctx.store().update("letter", &key, letter::dead(&ctx, &key, failed)).await
    } else {
        let key = DeadLetterId::new(ctx.spec.id, &origin.event).key();
        let letter = letter::written(&ctx, &key, origin, record, CAUSE)?;
        let letter = letter::dead(&ctx, &key, letter).set("attempts", attempts).when(letter::is_none_yet());
        ctx.store().update("letter", &key, letter).await
    };
    match written {
        Ok(_) => tracing::error!(operation = ctx.spec.id, trace = trace_id, cause = CAUSE, "a record is set aside"),
        // It was set aside before, or discarded meanwhile.
        Err(StoreError::Condition { .. }) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

fn is_letter(ctx: &Ctx, record: &StreamRecord) -> bool {
    record.tenant.is_none() && record.pk == dead_letters(ctx.spec.id)
}

/// One failure more; at the limit a letter is made of it.
async fn count(ctx: &Ctx, origin: &Origin, record: &StreamRecord, failure: &Failure) -> Result<bool, StoreError> {
    let (store, key) = (ctx.store(), DeadLetterId::new(ctx.spec.id, &origin.event).key());
    let counted = letter::counted(ctx).when(letter::is_none_yet());
    let attempts = match store.update("count", &key, counted).await {
        Ok(item) => attempts(&item),
        // A letter already: the stream only repeats itself.
        Err(StoreError::Condition { .. }) => return Ok(true),
        Err(error) => return Err(error),
    };
    if attempts < limit(failure) {
        return Ok(false);
    }
    let cause = failure.cause();
    let letter = letter::written(ctx, &key, origin, record, cause)?;
    store.update("letter", &key, placed(ctx, &key, failure, 0, letter)).await?;
    tracing::error!(operation = ctx.spec.id, trace = ctx.trace_id, cause, "a record is set aside");
    Ok(true)
}

/// Hands the record in a letter to the operation once more, where that is what its change asks for.
async fn replay(ctx: &Ctx, operation: &'static Registered, change: &StreamRecord) -> Result<bool, StoreError> {
    // An admin's wish or a turn counts up; every other change is this file's own writing coming by.
    let (wished, before) = (letter::wishes(change.new.as_ref()), letter::wishes(change.old.as_ref()));
    if wished <= before {
        return Ok(true);
    }
    let (store, key) = (ctx.store(), letter::key_of(change));
    // Gone by now, or wished for once more, which comes in a change of its own.
    let found = store.get::<DeadLetterItem>(&key).await?.and_then(DeadLetterItem::letter);
    let Some(letter) = found.filter(|letter| letter.wishes() == wished) else { return Ok(true) };
    let result = match letter::open(ctx, &key, &letter) {
        Ok(record) => hand_over(ctx, operation, StreamRecord { replays: letter.replays, ..record }).await,
        Err(failure) => Err(failure),
    };
    let Err(failure) = result else {
        store.delete(&key).await?;
        return Ok(true);
    };
    // Only this operation's own follower writes to a letter that is on its way.
    let over = letter.attempts + 1 >= limit(&failure);
    let failed = letter::failed(ctx, failure.cause()).add("attempts", 1).when(letter::is_there());
    let failed = if over { placed(ctx, &key, &failure, letter.turns, failed) } else { failed };
    match store.update("letter", &key, failed).await {
        Ok(_) => Ok(over),
        // Discarded meanwhile.
        Err(StoreError::Condition { .. }) => Ok(true),
        Err(error) => Err(error),
    }
}

/// Where a letter goes: what may be taken later comes again by itself, the rest is for an admin.
fn placed(ctx: &Ctx, key: &Key, failure: &Failure, turns: u32, letter: Update) -> Update {
    match failure {
        Failure::Outside(Fate::NotTaken) => letter::postponed(ctx, turns, letter),
        _ => letter::dead(ctx, key, letter),
    }
}

const fn limit(failure: &Failure) -> u32 {
    match failure {
        Failure::Store(StoreError::Busy(_)) => BUSY_LIMIT,
        Failure::Outside(Fate::NotTaken) => OUTSIDE_LIMIT,
        // Another try would be refused as well, or be one too many.
        Failure::Outside(Fate::Refused | Fate::Unknown) => 1,
        _ => LIMIT,
    }
}

fn attempts(item: &Item) -> u32 {
    item.get("attempts").and_then(|value| value.as_n().ok()).and_then(|text| text.parse().ok()).unwrap_or_default()
}
