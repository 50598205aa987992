//! The item of a dead letter, as the edge writes it.

use crate::{Ctx, Failure, Origin, StreamRecord};
use medilink_auth::seal;
use medilink_kernel::Instant;
use medilink_records::{DEAD_LETTERS, DeadLetter, POSTPONED, postponed_position};
use medilink_store::{Condition, Key, StoreError, Update};
use serde_bytes::Bytes;
use serde_json::Value;

const PURPOSE: &str = "dead letter";
/// How long a count stays that never came to its limit: longer than any stream repeats its records.
const COUNTED_SECONDS: i64 = 2 * 24 * 3600;

/// Nothing but a count stands there, if anything.
pub(crate) fn is_none_yet() -> Condition {
    Condition::default().absent("record")
}

/// A letter stands there.
pub(crate) fn is_there() -> Condition {
    Condition::default().present("record")
}

/// One failure more.
pub(crate) fn counted(ctx: &Ctx) -> Update {
    dated(ctx).add("attempts", 1).set("ttl", ctx.now.as_second() + COUNTED_SECONDS)
}

/// A letter has failed once more.
pub(crate) fn failed(ctx: &Ctx, cause: &str) -> Update {
    dated(ctx).set("cause", cause)
}

fn dated(ctx: &Ctx) -> Update {
    let now = Instant::new(ctx.now);
    Update::new().set_once("firstFailedAt", now).set("lastFailedAt", now)
}

/// Nothing more comes of it by itself: an admin sees it.
pub(crate) fn dead(ctx: &Ctx, key: &Key, update: Update) -> Update {
    update.set("gsi1pk", DEAD_LETTERS).set("gsi1sk", format!("{:020}#{}", ctx.now.as_second().max(0), key.sk))
}

/// It is tried again by itself, for the turn after so many.
pub(crate) fn postponed(ctx: &Ctx, turns: u32, update: Update) -> Update {
    update.set("gsi1pk", POSTPONED).set("gsi1sk", postponed_position(ctx.now, turns))
}

/// A letter, where only a count was.
pub(crate) fn written(
    ctx: &Ctx,
    key: &Key,
    origin: &Origin,
    record: &StreamRecord,
    cause: &str,
) -> Result<Update, StoreError> {
    let plain = serde_json::to_vec(record).map_err(|error| StoreError::Fault(error.to_string()))?;
    let sealed = seal::seal(&ctx.platform.secret, PURPOSE, &place(key), ctx.platform.entropy.bytes(), &plain);
    Ok(failed(ctx, cause)
        .set("operation", ctx.spec.id)
        .set("table", &origin.table)
        .set("family", record.pk.split('#').next().unwrap_or_default())
        .set("record", Bytes::new(&sealed))
        .set("replays", 0)
        .set("turns", 0)
        .remove("ttl"))
}

/// The record in a letter.
pub(crate) fn open(ctx: &Ctx, key: &Key, letter: &DeadLetter) -> Result<StreamRecord, Failure> {
    let plain = seal::open(&ctx.platform.secret, PURPOSE, &place(key), &letter.record).map_err(Failure::fault)?;
    serde_json::from_slice(&plain).map_err(Failure::fault)
}

/// How often an image of a letter says that its record was to come again: an admin's wishes, and its own turns.
pub(crate) fn wishes(image: Option<&Value>) -> u64 {
    let count = |name: &str| image.and_then(|image| image[name].as_u64()).unwrap_or_default();
    count("replays").saturating_add(count("turns"))
}

/// Where the item is that a change of a letter tells of.
pub(crate) fn key_of(change: &StreamRecord) -> Key {
    Key::new(&change.pk, &change.sk)
}

fn place(key: &Key) -> Vec<u8> {
    format!("{}\n{}", key.pk, key.sk).into_bytes()
}
