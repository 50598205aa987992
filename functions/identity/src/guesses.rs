//! Guesses at a password are limited twice in a window: by how many failed, and by how many are being judged at once.
//! One that fails counts, one that is right does not, and one that is refused leaves no trace: many correct sign-ins
//! at once never lock anybody out, and no number of guesses at once gets past the limit by more than those in flight.

use crate::{
    attempts::{Limit, is_first},
    records::attempts_key,
};
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_store::{Condition, Item, Key, StoreError, Update};
use std::time::Duration;

/// Failed guesses of the window.
const FAILED: &str = "n";
/// Guesses that are being judged.
const OPEN: &str = "open";

/// So many failures in a window, and so many guesses at once.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Guesses {
    pub failures: Limit,
    pub at_once: i64,
}

/// A guess under one limit.
#[derive(Debug)]
pub(crate) struct Guess {
    key: Key,
    partition: String,
    start: i64,
    until: i64,
    /// How long to wait, where it was refused.
    refused: Option<Duration>,
}

impl Guesses {
    /// Opens a guess, where neither limit is reached.
    pub(crate) async fn open(self, ctx: &Ctx, partition: &str) -> Result<Guess, Failure> {
        let start = self.failures.start(ctx.now);
        let (key, until) = (attempts_key(partition, start), start + self.failures.seconds);
        let within = Condition::default().absent_or(FAILED, "<", self.failures.most);
        let within = within.absent_or(OPEN, "<", self.at_once);
        let update = Update::new().add(OPEN, 1).set("ttl", until).when(within);
        let refused = match ctx.store().update("guess", &key, update).await {
            Ok(_) => None,
            Err(error @ StoreError::Condition { .. }) => {
                let failed = error.found("guess").and_then(failures);
                let failed = failed.ok_or_else(|| Failure::fault("a full window without its failures"))?;
                Some(self.wait(failed, until, ctx.now))
            }
            Err(error) => return Err(error.into()),
        };
        Ok(Guess { key, partition: partition.to_owned(), start, until, refused })
    }

    /// Until the window ends after too many failures; a moment where only too many are being judged.
    fn wait(self, failed: i64, until: i64, now: Timestamp) -> Duration {
        let seconds = if failed < self.failures.most { 1 } else { until - now.as_second() };
        Duration::from_secs(u64::try_from(seconds).unwrap_or_default().max(1))
    }
}

/// The failures that stand there; none where only guesses in flight do.
fn failures(item: &Item) -> Option<i64> {
    item.get(FAILED).map_or(Some(0), |value| value.as_n().ok()?.parse().ok())
}

impl Guess {
    /// How long to wait, where it was refused.
    pub(crate) const fn refused(&self) -> Option<Duration> {
        self.refused
    }

    /// It was not judged, or was right.
    pub(crate) async fn close(&self, ctx: &Ctx) -> Result<(), Failure> {
        if self.refused.is_some() {
            return Ok(());
        }
        self.write(ctx, self.closing()).await
    }

    /// It was right, and what failed before is forgiven.
    pub(crate) async fn forgive(&self, ctx: &Ctx) -> Result<(), Failure> {
        self.write(ctx, self.closing().set(FAILED, 0)).await
    }

    /// It was wrong: a failure, unless the same request failed before.
    pub(crate) async fn fail(&self, ctx: &Ctx) -> Result<(), Failure> {
        let first = is_first(ctx, &self.partition, self.start, self.until).await?;
        self.write(ctx, self.closing().add(FAILED, i64::from(first))).await
    }

    /// A refused one that was judged all the same was never open.
    fn closing(&self) -> Update {
        Update::new().add(OPEN, if self.refused.is_some() { 0 } else { -1 })
    }

    async fn write(&self, ctx: &Ctx, update: Update) -> Result<(), Failure> {
        ctx.store().update("guess", &self.key, update.set("ttl", self.until)).await?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_store::AttributeValue;

    const LIMIT: Guesses = Guesses { failures: Limit { most: 10, seconds: 300 }, at_once: 24 };

    #[test]
    fn pressure_passes_in_a_moment_and_a_lock_with_its_window() {
        let wait = |failed, now| LIMIT.wait(failed, 600, Timestamp::from_second(now).unwrap()).as_secs();
        assert_eq!([wait(0, 300), wait(9, 300)], [1, 1]);
        assert_eq!([wait(10, 300), wait(33, 590), wait(10, 600), wait(10, 700)], [300, 10, 1, 1]);
    }

    #[test]
    fn a_counter_without_failures_has_none() {
        let number = |n: &str| AttributeValue::N(n.to_owned());
        let read = |name: &str, value| failures(&Item::from([(name.to_owned(), value)]));
        assert_eq!(read(OPEN, number("24")), Some(0));
        assert_eq!(read(FAILED, number("10")), Some(10));
        assert_eq!(read(FAILED, AttributeValue::S("10".into())), None);
    }

    #[test]
    fn only_a_guess_that_was_open_is_closed() {
        let guess = |refused| {
            let (key, partition) = (Key::only("x"), "x".to_owned());
            format!("{:?}", Guess { key, partition, start: 0, until: 300, refused }.closing())
        };
        assert!(guess(None).contains("N(\"-1\")"));
        assert!(guess(Some(Duration::from_secs(1))).contains("N(\"0\")"));
    }
}
