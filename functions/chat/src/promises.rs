//! The images that somebody may send and that nobody has looked at yet: so many at once and no more, for each may fill
//! eight megabytes of the object store.

use crate::records::promises_key;
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{ImageId, UserId};
use medilink_operation::{Refusal, codes};
use medilink_store::{Condition, Item, Transaction, Update};
use std::time::Duration;

/// So many at once.
const MOST: usize = 20;
/// How long one counts that was never looked at: as long as its bytes are kept.
const KEPT_SECONDS: i64 = 24 * 3600;
/// What the names of the attributes begin with that say until when an image counts.
const IMAGE: &str = "image-";
/// The tag of the write.
pub(crate) const TAG: &str = "promises";

/// What one person was promised.
pub(crate) struct Promises {
    open: Vec<(String, i64)>,
    version: Option<u32>,
}

/// Reads what a person was promised.
pub(crate) async fn of(ctx: &Ctx, user: UserId) -> Result<Promises, Failure> {
    let item = ctx.store().get_item(&promises_key(user)).await?.unwrap_or_default();
    let number = |name: &str| item.get(name)?.as_n().ok()?.parse().ok();
    let version = number("version").and_then(|version: i64| u32::try_from(version).ok());
    Ok(Promises { open: read(&item), version })
}

fn read(item: &Item) -> Vec<(String, i64)> {
    let open = |(name, value): (&String, &medilink_store::AttributeValue)| {
        let until = name.starts_with(IMAGE).then(|| value.as_n().ok()?.parse().ok()).flatten()?;
        Some((name.clone(), until))
    };
    item.iter().filter_map(open).collect()
}

impl Promises {
    /// Adds one more to a transaction, which fails by [`TAG`] where another was promised at the same time.
    pub(crate) fn with(&self, ctx: &Ctx, transaction: Transaction, image: ImageId) -> Result<Transaction, Failure> {
        let (over, open) = self.parted(ctx.now);
        if open >= MOST {
            let detail = "Send the images that were promised first, and make them ready.";
            return Err(Refusal::new(codes::TOO_MANY_REQUESTS, detail).after(Duration::from_secs(900)).into());
        }
        let until = ctx.now.as_second() + KEPT_SECONDS;
        let unchanged = match self.version {
            Some(version) => Condition::default().equals("version", version),
            None => Condition::default().absent("version"),
        };
        let update = Update::new().set(name(image), until).set("ttl", until).add("version", 1).when(unchanged);
        let update = over.into_iter().fold(update, Update::remove);
        Ok(transaction.update(&ctx.store(), TAG, &promises_key(ctx.caller()?.user), update))
    }

    /// Those that count no more, and how many do.
    fn parted(&self, now: Timestamp) -> (Vec<String>, usize) {
        let (open, over): (Vec<_>, Vec<_>) = self.open.iter().partition(|(_, until)| *until > now.as_second());
        (over.into_iter().map(|(name, _)| name.clone()).collect(), open.len())
    }
}

/// What is said of an image that was looked at: it counts no more.
pub(crate) fn kept(image: ImageId) -> Update {
    Update::new().remove(name(image))
}

fn name(image: ImageId) -> String {
    format!("{IMAGE}{}", image.bare())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_never_looked_at_counts_until_its_bytes_go() {
        let open = vec![("image-a".to_owned(), 100), ("image-b".to_owned(), 200)];
        let promises = Promises { open, version: None };
        let parted = |second| promises.parted(Timestamp::from_second(second).unwrap());
        assert_eq!((parted(99), parted(100).1), ((vec![], 2), 1));
        assert_eq!(parted(150).0, ["image-a"]);
    }
}
