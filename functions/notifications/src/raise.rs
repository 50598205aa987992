//! Puts a notice into its reader's list, once.

use crate::{
    notice::Notice,
    preferences,
    records::{Due, NoticeRecord, notice_key},
};
use medilink_edge::{Ctx, Failure};
use medilink_operation::{Action, Grant};
use medilink_store::{Condition, Transaction};

/// The tag of the notice in a write.
const NOTICE: &str = "notice";

/// What raising a notice needs.
pub(crate) const LIST: Grant = Grant::platform("NTF#", &[Action::PutItem]);
/// What asking for its reader's wishes needs.
pub(crate) const WISHES: Grant = Grant::platform("NTFPREF#", &[Action::GetItem]);
/// What holding it back needs.
pub(crate) const DUE: Grant = Grant::platform("DUE#", &[Action::PutItem]);

/// Raises a notice. The list has it at once; where its reader wants to be left alone, the other channels have it later.
/// One that was raised before changes nothing.
pub(crate) async fn raise(ctx: &Ctx, notice: Notice) -> Result<(), Failure> {
    let wishes = preferences::of(ctx, notice.to).await?;
    // What nobody needs to hear any more by then is only in the list.
    let held = wishes.hold(notice.kind, ctx.now);
    let record = NoticeRecord::new(notice, ctx.now, held);
    let (user, notification) = (record.user_id, record.notification_id);
    let key = notice_key(user, notification);
    let written =
        match held {
            None => ctx.store().put(NOTICE, &key, &record, Condition::new_item()).await,
            Some(until) => {
                let due = Due::Release { user, notification };
                let (key_of_due, due) = (due.key(), due.at(until));
                let transaction = Transaction::new()
                    .put(&ctx.store(), NOTICE, &key, &record, Condition::new_item())
                    .put(&ctx.store(), "due", &key_of_due, &due, Condition::default());
                ctx.session.transact(transaction).await
            }
        };
    match written {
        Err(error) if !error.failed(NOTICE) => Err(error.into()),
        _ => Ok(()),
    }
}
