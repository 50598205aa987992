//! The weekly hours of a doctor, as a client sends them.

use crate::grid::CELL_MINUTES;
use jiff::tz::TimeZone;
use medilink_kernel::{DAY_MINUTES, WallTime};
use medilink_operation::FieldError;
use serde::{Deserialize, Serialize};

/// Windows that a week may have.
pub const MAX_WINDOWS: usize = 50;

const WEEK_MINUTES: u16 = 7 * DAY_MINUTES;

/// When a doctor receives patients, every week anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WorkingHours {
    /// IANA name of the zone in which the times are meant.
    #[schemars(length(min = 1, max = 64), extend("examples" = ["Africa/Algiers"]))]
    pub time_zone: String,
    /// Length of an appointment: 5 to 240 minutes, a multiple of 5.
    #[schemars(range(min = 5, max = 240), extend("multipleOf" = 5))]
    pub slot_minutes: u16,
    /// The windows of a week, at most 50, none overlapping another.
    #[schemars(length(max = MAX_WINDOWS))]
    pub weekly: Vec<Window>,
}

/// A stretch of a weekday; one that ends at or before the time of its start passes midnight.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Window {
    /// The day on which it begins.
    pub day: Weekday,
    /// Its first minute; not `24:00`.
    pub from: WallTime,
    /// The minute after its last one; `24:00` ends with the day.
    pub to: WallTime,
}

impl Window {
    /// Minutes from the midnight before its start to its end: above 1440 when it passes midnight.
    pub fn end_minutes(&self) -> u16 {
        let to = self.to.minutes();
        if to > self.from.minutes() { to } else { to + DAY_MINUTES }
    }

    fn overlaps(&self, other: &Self) -> bool {
        let length = self.end_minutes() - self.from.minutes();
        // How far the other begins after this one, going round the week: too early, or reaching round to here again.
        let distance = (other.week_minute() + WEEK_MINUTES - self.week_minute()) % WEEK_MINUTES;
        distance < length || distance + (other.end_minutes() - other.from.minutes()) > WEEK_MINUTES
    }

    fn week_minute(&self) -> u16 {
        self.day as u16 * DAY_MINUTES + self.from.minutes()
    }
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "the names say it")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl From<jiff::civil::Weekday> for Weekday {
    fn from(day: jiff::civil::Weekday) -> Self {
        use jiff::civil::Weekday as Day;
        match day {
            Day::Monday => Self::Monday,
            Day::Tuesday => Self::Tuesday,
            Day::Wednesday => Self::Wednesday,
            Day::Thursday => Self::Thursday,
            Day::Friday => Self::Friday,
            Day::Saturday => Self::Saturday,
            Day::Sunday => Self::Sunday,
        }
    }
}

impl WorkingHours {
    /// Their zone, if there is one of exactly this name.
    pub fn zone(&self) -> Option<TimeZone> {
        TimeZone::get(&self.time_zone)
            .ok()
            .filter(|zone| zone.iana_name() == Some(&self.time_zone) && !zone.is_unknown())
    }

    /// Everything that is wrong with them, by JSON pointer into them; empty when they can be used.
    pub fn mistakes(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut mistake = |pointer: String, code: &str, detail: &str| {
            found.push(FieldError { pointer, code: code.to_owned(), detail: detail.to_owned() });
        };
        if self.zone().is_none() {
            mistake("/timeZone".into(), "unknown_time_zone", "the IANA name of a time zone is expected");
        }
        if !(CELL_MINUTES..=240).contains(&self.slot_minutes) || !self.slot_minutes.is_multiple_of(CELL_MINUTES) {
            mistake("/slotMinutes".into(), "invalid_slot_length", "5 to 240 minutes in steps of 5 are expected");
        }
        if self.weekly.len() > MAX_WINDOWS {
            mistake("/weekly".into(), "too_many_windows", "at most 50 windows a week");
            return found;
        }
        for (i, window) in self.weekly.iter().enumerate() {
            for (end, time) in [("from", window.from), ("to", window.to)] {
                if !time.minutes().is_multiple_of(CELL_MINUTES) {
                    mistake(format!("/weekly/{i}/{end}"), "off_grid", "a time in steps of 5 minutes is expected");
                }
            }
            if window.from.minutes() == DAY_MINUTES {
                mistake(format!("/weekly/{i}/from"), "invalid_time", "24:00 is the end of a day, not a start");
            } else if window.from == window.to {
                mistake(format!("/weekly/{i}/to"), "empty_window", "a window ends at another time than it starts");
            } else if self.weekly[..i].iter().any(|earlier| earlier.overlaps(window)) {
                mistake(format!("/weekly/{i}"), "overlapping_windows", "this window overlaps an earlier one");
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn hours(zone: &str, slot: u16, weekly: &[(&str, &str, &str)]) -> WorkingHours {
        let weekly: Vec<_> = weekly.iter().map(|(day, from, to)| json!({"day": day, "from": from, "to": to})).collect();
        serde_json::from_value(json!({"timeZone": zone, "slotMinutes": slot, "weekly": weekly})).unwrap()
    }

    fn codes(hours: &WorkingHours) -> Vec<(String, String)> {
        hours.mistakes().into_iter().map(|m| (m.pointer, m.code)).collect()
    }

    fn weekly_codes(weekly: &[(&str, &str, &str)]) -> Vec<(String, String)> {
        codes(&hours("Africa/Algiers", 30, weekly))
    }

    #[test]
    fn good_hours_have_no_mistake_and_read_back() {
        let good = hours(
            "Africa/Algiers",
            30,
            &[
                ("sunday", "09:00", "12:00"),
                ("sunday", "12:00", "16:00"),
                ("saturday", "22:00", "02:00"),
                ("sunday", "02:00", "04:00"),
                ("monday", "00:00", "24:00"),
                ("tuesday", "20:00", "00:00"),
            ],
        );
        assert_eq!(codes(&good), []);
        let text = serde_json::to_string(&good).unwrap();
        assert!(text.contains(r#"{"day":"monday","from":"00:00","to":"24:00"}"#), "{text}");
        assert_eq!(serde_json::from_str::<WorkingHours>(&text).unwrap(), good);
        assert_eq!(weekly_codes(&[]), []);
    }

    #[test]
    fn zones_are_exact_iana_names() {
        for bad in
            ["", "Mars/Base", "africa/algiers", "+01:00", "Etc/Unknown", "../etc/passwd", "Africa/Algiers\0", "CET-1"]
        {
            assert_eq!(codes(&hours(bad, 30, &[])), [("/timeZone".into(), "unknown_time_zone".into())], "{bad}");
        }
        for good in ["UTC", "Europe/Paris", "Australia/Lord_Howe"] {
            assert_eq!(codes(&hours(good, 30, &[])), [], "{good}");
        }
    }

    #[test]
    fn slot_lengths_are_on_the_grid() {
        for bad in [0, 4, 7, 245, u16::MAX] {
            assert_eq!(
                codes(&hours("UTC", bad, &[])),
                [("/slotMinutes".into(), "invalid_slot_length".into())],
                "{bad}"
            );
        }
        assert!([5, 20, 240].iter().all(|&slot| codes(&hours("UTC", slot, &[])).is_empty()));
    }

    #[test]
    fn windows_name_their_mistakes() {
        assert_eq!(weekly_codes(&[("sunday", "09:00", "09:00")]), [("/weekly/0/to".into(), "empty_window".into())]);
        assert_eq!(weekly_codes(&[("sunday", "24:00", "02:00")]), [("/weekly/0/from".into(), "invalid_time".into())]);
        assert_eq!(
            weekly_codes(&[("sunday", "09:01", "10:03")]),
            [("/weekly/0/from".into(), "off_grid".into()), ("/weekly/0/to".into(), "off_grid".into())]
        );
        let many = vec![("sunday", "09:00", "09:00"); MAX_WINDOWS + 1];
        assert_eq!(weekly_codes(&many), [("/weekly".into(), "too_many_windows".into())]);
    }

    #[test]
    fn windows_do_not_overlap_even_past_midnight_and_round_the_week() {
        for (a, b) in [
            (("sunday", "09:00", "12:00"), ("sunday", "11:55", "13:00")),
            (("sunday", "09:00", "12:00"), ("sunday", "09:00", "12:00")),
            (("sunday", "08:00", "20:00"), ("sunday", "09:00", "10:00")),
            (("monday", "22:00", "02:00"), ("tuesday", "01:00", "03:00")),
            (("sunday", "22:00", "02:00"), ("monday", "01:55", "03:00")),
            (("sunday", "08:00", "07:55"), ("monday", "00:00", "00:05")),
        ] {
            let overlap = [("/weekly/1".into(), "overlapping_windows".into())];
            assert_eq!(
                (weekly_codes(&[a, b]), weekly_codes(&[b, a])),
                (overlap.to_vec(), overlap.to_vec()),
                "{a:?} {b:?}"
            );
        }
    }

    #[test]
    fn unknown_fields_and_days_are_refused() {
        let window = json!({"day": "sunday", "from": "09:00", "to": "12:00"});
        assert!(serde_json::from_value::<Window>(window.clone()).is_ok());
        for (key, value) in [("day", "Sunday"), ("from", "9:00"), ("note", "x")] {
            let mut bad = window.clone();
            bad[key] = value.into();
            assert!(serde_json::from_value::<Window>(bad).is_err(), "{key}");
        }
    }

    fn any_window() -> impl Strategy<Value = Window> {
        (0usize..7, 0u16..288, 1u16..288).prop_map(|(day, from, length)| {
            let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60).parse().unwrap();
            let from = from * 5;
            let day = jiff::civil::Weekday::Monday.wrapping_add(day as i64).into();
            Window { day, from: time(from), to: time((from + length * 5) % DAY_MINUTES) }
        })
    }

    proptest! {
        #[test]
        fn overlap_is_a_shared_minute_of_the_week(a in any_window(), b in any_window()) {
            let minutes = |w: &Window| -> std::collections::BTreeSet<u16> {
                (w.from.minutes()..w.end_minutes()).map(|m| (w.day as u16 * DAY_MINUTES + m) % WEEK_MINUTES).collect()
            };
            prop_assert_eq!(a.overlaps(&b), !minutes(&a).is_disjoint(&minutes(&b)));
        }
    }
}
