//! Takes notices out of the list to where their reader is. Each channel follows the list by itself: a mail server that
//! is slow keeps no text message waiting.
//!
//! A channel marks the notice when it has had it, and a notice with the mark is not sent again. Where the other side takes
//! what has the same name once (the outbox, a push message's topic), that is all: a cut before the mark loses nothing.
//! Where it does not (mail servers, telephones), the channel claims the notice before it sends, and lets go of it only
//! where nothing can have been taken. A claim without a mark says that nobody knows whether it arrived: it becomes a dead
//! letter (`outcome_unknown`), and only an admin who replays it has it sent once more. A frame is marked before it is
//! sent: whoever misses it has the list.

use crate::{
    ground::matters,
    preferences::{self, Channel},
    records::{NoticeRecord, notice_key},
    text::{Said, say},
};
use medilink_edge::{Ctx, Failure, StreamRecord};
use medilink_kernel::{Instant, SubscriptionId, UserId};
use medilink_operation::{Action, Grant};
use medilink_push::Fate;
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
    /// How often an admin has asked for it again.
    replays: u32,
}

/// A change of the list that asks something of a channel: a notice that came in and need not wait, or one that has waited.
pub(crate) struct Asked {
    notice: NoticeRecord,
    channel: Channel,
    replays: u32,
}

impl Asked {
    /// Reads a change; `None` where it asks nothing of this channel.
    pub(crate) fn read(ctx: &Ctx, record: StreamRecord, channel: Channel) -> Result<Option<Self>, Failure> {
        let replays = record.replays;
        let (Some(notice), old) = (read(record.new)?, read(record.old)?) else { return Ok(None) };
        let goes_out = match old {
            // The open client shows everything at once: it makes no sound.
            None => notice.held_until.is_none() || channel == Channel::Socket,
            Some(old) => old.released_at.is_none() && notice.released_at.is_some() && channel != Channel::Socket,
        };
        Ok((goes_out && ctx.now < notice.until.timestamp()).then_some(Self { notice, channel, replays }))
    }

    /// Whose notice it is.
    pub(crate) const fn reader(&self) -> UserId {
        self.notice.user_id
    }

    /// What is to be sent, where it still is. The reader's wishes come first: by most channels most notices go nowhere.
    pub(crate) async fn delivery(self, ctx: &Ctx) -> Result<Option<Delivery>, Failure> {
        let (user, channel) = (self.notice.user_id, self.channel);
        let wishes = preferences::of(ctx, user).await?;
        if !wishes.take(self.notice.kind, channel) || self.notice.is_read(wishes.read_up_to) {
            return Ok(None);
        }
        let (store, notice, reader) = (ctx.store(), notice_key(user, self.notice.notification_id), account_key(user));
        let (notice, reader) = futures::try_join!(store.get::<NoticeRecord>(&notice), store.get::<Account>(&reader))?;
        let (Some(notice), Some(reader)) = (notice, reader) else { return Ok(None) };
        if notice.had_by(channel) || notice.is_read(wishes.read_up_to) {
            return Ok(None);
        }
        // The open client shows what came as it came.
        if channel != Channel::Socket && !matters(ctx, &notice).await? {
            return Ok(None);
        }
        let said = say(notice.kind, &notice.facts, reader.language)?;
        Ok(Some(Delivery { notice, reader, said, replays: self.replays }))
    }
}

/// The same in one, for a channel that has nothing else to ask before.
pub(crate) async fn asked(ctx: &Ctx, record: StreamRecord, channel: Channel) -> Result<Option<Delivery>, Failure> {
    match Asked::read(ctx, record, channel)? {
        Some(asked) => asked.delivery(ctx).await,
        None => Ok(None),
    }
}

/// Tells the log why something did not go out, as far as the cause of its failure does not say.
pub(crate) fn told(ctx: &Ctx, cause: &dyn std::error::Error, fate: Fate) -> Fate {
    tracing::warn!(trace = ctx.trace_id, %cause, "a message did not go out");
    fate
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

/// The attribute of a claim.
const fn claim(channel: Channel) -> &'static str {
    match channel {
        Channel::Socket => "showing",
        Channel::Email => "emailing",
        Channel::Sms => "texting",
        Channel::Push => "pushing",
    }
}

impl Delivery {
    /// Has it sent by a channel, and marks it. Where the other side does not know messages by their names, at most once,
    /// and once more for each time that an admin asks for it.
    pub(crate) async fn send(
        &self,
        ctx: &Ctx,
        channel: Channel,
        knows_names: bool,
        sending: impl Future<Output = Result<(), Fate>> + Send,
    ) -> Result<(), Failure> {
        if knows_names {
            sending.await.map_err(Failure::Outside)?;
        } else {
            if !self.claim(ctx, channel).await? {
                return Ok(());
            }
            if let Err(fate) = sending.await {
                if fate != Fate::Unknown {
                    self.let_go(ctx, channel).await?;
                }
                return Err(Failure::Outside(fate));
            }
        }
        self.mark(ctx, channel).await?;
        Ok(())
    }

    /// Claims it; `false` where it has left the list.
    async fn claim(&self, ctx: &Ctx, channel: Channel) -> Result<bool, Failure> {
        let name = claim(channel);
        let free = Condition::item_exists().absent(attribute(channel)).absent_or(name, "<", self.replays);
        let update = Update::new().set(name, self.replays).when(free);
        match ctx.store().update(MARK, &self.key(), update).await {
            Ok(_) => Ok(true),
            // Whoever had it before has not said how it went.
            Err(error) if error.found(MARK).is_some() => Err(Failure::Outside(Fate::Unknown)),
            Err(error) if error.failed(MARK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Lets go of it: nothing was taken.
    async fn let_go(&self, ctx: &Ctx, channel: Channel) -> Result<(), Failure> {
        let update = Update::new().remove(claim(channel)).when(Condition::item_exists());
        match ctx.store().update(MARK, &self.key(), update).await {
            Err(error) if !error.failed(MARK) => Err(error.into()),
            _ => Ok(()),
        }
    }

    /// Marks that a channel has it; `false` where it was marked before, or has left the list.
    pub(crate) async fn mark(&self, ctx: &Ctx, channel: Channel) -> Result<bool, Failure> {
        let name = attribute(channel);
        let first = Condition::item_exists().absent(name);
        let update = Update::new().set(name, Instant::new(ctx.now)).remove(claim(channel)).when(first);
        match ctx.store().update(MARK, &self.key(), update).await {
            Ok(_) => Ok(true),
            Err(error) if error.failed(MARK) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Marks the browsers that have had it, while others are tried again.
    pub(crate) async fn mark_browsers(&self, ctx: &Ctx, had: Vec<SubscriptionId>) -> Result<(), Failure> {
        if had.is_empty() {
            return Ok(());
        }
        let all: Vec<_> = self.notice.pushed_to.iter().copied().chain(had).collect();
        let update = Update::new().set("pushedTo", all).when(Condition::item_exists());
        match ctx.store().update(MARK, &self.key(), update).await {
            Err(error) if !error.failed(MARK) => Err(error.into()),
            _ => Ok(()),
        }
    }

    fn key(&self) -> medilink_store::Key {
        notice_key(self.notice.user_id, self.notice.notification_id)
    }
}
