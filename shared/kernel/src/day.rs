use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// A date on the calendar, `YYYY-MM-DD`, years 1900 to 2199, in no zone of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CalendarDate(Date);

impl CalendarDate {
    /// The date as `jiff` counts it.
    pub const fn date(self) -> Date {
        self.0
    }

    /// The date of an instant in UTC.
    pub fn utc(at: Timestamp) -> Self {
        Self(at.to_zoned(TimeZone::UTC).date())
    }
}

impl From<Date> for CalendarDate {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

impl std::fmt::Display for CalendarDate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(&self.0, f)
    }
}

impl Serialize for CalendarDate {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for CalendarDate {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(d)?;
        text.parse::<Date>()
            .ok()
            .filter(|date| text.len() == 10 && (1900..2200).contains(&date.year()))
            .map(Self)
            .ok_or_else(|| D::Error::custom("invalid_date: a date like 1990-05-31 is expected"))
    }
}

impl schemars::JsonSchema for CalendarDate {
    fn schema_name() -> Cow<'static, str> {
        "CalendarDate".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "format": "date", "examples": ["1990-05-31"]})
    }
}
