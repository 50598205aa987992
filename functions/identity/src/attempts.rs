//! Attempts at guessing are counted before they are judged, in fixed windows: whoever is locked out is let in again
//! when the window ends, whatever others do. A request repeated under its `Idempotency-Key` is one attempt: it guesses
//! nothing new.

use crate::records::{AttemptRecord, attempt_key, attempts_key};
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::UserId;
use medilink_operation::{Refusal, codes};
use medilink_store::{Condition, Key, StoreError, Transaction, Update};
use std::time::Duration;

/// How many there were in a window.
const COUNT: &str = "n";

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
    pub(crate) fn start(self, now: Timestamp) -> i64 {
        now.as_second() - now.as_second().rem_euclid(self.seconds)
    }

    /// Counts one attempt, where the window has room for it. A repetition writes nothing: the request was let in once, and
    /// guesses nothing new.
    pub(crate) async fn reserve(self, ctx: &Ctx, partition: &str) -> Result<Attempt, Failure> {
        let start = self.start(ctx.now);
        let (key, until) = (attempts_key(partition, start), start + self.seconds);
        let room = Condition::default().absent_or(COUNT, "<", self.most);
        let count = Update::new().add(COUNT, 1).set("ttl", until).when(room);
        let counted = match ctx.request_name() {
            None => ctx.store().update("attempts", &key, count).await.map(|_| ()),
            Some(name) => {
                let (seen, record) = (attempt_key(partition, start, &name), AttemptRecord { ttl: until });
                let both = Transaction::new().update(&ctx.store(), "attempts", &key, count);
                ctx.session.transact(both.put(&ctx.store(), "attempt", &seen, &record, Condition::new_item())).await
            }
        };
        let (counted, room) = match counted {
            Ok(()) => (true, true),
            Err(error) if error.failed("attempt") => (false, true),
            Err(error) if error.failed("attempts") => (false, false),
            Err(error) => return Err(error.into()),
        };
        Ok(Attempt { key, counted, room, until })
    }
}

/// Whether this request was not counted before under the same `Idempotency-Key`.
pub(crate) async fn is_first(ctx: &Ctx, partition: &str, start: i64, until: i64) -> Result<bool, Failure> {
    let Some(name) = ctx.request_name() else { return Ok(true) };
    let record = AttemptRecord { ttl: until };
    match ctx.store().put("attempt", &attempt_key(partition, start, &name), &record, Condition::new_item()).await {
        Ok(()) => Ok(true),
        Err(StoreError::Condition { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

/// An attempt, as one of those counted in its window.
#[derive(Debug)]
pub(crate) struct Attempt {
    key: Key,
    counted: bool,
    room: bool,
    until: i64,
}

impl Attempt {
    /// How long to wait, where it was one too many.
    pub(crate) fn wait(&self, now: Timestamp) -> Option<Duration> {
        let seconds = u64::try_from(self.until - now.as_second()).unwrap_or_default();
        (!self.room).then(|| Duration::from_secs(seconds.max(1)))
    }

    /// Refuses it where it was one too many.
    pub(crate) fn admit(&self, now: Timestamp) -> Result<(), Refusal> {
        self.wait(now).map_or(Ok(()), |wait| Err(too_many(wait)))
    }

    /// Uncounts one that turned out right.
    pub(crate) async fn take_back(&self, ctx: &Ctx) -> Result<(), Failure> {
        if self.counted {
            ctx.store().update("attempts", &self.key, Update::new().add(COUNT, -1).set("ttl", self.until)).await?;
        }
        Ok(())
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
        let attempt = |room| Attempt { key: Key::only("x"), counted: true, room, until: 600 };
        assert_eq!(attempt(true).wait(at(300)), None);
        assert_eq!(attempt(false).wait(at(300)), Some(Duration::from_secs(300)));
        assert_eq!(attempt(false).wait(at(599)), Some(Duration::from_secs(1)));
        assert_eq!(attempt(false).wait(at(600)), Some(Duration::from_secs(1)));
        assert_eq!(attempt(false).admit(at(590)).unwrap_err().retry_after, Some(Duration::from_secs(10)));
    }
}
