use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// A point in time as the API shows it: RFC 3339 in UTC, whole seconds (`2027-03-01T08:00:00Z`), years 1900 to 2199.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(Timestamp);

impl Instant {
    /// The instant, cut to whole seconds.
    pub fn new(at: Timestamp) -> Self {
        Self(Timestamp::from_second(at.as_second()).unwrap_or(at))
    }

    /// The instant as `jiff` counts it.
    pub const fn timestamp(self) -> Timestamp {
        self.0
    }

    /// Seconds since 1970, as TTL attributes and tokens carry it.
    pub fn seconds(self) -> i64 {
        self.0.as_second()
    }
}

impl From<Timestamp> for Instant {
    fn from(at: Timestamp) -> Self {
        Self::new(at)
    }
}

impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for Instant {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Instant {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        let wrong = || D::Error::custom("invalid_instant: an instant like 2027-03-01T08:00:00Z is expected");
        let at: Timestamp = text.parse().map_err(|_| wrong())?;
        let year = at.to_zoned(jiff::tz::TimeZone::UTC).year();
        // Whole seconds only: an instant that reads back as another one would be two answers to one question.
        if !(1900..2200).contains(&year) || at.subsec_nanosecond() != 0 {
            return Err(wrong());
        }
        Ok(Self(at))
    }
}

impl schemars::JsonSchema for Instant {
    fn schema_name() -> Cow<'static, str> {
        "Instant".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date-time", "examples": ["2027-03-01T08:00:00Z"]})
    }
}
