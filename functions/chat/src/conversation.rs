//! Conversations as a process knows them: their people never change, so they are read once.

use crate::records::{ConversationRecord, conversation_key};
use medilink_edge::{Ctx, Failure, Memory};
use medilink_kernel::ConversationId;
use std::sync::Arc;

fn known(ctx: &Ctx) -> Arc<Memory<ConversationId, Arc<ConversationRecord>>> {
    Memory::of(&ctx.platform, "chat.conversations")
}

/// Remembers a conversation.
pub(crate) fn remember(ctx: &Ctx, record: ConversationRecord) -> Arc<ConversationRecord> {
    let record = Arc::new(record);
    known(ctx).keep(record.conversation_id, record.clone());
    record
}

/// A conversation, whoever asks; `None` where there is none.
pub(crate) async fn find(ctx: &Ctx, id: ConversationId) -> Result<Option<Arc<ConversationRecord>>, Failure> {
    if let Some(record) = known(ctx).get(&id) {
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
