//! The newest records of a stream, read once for all who follow it.

use serde::Deserialize;
use serde_json::value::RawValue;
use std::{collections::VecDeque, fmt, sync::Arc};

/// As many as are kept for those who are a little behind; who is further behind reads for itself.
const KEPT: usize = 2000;

/// A place in a stream: the number of a record, or 0 before the first.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place(u128);

impl Place {
    /// The place of a sequence number; `None` for what is none.
    pub fn read(text: &str) -> Option<Self> {
        text.parse().ok().map(Self)
    }

    /// Before the first record that there is.
    pub fn is_horizon(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// A record of a stream: of most of them nobody wants to know more than the key.
#[derive(Debug)]
pub struct Entry {
    /// Where it stands.
    pub place: Place,
    /// The partition key of the item that has changed.
    pub pk: String,
    /// All of it.
    pub text: Box<RawValue>,
}

impl Entry {
    /// Reads a record as the engine gives it.
    pub fn read(text: Box<RawValue>) -> Result<Self, String> {
        let outline: Outline = serde_json::from_str(text.get()).map_err(|error| error.to_string())?;
        let place = Place::read(&outline.change.sequence).ok_or("a record without a number")?;
        Ok(Self { place, pk: outline.change.keys.pk.text, text })
    }
}

#[derive(Deserialize)]
struct Outline {
    #[serde(rename = "dynamodb")]
    change: Change,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Change {
    keys: Keys,
    #[serde(rename = "SequenceNumber")]
    sequence: String,
}

#[derive(Deserialize)]
struct Keys {
    pk: Text,
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "S")]
    text: String,
}

/// The newest records, without a gap.
#[derive(Debug)]
pub struct Window {
    after: Place,
    entries: VecDeque<Arc<Entry>>,
}

impl Window {
    /// A window that has seen nothing since this place.
    pub fn new(after: Place) -> Self {
        Self { after, entries: VecDeque::new() }
    }

    /// Adds what came next.
    pub fn extend(&mut self, entries: Vec<Entry>) {
        self.entries.extend(entries.into_iter().map(Arc::new));
        while self.entries.len() > KEPT {
            self.after = self.entries.pop_front().map_or(self.after, |entry| entry.place);
        }
    }

    /// Lets go of what everybody has had the time to take.
    pub fn clear(&mut self) {
        self.after = self.newest();
        self.entries.clear();
    }

    /// The place of the newest.
    pub fn newest(&self) -> Place {
        self.entries.back().map_or(self.after, |entry| entry.place)
    }

    /// What follows a place, at most so many; `None` where the window does not reach back so far.
    pub fn after(&self, place: Place, most: usize) -> Option<Vec<Arc<Entry>>> {
        if place < self.after {
            return None;
        }
        let from = self.entries.partition_point(|entry| entry.place <= place);
        Some(self.entries.iter().skip(from).take(most).cloned().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: usize) -> Entry {
        let text = format!(
            r#"{{"dynamodb": {{"Keys": {{"pk": {{"S": "A"}}, "sk": {{"S": "-"}}}}, "SequenceNumber": "{number}"}}}}"#
        );
        Entry::read(RawValue::from_string(text).unwrap()).unwrap()
    }

    fn places(window: &Window, after: u128, most: usize) -> Option<Vec<u128>> {
        Some(window.after(Place(after), most)?.iter().map(|entry| entry.place.0).collect())
    }

    #[test]
    fn it_gives_what_follows_and_says_where_it_does_not_reach() {
        let mut window = Window::new(Place(3));
        assert_eq!((places(&window, 3, 9), places(&window, 2, 9)), (Some(vec![]), None));
        window.extend((4..8).map(entry).collect());
        assert_eq!(places(&window, 3, 9), Some(vec![4, 5, 6, 7]));
        assert_eq!(places(&window, 5, 1), Some(vec![6]));
        assert_eq!((places(&window, 7, 9), window.newest()), (Some(vec![]), Place(7)));
        window.clear();
        assert_eq!((places(&window, 6, 9), places(&window, 7, 9)), (None, Some(vec![])));
    }

    #[test]
    fn it_grows_no_larger_than_it_may() {
        let mut window = Window::new(Place(0));
        window.extend((1..=KEPT + 10).map(entry).collect());
        assert_eq!(window.entries.len(), KEPT);
        assert_eq!((places(&window, 9, 1), places(&window, 10, 1)), (None, Some(vec![11])));
    }

    #[test]
    fn a_record_without_key_or_number_is_none() {
        for text in ["{}", r#"{"dynamodb": {"Keys": {"pk": {"S": "A"}}, "SequenceNumber": "x"}}"#] {
            assert!(Entry::read(RawValue::from_string(text.to_owned()).unwrap()).is_err(), "{text}");
        }
    }
}
