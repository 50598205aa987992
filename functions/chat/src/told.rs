//! Which messages this process has told everybody of. A message that is sent again by another way is told again: whoever
//! told it first may have been cut in the middle, and a client knows a message by its number.

use medilink_edge::{Ctx, Memory};
use medilink_store::Key;
use std::sync::Arc;

fn told(ctx: &Ctx) -> Arc<Memory<String, ()>> {
    Memory::of(&ctx.platform, "chat.told")
}

/// Whether everybody was told.
pub(crate) fn knows(ctx: &Ctx, sent: &Key) -> bool {
    told(ctx).get(&sent.pk).is_some()
}

/// Everybody was told.
pub(crate) fn remember(ctx: &Ctx, sent: &Key) {
    told(ctx).keep(sent.pk.clone(), ());
}
