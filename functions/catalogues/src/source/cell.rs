//! Cells as they come: stray blanks, line feeds, dates as numbers or in words.

use super::Reason;
use jiff::{ToSpan, civil::Date};
use medilink_kernel::Text;

/// A cell of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    /// A text.
    Text(String),
    /// A number: dates are some, by their format alone.
    Number(f64),
    /// An error that the spreadsheet shows.
    Error,
    /// A text that is longer than any may be, and was not kept.
    TooLong,
}

/// The longest text of a cell: half as much again as the longest of the ministry's.
const LONGEST: usize = 1_000;

/// The most bytes of a cell that are looked at, stray blanks and all.
const MOST_BYTES: usize = 16 << 10;

/// One line without stray blanks.
pub(crate) fn clean(text: &str) -> Result<String, Reason> {
    if text.len() > MOST_BYTES {
        return Err(Reason::TooLong);
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match Text::<0, LONGEST>::new(&line) {
        Ok(text) => Ok(text.into_string()),
        Err(mistake) if mistake.starts_with("too_long") => Err(Reason::TooLong),
        Err(_) => Err(Reason::InvalidCharacters),
    }
}

/// A number as people write it: at most four decimals, which is more than any dose has.
pub(crate) fn number(value: f64) -> String {
    let text = format!("{value:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

impl Cell {
    /// A cell that holds a text.
    pub(crate) fn of(text: &str) -> Self {
        if text.len() > MOST_BYTES { Self::TooLong } else { Self::Text(text.to_owned()) }
    }

    /// The cell as a text.
    pub(crate) fn text(&self) -> Result<String, Reason> {
        match self {
            Self::Text(text) => clean(text),
            Self::Number(value) => Ok(number(*value)),
            Self::Error => Err(Reason::ErrorValue),
            Self::TooLong => Err(Reason::TooLong),
        }
    }

    /// The cell as a strength: the ministry writes percentages alone as numbers, which a sheet keeps as parts of one.
    pub(crate) fn strength(&self) -> Result<String, Reason> {
        match self {
            Self::Number(value) if (0.0..=1.0).contains(value) => Ok(format!("{}%", number(value * 100.0))),
            other => other.text(),
        }
    }

    /// Whether there is nothing to see.
    pub(crate) fn is_blank(&self) -> bool {
        matches!(self, Self::Text(text) if text.trim().is_empty())
    }

    /// The date in the cell, as a number of days or day first in a text, whatever stands around it.
    pub(crate) fn date(&self) -> Option<Date> {
        match self {
            Self::Number(days) => serial(*days),
            Self::Text(text) => written(text),
            Self::Error | Self::TooLong => None,
        }
    }
}

/// The day of a spreadsheet's number; those before 1950 are no registrations but slips.
fn serial(days: f64) -> Option<Date> {
    if !(18_264.0..73_415.0).contains(&days) {
        return None;
    }
    Date::constant(1899, 12, 30).checked_add((days as i64).days()).ok()
}

fn written(text: &str) -> Option<Date> {
    let numbers: Vec<i16> = text
        .split(|letter: char| !letter.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().unwrap_or(-1))
        .collect();
    let [day, month, year] = numbers.as_slice() else { return None };
    let date = Date::new(*year, i8::try_from(*month).ok()?, i8::try_from(*day).ok()?).ok()?;
    (1950..2100).contains(year).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(cell: Cell) -> Option<String> {
        cell.date().map(|date| date.to_string())
    }

    #[test]
    fn dates_come_as_numbers_and_in_words() {
        for (text, expected) in [
            ("RETRAIT LE 22/07/2019", Some("2019-07-22")),
            ("RETRAITLE 08/02/2017", Some("2017-02-08")),
            ("25 /07/2017", Some("2017-07-25")),
            ("22-11-2004", Some("2004-11-22")),
            ("00-12-2005", None),
            ("11/09/1216", None),
            ("RETRAIT", None),
            ("99999999999/1/2000", None),
            ("", None),
        ] {
            assert_eq!(date(Cell::Text(text.into())).as_deref(), expected, "{text}");
        }
        assert_eq!(date(Cell::Number(43_642.0)).as_deref(), Some("2019-06-26"));
        for odd in [0.5, -1.0, 1e300, f64::NAN, f64::INFINITY] {
            assert_eq!(date(Cell::Number(odd)), None);
        }
    }

    #[test]
    fn numbers_and_texts_are_written_as_people_do() {
        assert_eq!(Cell::Number(5e-4).strength().unwrap(), "0.05%");
        assert_eq!(Cell::Number(0.02).strength().unwrap(), "2%");
        assert_eq!(Cell::Number(500.0).strength().unwrap(), "500");
        assert_eq!(Cell::Text("  2 MG /\n ML\u{a0} ".into()).text().unwrap(), "2 MG / ML");
        assert_eq!(Cell::Text("a\u{202e}b".into()).text(), Err(Reason::InvalidCharacters));
        assert_eq!(Cell::of(&"x".repeat(1_001)).text(), Err(Reason::TooLong));
        assert_eq!(Cell::of(&"x ".repeat(10_000)), Cell::TooLong);
        assert_eq!((Cell::TooLong.text(), clean(&" ".repeat(20_000))), (Err(Reason::TooLong), Err(Reason::TooLong)));
        assert!(Cell::Text(" \u{a0}".into()).is_blank());
    }
}
