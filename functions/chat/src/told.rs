//! Which messages this process has told everybody of. A message that is sent again by another way is told again: whoever
//! told it first may have been cut in the middle, and a client knows a message by its number.

use medilink_edge::Ctx;
use medilink_store::Key;
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
};

const TOLD: &str = "chat.told";
/// How many a process remembers.
const REMEMBERED: usize = 4096;

#[derive(Default)]
struct Told(Mutex<HashSet<String>>);

fn told(ctx: &Ctx) -> Arc<Told> {
    ctx.platform.cached::<Told>(TOLD).unwrap_or_else(|| {
        let fresh = Arc::new(Told::default());
        ctx.platform.cache(TOLD, fresh.clone());
        fresh
    })
}

/// Whether everybody was told.
pub(crate) fn knows(ctx: &Ctx, sent: &Key) -> bool {
    told(ctx).0.lock().unwrap_or_else(PoisonError::into_inner).contains(&sent.pk)
}

/// Everybody was told.
pub(crate) fn remember(ctx: &Ctx, sent: &Key) {
    let told = told(ctx);
    let mut set = told.0.lock().unwrap_or_else(PoisonError::into_inner);
    if set.len() >= REMEMBERED {
        set.clear();
    }
    set.insert(sent.pk.clone());
}
