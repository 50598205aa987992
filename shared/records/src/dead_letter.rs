use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use medilink_kernel::Instant;
use medilink_operation::dead_letters;
use medilink_store::Key;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, IgnoredAny},
};
use std::{borrow::Cow, fmt, str::FromStr};

/// The partition of the index that lists dead letters, by time.
pub const DEAD_LETTERS: &str = "DEAD";
/// The partition of the index that lists what is tried again by itself, by when.
pub const POSTPONED: &str = "LATER";
/// What waits longest.
const LONGEST_WAIT: SignedDuration = SignedDuration::from_mins(30);

/// Where the index has what is tried again for the turn after so many: ever later, up to half an hour.
pub fn postponed_position(now: Timestamp, turns: u32) -> String {
    let wait = SignedDuration::from_mins(1 << turns.min(5)).min(LONGEST_WAIT);
    due_position(now.saturating_add(wait).unwrap_or(now))
}

/// How a time sorts there.
pub fn due_position(at: Timestamp) -> String {
    format!("{:020}", at.as_second().max(0))
}

/// A record of a stream that an operation could not follow however often it came: set aside so that it blocks nobody,
/// until an admin has it replayed or discards it. Its item counts failures before there is a letter in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetter {
    /// Which operation.
    pub operation: String,
    /// The table that the record tells of.
    pub table: String,
    /// The family of the item's key (`APT`, `REG`): what stands behind it may name people.
    pub family: String,
    /// Why it failed the last time, by a stable name.
    pub cause: String,
    /// How often it has failed since it came, or was replayed the last time.
    pub attempts: u32,
    /// How often it was replayed.
    pub replays: u32,
    /// How often it was tried again by itself.
    #[serde(default)]
    pub turns: u32,
    /// When it failed first.
    pub first_failed_at: Instant,
    /// When it failed the last time.
    pub last_failed_at: Instant,
    /// The record itself, sealed: what a tenant's items say is not for the platform's eyes.
    #[serde(with = "serde_bytes")]
    pub record: Vec<u8>,
}

impl DeadLetter {
    /// How often its record was to come again: by an admin's wish, or by itself.
    pub fn wishes(&self) -> u64 {
        u64::from(self.replays) + u64::from(self.turns)
    }
}

/// What stands where a dead letter may be.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum DeadLetterItem {
    /// A letter.
    Letter(DeadLetter),
    /// No more than failures that were counted.
    Count(IgnoredAny),
}

impl DeadLetterItem {
    /// The letter, where it is one.
    pub fn letter(self) -> Option<DeadLetter> {
        match self {
            Self::Letter(letter) => Some(letter),
            Self::Count(_) => None,
        }
    }
}

/// Names a dead letter and leads to its item: the operation, and what names the record in its stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeadLetterId {
    operation: String,
    event: String,
}

/// What is wrong with a text that should have named a dead letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid_id: not the id of a dead letter")]
pub struct InvalidDeadLetterId;

impl DeadLetterId {
    const PREFIX: &'static str = "dl_";
    /// Longer than any id of an operation and an event.
    const LONGEST: usize = 400;

    /// The id of the letter that this operation makes of this event.
    pub fn new(operation: &str, event: &str) -> Self {
        Self { operation: operation.to_owned(), event: event.to_owned() }
    }

    /// The id of the letter at a key; `None` for the key of something else.
    pub fn of(key: &Key) -> Option<Self> {
        let operation = key.pk.strip_prefix(&dead_letters(""))?;
        Some(Self::new(operation, &key.sk))
    }

    /// Where the letter lives.
    pub fn key(&self) -> Key {
        Key::new(dead_letters(&self.operation), &self.event)
    }
}

impl fmt::Display for DeadLetterId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let both = format!("{}\n{}", self.operation, self.event);
        write!(f, "{}{}", Self::PREFIX, BASE64URL_NOPAD.encode(both.as_bytes()))
    }
}

impl FromStr for DeadLetterId {
    type Err = InvalidDeadLetterId;

    fn from_str(text: &str) -> Result<Self, InvalidDeadLetterId> {
        let read = || {
            let both = BASE64URL_NOPAD.decode(text.strip_prefix(Self::PREFIX)?.as_bytes()).ok()?;
            let both = String::from_utf8(both).ok()?;
            let (operation, event) = both.split_once('\n')?;
            let visible = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_graphic());
            (visible(operation) && visible(event)).then(|| Self::new(operation, event))
        };
        if text.len() > Self::LONGEST { Err(InvalidDeadLetterId) } else { read().ok_or(InvalidDeadLetterId) }
    }
}

impl Serialize for DeadLetterId {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DeadLetterId {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for DeadLetterId {
    fn schema_name() -> Cow<'static, str> {
        "DeadLetterId".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^dl_[A-Za-z0-9_-]+$",
            "maxLength": Self::LONGEST,
            "examples": [Self::new("notifications.raise_from_registrations", "0123456789abcdef").to_string()],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_store::{AttributeValue, Item};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_reads_back_and_leads_to_its_key(operation in "[a-z]{1,12}\\.[a-z_]{1,40}", event in "[!-~]{1,64}") {
            let id = DeadLetterId::new(&operation, &event);
            prop_assert_eq!(id.to_string().parse(), Ok(id.clone()));
            prop_assert_eq!(DeadLetterId::of(&id.key()), Some(id));
        }

        #[test]
        fn only_canonical_texts_are_ids(text in "dl_.{0,60}") {
            if let Ok(id) = text.parse::<DeadLetterId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }
    }

    #[test]
    fn a_count_is_no_letter_yet() {
        let text = |text: &str| AttributeValue::S(text.to_owned());
        let number = |number: u32| AttributeValue::N(number.to_string());
        let now = text("2027-03-01T08:00:00Z");
        let mut item: Item =
            [("attempts", number(5)), ("firstFailedAt", now.clone()), ("lastFailedAt", now), ("ttl", number(1))]
                .map(|(name, value)| (name.to_owned(), value))
                .into();
        let letter = |item: &Item| medilink_store::read::<DeadLetterItem>(item.clone()).unwrap().letter();
        assert_eq!(letter(&item), None);
        item.insert("record".to_owned(), AttributeValue::B(vec![0, 255].into()));
        item.insert("replays".to_owned(), number(0));
        for name in ["operation", "table", "family", "cause"] {
            item.insert(name.to_owned(), text(name));
        }
        assert_eq!(letter(&item).map(|letter| (letter.attempts, letter.record)), Some((5, vec![0, 255])));
    }

    #[test]
    fn what_is_postponed_waits_ever_longer_up_to_half_an_hour() {
        let waits = [0, 1, 4, 5, 40].map(|turns| postponed_position(Timestamp::UNIX_EPOCH, turns));
        assert_eq!(waits, [60, 120, 960, 1800, 1800].map(|seconds: u32| format!("{seconds:020}")));
    }

    #[test]
    fn what_no_letter_is_called_is_no_id() {
        let named = |text: &str| format!("dl_{}", BASE64URL_NOPAD.encode(text.as_bytes()));
        for text in ["", "\n", "a\n", "\nb", "a", "a\nb\nc", "a\nb c", "a\nb\u{e9}"] {
            assert!(named(text).parse::<DeadLetterId>().is_err(), "{text:?}");
        }
        let long = DeadLetterId::new("a.b", &"x".repeat(400)).to_string();
        assert!(long.parse::<DeadLetterId>().is_err());
        assert_eq!(DeadLetterId::of(&Key::only("REG#1")), None);
    }
}
