//! Conversations as a process knows them: their people never change, so they are read once.

use crate::records::{ConversationRecord, conversation_key};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::ConversationId;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

const KNOWN: &str = "chat.conversations";
/// How many a process remembers.
const REMEMBERED: usize = 4096;

#[derive(Default)]
struct Known(Mutex<HashMap<ConversationId, Arc<ConversationRecord>>>);

fn known(ctx: &Ctx) -> Arc<Known> {
    ctx.platform.cached::<Known>(KNOWN).unwrap_or_else(|| {
        let fresh = Arc::new(Known::default());
        ctx.platform.cache(KNOWN, fresh.clone());
        fresh
    })
}

/// A conversation, where this process has met it.
pub(crate) fn remembered(ctx: &Ctx, id: ConversationId) -> Option<Arc<ConversationRecord>> {
    known(ctx).0.lock().unwrap_or_else(PoisonError::into_inner).get(&id).cloned()
}

/// Remembers a conversation.
pub(crate) fn remember(ctx: &Ctx, record: ConversationRecord) -> Arc<ConversationRecord> {
    let (known, record) = (known(ctx), Arc::new(record));
    let mut map = known.0.lock().unwrap_or_else(PoisonError::into_inner);
    if map.len() >= REMEMBERED {
        map.clear();
    }
    map.insert(record.conversation_id, record.clone());
    record
}

/// A conversation, whoever asks; `None` where there is none.
pub(crate) async fn find(ctx: &Ctx, id: ConversationId) -> Result<Option<Arc<ConversationRecord>>, Failure> {
    if let Some(record) = remembered(ctx, id) {
        return Ok(Some(record));
    }
    let record = ctx.store().get::<ConversationRecord>(&conversation_key(id)).await?;
    Ok(record.map(|record| remember(ctx, record)))
}

/// A conversation of the caller; any other is none.
pub(crate) async fn own(ctx: &Ctx, id: ConversationId) -> Result<Option<Arc<ConversationRecord>>, Failure> {
    let caller = ctx.caller()?.user;
    Ok(find(ctx, id).await?.filter(|record| record.place(caller).is_some()))
}
