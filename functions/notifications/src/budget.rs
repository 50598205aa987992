//! How often something may happen to somebody. What happens has a name, and the same name again counts once: streams
//! repeat their records, and senders try again.

use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure};
use medilink_operation::{Action, Grant};
use medilink_store::{Condition, Key, StoreError};
use serde::{Deserialize, Serialize};

/// What counting needs.
pub(crate) const BUDGET: Grant = Grant::platform("BUDGET#", &[Action::GetItem, Action::PutItem]);

/// At most so many within so long.
pub(crate) type Limit = (SignedDuration, usize);

/// What has happened of late.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Counted {
    /// Names, and when in seconds since 1970.
    had: Vec<(String, i64)>,
    /// Counts the changes.
    version: u64,
    ttl: i64,
}

/// Whether something that happens at a time is within its limits, which then count it.
pub(crate) async fn admits(
    ctx: &Ctx,
    what: &str,
    name: &str,
    at: Timestamp,
    limits: &[Limit],
) -> Result<bool, Failure> {
    let key = Key::only(format!("BUDGET#{what}"));
    let counted = ctx.store().get::<Counted>(&key).await?.unwrap_or_default();
    if counted.had.iter().any(|(had, _)| had == name) {
        return Ok(true);
    }
    let Some(next) = counted.with(name, at.as_second(), limits) else { return Ok(false) };
    let unchanged = Condition::default().absent_or("version", "=", counted.version);
    match ctx.store().put("budget", &key, &next, unchanged).await {
        Ok(()) => Ok(true),
        Err(error) if error.failed("budget") => Err(StoreError::Busy("two at one budget".into()).into()),
        Err(error) => Err(error.into()),
    }
}

impl Counted {
    /// With one more; `None` where that would be too many.
    fn with(&self, name: &str, at: i64, limits: &[Limit]) -> Option<Self> {
        let within = |window: SignedDuration| {
            let first = at.saturating_sub(window.as_secs());
            move |(_, had): &&(String, i64)| *had > first
        };
        if limits.iter().any(|(window, most)| self.had.iter().filter(within(*window)).count() >= *most) {
            return None;
        }
        let longest = limits.iter().map(|(window, _)| *window).max().unwrap_or_default();
        let mut had: Vec<_> = self.had.iter().filter(within(longest)).cloned().collect();
        had.push((name.to_owned(), at));
        Some(Self { had, version: self.version + 1, ttl: at.saturating_add(2 * longest.as_secs()) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_window_has_its_limit_and_what_is_older_is_forgotten() {
        let limits = [(SignedDuration::from_hours(1), 3), (SignedDuration::from_hours(24), 5)];
        let mut counted = Counted::default();
        let mut admitted = Vec::new();
        for minute in (0..300).step_by(10) {
            if let Some(next) = counted.with(&minute.to_string(), minute * 60, &limits) {
                counted = next;
                admitted.push(minute);
            }
        }
        assert_eq!(admitted, [0, 10, 20, 60, 70], "three an hour, five a day");
        let next_day = counted.with("late", 24 * 3600 + 15 * 60, &limits).unwrap();
        assert_eq!(next_day.had.len(), 4);
    }
}
