//! Puts the entry of an act among those of whoever it is by.

use medilink_edge::{Ctx, Failure, StreamRecord};
use medilink_operation::{Action, Grant};
use medilink_records::{AccessEntry, Act, ActOf, access_key};
use medilink_store::Condition;
use serde::Deserialize;

/// What keeping an entry needs.
pub(crate) const KEEP: Grant = Grant::platform("ACCESS#", &[Action::PutItem]);

const ENTRY: &str = "entry";

/// The act that made a change; `None` where the item carries one of before, or none.
pub(crate) fn act(record: &StreamRecord) -> Result<Option<Act>, Failure> {
    let of = |image: &Option<serde_json::Value>| match image {
        Some(image) => ActOf::deserialize(image).map(|of| of.act).map_err(Failure::fault),
        None => Ok(None),
    };
    let (new, old) = (of(&record.new)?, of(&record.old)?);
    Ok(new.filter(|new| old.is_none_or(|old| old.id != new.id)))
}

/// Keeps an entry; one that was kept before stays as it is.
pub(crate) async fn keep(ctx: &Ctx, entry: &AccessEntry) -> Result<(), Failure> {
    match ctx.store().put(ENTRY, &access_key(entry.user, entry.id), entry, Condition::new_item()).await {
        Err(error) if !error.failed(ENTRY) => Err(error.into()),
        _ => Ok(()),
    }
}
