use crate::{Language, message};
use jiff::{Timestamp, tz::TimeZone};

/// An instant as people of a place say it: "mardi 2 mars 2027 à 09:00", "الثلاثاء 2 مارس 2027 على الساعة 09:00".
///
/// Digits are the western ones in every language, as Algeria writes them.
pub fn local_time(language: Language, at: Timestamp, zone: &TimeZone) -> String {
    written(language, at, zone).unwrap_or_else(|| at.to_string())
}

fn written(language: Language, at: Timestamp, zone: &TimeZone) -> Option<String> {
    let local = at.to_zoned(zone.clone());
    let text = |key: &str| message(language, key, &[]);
    let weekday = text(&format!("weekday-{}", local.weekday().to_monday_one_offset()))?;
    let month = text(&format!("month-{}", local.month()))?;
    let day = match local.day() {
        1 => text("first-of-month")?,
        day => day.to_string(),
    };
    let (year, time) = (local.year().to_string(), local.strftime("%H:%M").to_string());
    let parts = [("weekday", weekday.as_str()), ("day", &day), ("month", &month), ("year", &year), ("time", &time)];
    message(language, "local-time", &parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Language::{Ar, En, Fr};

    fn said(language: Language, at: &str, zone: &str) -> String {
        local_time(language, at.parse().unwrap(), &TimeZone::get(zone).unwrap())
    }

    #[test]
    fn each_language_says_it_its_own_way() {
        for (language, text) in [
            (Ar, "الثلاثاء 2 مارس 2027 على الساعة 09:00"),
            (Fr, "mardi 2 mars 2027 à 09:00"),
            (En, "Tuesday 2 March 2027 at 09:00"),
        ] {
            assert_eq!(said(language, "2027-03-02T08:00:00Z", "Africa/Algiers"), text);
        }
    }

    #[test]
    fn the_hour_is_that_of_the_place_and_so_is_the_day() {
        assert_eq!(said(Fr, "2026-12-31T23:30:00Z", "Africa/Algiers"), "vendredi 1er janvier 2027 à 00:30");
        assert_eq!(said(Fr, "2026-12-31T23:30:00Z", "UTC"), "jeudi 31 décembre 2026 à 23:30");
        // Marseille changes its clocks, Algiers does not.
        assert_eq!(said(En, "2027-07-01T08:05:59Z", "Europe/Paris"), "Thursday 1 July 2027 at 10:05");
        assert_eq!(said(Ar, "2027-07-01T08:05:59Z", "Africa/Algiers"), "الخميس 1 جويلية 2027 على الساعة 09:05");
    }

    #[test]
    fn days_and_months_have_names_of_their_own_and_digits_are_western() {
        for language in Language::ALL {
            let texts: std::collections::BTreeSet<_> = (1..=12)
                .map(|month| said(language, &format!("2027-{month:02}-10T12:00:00Z"), "UTC"))
                .chain((1..=7).map(|day| said(language, &format!("2027-03-{:02}T12:00:00Z", day + 7), "UTC")))
                .collect();
            // 10 March 2027 is both a day of March and one of the months.
            assert_eq!(texts.len(), 18, "{texts:?}");
            for text in texts {
                assert!(text.contains("2027") && text.ends_with("12:00"), "{text}");
                assert!(text.chars().all(|c| !c.is_numeric() || c.is_ascii_digit()), "{text}");
            }
        }
    }
}
