//! Where conversations end, as far as this process has seen. It is only where to try first: the write at the next number
//! is what decides, and who has been overtaken reads on from there.

use crate::records::MessageRecord;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Memory};
use medilink_kernel::{ConversationId, Instant};
use std::sync::Arc;

/// For how long: in a lively conversation the other one's messages may be written elsewhere.
const FRESH: SignedDuration = SignedDuration::from_secs(2);

/// What the next message needs to know of the one before.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct End {
    /// Its number; 0 before the first.
    pub number: u64,
    /// See [`MessageRecord::written`].
    pub written: [u64; 2],
    /// When it was sent.
    pub sent_at: Option<Instant>,
}

impl From<&MessageRecord> for End {
    fn from(message: &MessageRecord) -> Self {
        Self { number: message.number, written: message.written, sent_at: Some(message.sent_at) }
    }
}

fn ends(ctx: &Ctx) -> Arc<Memory<ConversationId, (End, Timestamp)>> {
    Memory::of(&ctx.platform, "chat.ends")
}

/// The end of a conversation, where this process has just seen it.
pub(crate) fn remembered(ctx: &Ctx, id: ConversationId) -> Option<End> {
    let (end, seen) = ends(ctx).get(&id)?;
    (ctx.now.duration_since(seen) <= FRESH).then_some(end)
}

/// Remembers the end of a conversation; one that is known to be further on stays.
pub(crate) fn remember(ctx: &Ctx, id: ConversationId, end: End) {
    let seen = (end, ctx.now);
    ends(ctx).learn(id, |known| known.filter(|(known, _)| known.number > end.number).unwrap_or(seen));
}
