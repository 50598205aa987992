//! Where conversations end, as far as this process has seen. It is only where to try first: the write at the next number
//! is what decides, and who has been overtaken reads on from there.

use crate::records::MessageRecord;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::Ctx;
use medilink_kernel::{ConversationId, Instant};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

const ENDS: &str = "chat.ends";
/// How many a process remembers.
const REMEMBERED: usize = 4096;
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

#[derive(Default)]
struct Ends(Mutex<HashMap<ConversationId, (End, Timestamp)>>);

fn ends(ctx: &Ctx) -> Arc<Ends> {
    ctx.platform.cached::<Ends>(ENDS).unwrap_or_else(|| {
        let fresh = Arc::new(Ends::default());
        ctx.platform.cache(ENDS, fresh.clone());
        fresh
    })
}

/// The end of a conversation, where this process has just seen it.
pub(crate) fn remembered(ctx: &Ctx, id: ConversationId) -> Option<End> {
    let ends = ends(ctx);
    let (end, seen) = ends.0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).copied()?;
    (ctx.now.duration_since(seen) <= FRESH).then_some(end)
}

/// Remembers the end of a conversation; one that is known to be further on stays.
pub(crate) fn remember(ctx: &Ctx, id: ConversationId, end: End) {
    let ends = ends(ctx);
    let mut map = ends.0.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= REMEMBERED {
        map.clear();
    }
    let known = map.entry(id).or_insert((end, ctx.now));
    if known.0.number <= end.number {
        *known = (end, ctx.now);
    }
}
