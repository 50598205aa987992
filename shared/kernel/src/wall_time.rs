//! A time on the wall, `HH:MM`, in no zone of its own.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
use std::borrow::Cow;

/// Minutes in a day on the wall.
pub const DAY_MINUTES: u16 = 24 * 60;

/// A time on the wall from `00:00` to `24:00`, which is the end of the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WallTime(u16);

impl WallTime {
    /// Minutes since the day began, 0 to 1440.
    pub const fn minutes(self) -> u16 {
        self.0
    }
}

/// What is wrong with a text that should have been a time on the wall.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("invalid_time: a time like 09:30 is expected")]
pub struct InvalidTime;

impl std::str::FromStr for WallTime {
    type Err = InvalidTime;
    fn from_str(text: &str) -> Result<Self, InvalidTime> {
        let &[h1, h2, b':', m1, m2] = text.as_bytes() else { return Err(InvalidTime) };
        let digits = |tens: u8, ones: u8| {
            let both = tens.is_ascii_digit() && ones.is_ascii_digit();
            both.then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0')).ok_or(InvalidTime)
        };
        let (hours, minutes) = (digits(h1, h2)?, digits(m1, m2)?);
        let total = hours * 60 + minutes;
        if minutes < 60 && total <= DAY_MINUTES { Ok(Self(total)) } else { Err(InvalidTime) }
    }
}

impl std::fmt::Display for WallTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl Serialize for WallTime {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for WallTime {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Cow::<'de, str>::deserialize(d)?.parse().map_err(D::Error::custom)
    }
}

impl schemars::JsonSchema for WallTime {
    fn schema_name() -> Cow<'static, str> {
        "WallTime".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({
            "type": "string",
            "pattern": "^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$",
            "examples": ["09:30"],
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minute_of_a_day_reads_back() {
        for minute in 0..=DAY_MINUTES {
            let time = WallTime(minute);
            assert_eq!(time.to_string().parse(), Ok(time));
        }
    }

    #[test]
    fn nothing_else_is_a_time() {
        for text in
            ["", "9:00", "09:0", "09:60", "24:01", "25:00", "+9:00", "09.00", "09:00:00", " 9:00", "٠٩:٠٠", "-1:00"]
        {
            assert_eq!(text.parse::<WallTime>(), Err(InvalidTime), "{text}");
        }
    }
}
