//! Lets out what was held back over quiet hours, where it still matters.

use crate::{
    ground::matters,
    preferences,
    records::{NoticeRecord, notice_key},
};
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Instant, NotificationId, UserId};
use medilink_store::{Condition, Update};

/// Lets a notice out to the channels that wait for it; gives the time until when it has to wait again, where its reader
/// wants to be left alone just now, too.
pub(crate) async fn release(ctx: &Ctx, user: UserId, id: NotificationId) -> Result<Option<Timestamp>, Failure> {
    let key = notice_key(user, id);
    let notice = async { Ok(ctx.store().get::<NoticeRecord>(&key).await?) };
    let (notice, wishes) = futures::try_join!(notice, preferences::of(ctx, user))?;
    let Some(notice) = notice.filter(|notice| !notice.is_read(wishes.read_up_to)) else { return Ok(None) };
    let until = notice.until.timestamp();
    if ctx.now >= until || !matters(ctx, &notice).await? {
        return Ok(None);
    }
    if let Some(again) = wishes.hold(notice.kind, ctx.now).filter(|end| *end < until) {
        return Ok(Some(again));
    }
    let once = Condition::item_exists().absent("releasedAt");
    let update = Update::new().set("releasedAt", Instant::new(ctx.now)).when(once);
    match ctx.store().update("notice", &key, update).await {
        Err(error) if !error.failed("notice") => Err(error.into()),
        _ => Ok(None),
    }
}
