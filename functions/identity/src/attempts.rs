//! Attempts at guessing are counted before they are judged, in fixed windows: whoever is locked out is let in again
//! when the window ends, whatever others do.

use crate::records::attempts_key;
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::UserId;
use medilink_operation::{Refusal, codes};
use medilink_store::{Key, Update};
use std::time::Duration;

/// So many attempts in so many seconds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limit {
    pub most: i64,
    pub seconds: i64,
}

/// One-time codes, for an account whose password is known already: a million codes, three of them good at a time.
pub(crate) const CODES: Limit = Limit { most: 10, seconds: 15 * 60 };
/// Passwords asked for again, of somebody signed in.
pub(crate) const PASSWORDS: Limit = Limit { most: 10, seconds: 5 * 60 };

impl Limit {
    /// The beginning of the window that holds the instant.
    fn start(self, now: Timestamp) -> i64 {
        now.as_second() - now.as_second().rem_euclid(self.seconds)
    }

    /// Counts one attempt.
    pub(crate) async fn reserve(self, ctx: &Ctx, partition: &str) -> Result<Attempt, Failure> {
        let start = self.start(ctx.now);
        let mut attempt =
            Attempt { key: attempts_key(partition, start), count: 0, most: self.most, until: start + self.seconds };
        attempt.count = attempt.add(ctx, 1).await?;
        Ok(attempt)
    }
}

/// An attempt that has been counted.
#[derive(Debug)]
pub(crate) struct Attempt {
    key: Key,
    count: i64,
    most: i64,
    until: i64,
}

impl Attempt {
    /// How long to wait, where it was one too many.
    pub(crate) fn wait(&self, now: Timestamp) -> Option<Duration> {
        let seconds = u64::try_from(self.until - now.as_second()).unwrap_or_default();
        (self.count > self.most).then(|| Duration::from_secs(seconds.max(1)))
    }

    /// Refuses it where it was one too many.
    pub(crate) fn admit(&self, now: Timestamp) -> Result<(), Refusal> {
        self.wait(now).map_or(Ok(()), |wait| Err(too_many(wait)))
    }

    /// Uncounts one that turned out right.
    pub(crate) async fn take_back(&self, ctx: &Ctx) -> Result<(), Failure> {
        self.add(ctx, -1).await.map(|_| ())
    }

    async fn add(&self, ctx: &Ctx, by: i64) -> Result<i64, Failure> {
        let item = ctx.store().update("attempts", &self.key, Update::new().add("n", by).set("ttl", self.until)).await?;
        let count = item.get("n").and_then(|v| v.as_n().ok()).and_then(|n| n.parse().ok());
        count.ok_or_else(|| Failure::fault("a counter without its number"))
    }
}

pub(crate) fn too_many(wait: Duration) -> Refusal {
    Refusal::new(codes::TOO_MANY_ATTEMPTS, "Too many attempts; Retry-After says when the next is allowed.").after(wait)
}

/// Where an account's attempts at codes or at its password are counted.
pub(crate) fn of_user(user: UserId, what: &str) -> String {
    format!("LOGIN#{}#{what}", user.bare())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn windows_are_fixed_and_meet() {
        let limit = Limit { most: 1, seconds: 300 };
        assert_eq!([0, 299, 300, 599].map(|second| limit.start(at(second))), [0, 0, 300, 300]);
        assert_eq!(limit.start(at(-1)), -300);
    }

    #[test]
    fn the_wait_ends_with_the_window() {
        let attempt = |count| Attempt { key: Key::only("x"), count, most: 10, until: 600 };
        assert_eq!(attempt(10).wait(at(300)), None);
        assert_eq!(attempt(11).wait(at(300)), Some(Duration::from_secs(300)));
        assert_eq!(attempt(99).wait(at(599)), Some(Duration::from_secs(1)));
        assert_eq!(attempt(99).wait(at(600)), Some(Duration::from_secs(1)));
        assert_eq!(attempt(11).admit(at(590)).unwrap_err().retry_after, Some(Duration::from_secs(10)));
    }
}
