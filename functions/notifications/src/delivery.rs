//! Takes notices out of the list to where their reader is. Each channel follows the list by itself: a mail server that
//! is slow keeps no text message waiting.
//!
//! A channel marks the notice when it has had it, and a notice with the mark is not sent again. The mark is written after
//! the sending where the same name makes two of the same one (a mail's `Message-ID`, a push message's topic), so that a
//! cut in between loses nothing; before it where it does not (a text message, a frame), so that nobody gets two.

use crate::{
    preferences::{self, Channel},
    records::{NoticeRecord, notice_key},
    text::{Said, say},
};
use medilink_edge::{Ctx, Failure, StreamRecord};
use medilink_kernel::Instant;
use medilink_operation::{Action, Grant};
use medilink_records::{Account, account_key};
use medilink_store::{Condition, Update};
use serde_json::Value;

/// The tag of a mark in a write.
const MARK: &str = "mark";

/// What reading a notice, its reader and their wishes needs, and marking it.
pub(crate) const NOTICE: Grant = Grant::platform("NTF#", &[Action::GetItem, Action::UpdateItem]);
/// See [`NOTICE`].
pub(crate) const READER: Grant = Grant::platform("USER#", &[Action::GetItem]);

/// A notice on its way.
pub(crate) struct Delivery {
    /// The notice.
    pub notice: NoticeRecord,
    /// Its reader.
    pub reader: Account,
    /// What it says to them.
    pub said: Said,
}

/// What a change of the list asks of a channel: a notice that came in and need not wait, or one that has waited.
pub(crate) async fn asked(ctx: &Ctx, record: StreamRecord, channel: Channel) -> Result<Option<Delivery>, Failure> {
    let (Some(new), old) = (read(record.new)?, read(record.old)?) else { return Ok(None) };
    let goes_out = match old {
        // The open client shows everything at once: it makes no sound.
        None => new.held_until.is_none() || channel == Channel::Socket,
        Some(old) => old.released_at.is_none() && new.released_at.is_some() && channel != Channel::Socket,
    };
    if !goes_out || ctx.now >= new.until.timestamp() {
        return Ok(None);
    }
    let (store, notice, reader) = (ctx.store(), notice_key(new.user_id, new.notification_id), account_key(new.user_id));
    let wishes = preferences::of(ctx, new.user_id);
    let (notice, reader, wishes) = futures::try_join!(
        async { Ok(store.get::<NoticeRecord>(&notice).await?) },
        async { Ok(store.get::<Account>(&reader).await?) },
        wishes
    )?;
    let (Some(notice), Some(reader)) = (notice, reader) else { return Ok(None) };
    if notice.had_by(channel) || notice.is_read(wishes.read_up_to) || !wishes.take(notice.kind, channel) {
        return Ok(None);
    }
    let said = say(notice.kind, &notice.facts, reader.language)?;
    Ok(Some(Delivery { notice, reader, said }))
}

fn read(image: Option<Value>) -> Result<Option<NoticeRecord>, Failure> {
    image.map(serde_json::from_value).transpose().map_err(Failure::fault)
}

const fn attribute(channel: Channel) -> &'static str {
    match channel {
        Channel::Socket => "shownAt",
        Channel::Email => "emailedAt",
        Channel::Sms => "textedAt",
        Channel::Push => "pushedAt",
    }
}

impl Delivery {
    /// Marks that a channel has it; `false` where it was marked before, or has left the list.
    pub(crate) async fn mark(&self, ctx: &Ctx, channel: Channel) -> Result<bool, Failure> {
        let name = attribute(channel);
        let first = Condition::item_exists().absent(name);
        let update = Update::new().set(name, Instant::new(ctx.now)).when(first);
        match ctx.store().update(MARK, &self.key(), update).await {
            Ok(_) => Ok(true),
            Err(error) if error.failed(MARK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes the mark away, for nothing was sent.
    pub(crate) async fn unmark(&self, ctx: &Ctx, channel: Channel) -> Result<(), Failure> {
        let update = Update::new().remove(attribute(channel)).when(Condition::item_exists());
        match ctx.store().update(MARK, &self.key(), update).await {
            Err(error) if !error.failed(MARK) => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn key(&self) -> medilink_store::Key {
        notice_key(self.notice.user_id, self.notice.notification_id)
    }
}
