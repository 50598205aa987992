//! The ends of a range of time in a query: a date, or an instant.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use medilink_edge::Failure;
use medilink_kernel::{CalendarDate, Instant};
use medilink_operation::{Refusal, codes};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, value};
use std::borrow::Cow;

/// One end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// A whole date in UTC.
    Date(Date),
    /// An instant.
    At(Instant),
}

impl<'de> Deserialize<'de> for Bound {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        let inner =
            || -> value::CowStrDeserializer<'_, value::Error> { Cow::Borrowed(text.as_ref()).into_deserializer() };
        let date = CalendarDate::deserialize(inner()).map(|date| Self::Date(date.date()));
        date.or_else(|_| Instant::deserialize(inner()).map(Self::At)).map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for Bound {
    fn schema_name() -> Cow<'static, str> {
        "DateOrInstant".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}],
            "examples": ["2027-03-01", "2027-03-01T08:00:00Z"],
        })
    }
}

/// The time that a list asks for: from its first instant up to, but without, its last one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// The first instant, where one is given: a list then goes forward from it, otherwise back from the latest.
    pub from: Option<Timestamp>,
    /// The instant after the last one.
    pub to: Option<Timestamp>,
}

impl Span {
    /// The span between two ends; a last date is included.
    pub fn new(from: Option<Bound>, to: Option<Bound>) -> Result<Self, Failure> {
        let midnight = |date: Date| date.to_zoned(TimeZone::UTC).map(|zoned| zoned.timestamp()).map_err(Failure::fault);
        let from = match from {
            Some(Bound::Date(date)) => Some(midnight(date)?),
            Some(Bound::At(at)) => Some(at.timestamp()),
            None => None,
        };
        let to = match to {
            Some(Bound::Date(date)) => Some(midnight(date.tomorrow().map_err(Failure::fault)?)?),
            Some(Bound::At(at)) => Some(at.timestamp()),
            None => None,
        };
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            return Err(Refusal::field(
                codes::INVALID_INPUT,
                "?to",
                "out_of_range",
                "An end after the start is expected.",
            )
            .into());
        }
        Ok(Self { from, to })
    }

    /// Whether the list goes back from the latest.
    pub const fn newest_first(&self) -> bool {
        self.from.is_none()
    }

    /// Whether it holds this instant.
    pub fn contains(&self, at: Instant) -> bool {
        let at = at.timestamp();
        self.from.is_none_or(|from| from <= at) && self.to.is_none_or(|to| at < to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bound(text: &str) -> Option<Bound> {
        Some(serde_json::from_value(text.into()).unwrap())
    }

    fn at(text: &str) -> Instant {
        text.parse::<Timestamp>().unwrap().into()
    }

    #[test]
    fn dates_are_whole_and_instants_exact() {
        let days = Span::new(bound("2027-03-01"), bound("2027-03-02")).unwrap();
        let inside = ["2027-03-01T00:00:00Z", "2027-03-02T23:55:00Z"];
        let outside = ["2027-02-28T23:55:00Z", "2027-03-03T00:00:00Z"];
        assert!(inside.iter().all(|i| days.contains(at(i))) && !outside.iter().any(|i| days.contains(at(i))));
        let hour = Span::new(bound("2027-03-01T08:00:00Z"), bound("2027-03-01T09:00:00Z")).unwrap();
        assert!(hour.contains(at("2027-03-01T08:00:00Z")) && !hour.contains(at("2027-03-01T09:00:00Z")));
        assert!(Span::new(None, None).unwrap().newest_first());
        assert!(Span::new(bound("2027-03-02"), bound("2027-03-01")).is_err());
        assert!(serde_json::from_value::<Bound>("2027-3-1".into()).is_err());
    }
}
