//! The newest records of a stream that anybody wants, read once for all who follow it.

use medilink_dynamo::{Change, Changes};
use std::{collections::VecDeque, fmt, sync::Arc};

/// As many as are kept for those who are a little behind; who is further behind reads for itself.
const KEPT: usize = 2000;

/// A place in a stream: the number of a record, or 0 before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(i64);

impl Place {
    /// The place of a record's number.
    pub const fn of(number: i64) -> Self {
        Self(number)
    }

    /// What was written of a place; `None` for what is none.
    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// The number.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Microseconds of the stream's clock from another place to this one.
    pub const fn micros_after(self, other: Self) -> i64 {
        self.0.saturating_sub(other.0)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A record of a stream.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// The partition key of the item that has changed.
    pub pk: String,
    /// The record as functions get it, in JSON.
    pub text: String,
}

impl From<Change> for Entry {
    fn from(change: Change) -> Self {
        Self { place: Place(change.number), pk: change.pk, text: change.record }
    }
}

/// What somebody finds after a place.
#[derive(Debug)]
pub struct Seen {
    /// What is wanted, in order.
    pub entries: Vec<Arc<Entry>>,
    /// The place up to which nothing else is.
    pub through: Place,
}

impl From<Changes> for Seen {
    fn from(changes: Changes) -> Self {
        let entries = changes.wanted.into_iter().map(|change| Arc::new(change.into())).collect();
        Self { entries, through: Place(changes.through) }
    }
}

/// The newest records, without a gap.
#[derive(Debug)]
pub struct Window {
    after: Place,
    entries: VecDeque<Arc<Entry>>,
    through: Place,
}

impl Window {
    /// A window that has seen nothing since this place.
    pub fn new(after: Place) -> Self {
        Self { after, entries: VecDeque::new(), through: after }
    }

    /// Adds what came next.
    pub fn extend(&mut self, seen: Seen) {
        self.entries.extend(seen.entries);
        self.through = seen.through;
        while self.entries.len() > KEPT {
            self.after = self.entries.pop_front().map_or(self.after, |entry| entry.place);
        }
    }

    /// Lets go of what everybody has had the time to take.
    pub fn clear(&mut self) {
        self.after = self.through;
        self.entries.clear();
    }

    /// The place up to which it has seen everything.
    pub const fn newest(&self) -> Place {
        self.through
    }

    /// What is wanted after a place, at most so many; `None` where the window does not reach back so far.
    pub fn after(&self, place: Place, most: usize, wants: impl Fn(&str) -> bool) -> Option<Seen> {
        if place < self.after {
            return None;
        }
        let from = self.entries.partition_point(|entry| entry.place <= place);
        let mut wanted = self.entries.iter().skip(from).filter(|entry| wants(&entry.pk));
        let entries: Vec<_> = wanted.by_ref().take(most).cloned().collect();
        let left = wanted.next().is_some();
        let last = entries.last().map_or(place, |entry| entry.place);
        Some(Seen { entries, through: if left { last } else { self.through.max(place) } })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(numbers: impl IntoIterator<Item = i64>, through: i64) -> Seen {
        let entry = |number: i64| {
            let pk = if number % 2 == 0 { "EVEN" } else { "ODD" };
            Arc::new(Entry { place: Place(number), pk: pk.into(), text: "{}".into() })
        };
        Seen { entries: numbers.into_iter().map(entry).collect(), through: Place(through) }
    }

    fn look(window: &Window, after: i64, most: usize, wanted: &str) -> Option<(Vec<i64>, i64)> {
        let seen = window.after(Place(after), most, |pk| wanted.contains(pk))?;
        Some((seen.entries.iter().map(|entry| entry.place.0).collect(), seen.through.0))
    }

    #[test]
    fn it_gives_what_is_wanted_and_says_where_it_does_not_reach() {
        let mut window = Window::new(Place(3));
        let both = "EVEN ODD";
        assert_eq!((look(&window, 3, 9, both), look(&window, 2, 9, both)), (Some((vec![], 3)), None));
        window.extend(seen(4..8, 9));
        assert_eq!(look(&window, 3, 9, both), Some((vec![4, 5, 6, 7], 9)));
        assert_eq!(look(&window, 5, 1, both), Some((vec![6], 6)));
        assert_eq!(look(&window, 3, 1, "EVEN"), Some((vec![4], 4)));
        assert_eq!(look(&window, 3, 2, "EVEN"), Some((vec![4, 6], 9)));
        assert_eq!(look(&window, 6, 2, "EVEN"), Some((vec![], 9)));
        assert_eq!((look(&window, 9, 9, both), window.newest()), (Some((vec![], 9)), Place(9)));
        window.clear();
        assert_eq!((look(&window, 8, 9, both), look(&window, 9, 9, both)), (None, Some((vec![], 9))));
    }

    #[test]
    fn it_grows_no_larger_than_it_may() {
        let mut window = Window::new(Place(0));
        window.extend(seen(1..=KEPT as i64 + 10, KEPT as i64 + 10));
        assert_eq!(window.entries.len(), KEPT);
        assert_eq!((look(&window, 9, 1, "ODD"), look(&window, 10, 1, "ODD")), (None, Some((vec![11], 11))));
    }
}
