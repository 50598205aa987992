//! Puts a notice into its reader's list, once.

use crate::{
    notice::Notice,
    preferences::Preferences,
    records::{Due, NoticeRecord, notice_key, preferences_key},
};
use medilink_edge::{Ctx, Failure};
use medilink_operation::{Action, Grant};
use medilink_store::{Condition, StoreError, Transaction, Update};

/// The tags of the notice and of its arrival in a write.
const NOTICE: &str = "notice";
const ARRIVAL: &str = "arrival";

/// What raising a notice needs.
pub(crate) const LIST: Grant = Grant::platform("NTF#", &[Action::PutItem]);
/// What asking for its reader's wishes needs.
pub(crate) const WISHES: Grant = Grant::platform("NTFPREF#", &[Action::GetItem]);
/// What letting it arrive after all others needs.
pub(crate) const ARRIVE: Grant = Grant::platform("NTFPREF#", &[Action::UpdateItem]);
/// What holding it back needs.
pub(crate) const DUE: Grant = Grant::platform("DUE#", &[Action::PutItem]);

/// How often the arrival is tried again where others arrive at the same time.
const ATTEMPTS: usize = 5;

/// Raises a notice. The list has it at once; where its reader wants to be left alone, the other channels have it later.
/// One that was raised before changes nothing.
pub(crate) async fn raise(ctx: &Ctx, notice: Notice) -> Result<(), Failure> {
    for _ in 0..ATTEMPTS {
        match attempt(ctx, &notice).await {
            Err(error) if error.failed(NOTICE) => return Ok(()),
            Err(error) if error.failed(ARRIVAL) => {}
            result => return Ok(result?),
        }
    }
    Err(StoreError::Busy("a list takes many notices at once".into()).into())
}

async fn attempt(ctx: &Ctx, notice: &Notice) -> Result<(), StoreError> {
    let store = ctx.store();
    let (wishes_key, now) = (preferences_key(notice.to), ctx.platform.clock.now());
    let wishes = store.get::<Preferences>(&wishes_key).await?.unwrap_or_default();
    // What nobody would need to hear any more by then goes out at once.
    let held = wishes.hold(notice.kind, now).filter(|end| *end < notice.until);
    let arrived = wishes.arrival(now);
    let record = NoticeRecord::new(notice, now, arrived, held);
    let (user, notification) = (record.user_id, record.notification_id);
    let latest = Condition::default().absent_or("lastArrived", "<", arrived).absent_or("readUpTo", "<", arrived);
    let mut transaction = Transaction::new()
        .put(&store, NOTICE, &notice_key(user, notification), &record, Condition::new_item())
        .update(&store, ARRIVAL, &wishes_key, Update::new().set("lastArrived", arrived).when(latest));
    if let Some(until) = held {
        let due = Due::Release { user, notification };
        transaction = transaction.put(&store, "due", &due.key(), &due.clone().at(until), Condition::default());
    }
    ctx.session.transact(transaction).await
}
