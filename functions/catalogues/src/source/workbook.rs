//! The ministry's spreadsheet: looked through before it is opened, then read cell by cell.

use super::{
    MOST_UNPACKED, Part, Problem, Reason, Unreadable,
    cell::Cell,
    medicine_row::entry,
    sheet::{Field, Heading, Row},
};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

/// The most sheets of a workbook.
const MOST_SHEETS: usize = 8;
/// The most rows of a sheet: several times what the longest has.
const MOST_ROWS: usize = 20_000;
/// The most bytes of the entries of a sheet: a text that a workbook holds once may stand in many cells.
const MOST_TEXT: usize = 8 << 20;
/// The most parts of its container.
const MOST_FILES: usize = 256;
/// Columns after this one hold nothing of ours.
const LAST_COLUMN: u32 = 64;

type Workbook<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The names of its sheets.
pub(crate) fn sheets(bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    look_through(bytes)?;
    let names = open(bytes)?.sheet_names();
    if names.is_empty() || names.len() > MOST_SHEETS {
        return Err(Unreadable::WrongType);
    }
    Ok(names.into_iter().map(|name| name.trim().chars().take(100).collect()).collect())
}

/// Unpacks the whole container once: what it says of its own size may be a lie. Nothing is kept.
fn look_through(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut container = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::WrongType)?;
    if container.len() > MOST_FILES {
        return Err(Unreadable::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for number in 0..container.len() {
        let file = container.by_index(number).map_err(|_| Unreadable::Damaged)?;
        let has_strings = file.name().to_ascii_lowercase().ends_with("sharedstrings.xml");
        let mut file = file.take(left + 1);
        let read = if has_strings {
            let mut strings = Vec::new();
            file.read_to_end(&mut strings).map_err(|_| Unreadable::Damaged)?;
            if promises_too_much(&strings) {
                return Err(Unreadable::Damaged);
            }
            strings.len() as u64
        } else {
            std::io::copy(&mut file, &mut std::io::sink()).map_err(|_| Unreadable::Damaged)?
        };
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
}

/// Whether a table of texts says that it has more of them than bytes: whoever reads it makes room for all that it
/// promises, and where there is no such room the whole process ends.
fn promises_too_much(strings: &[u8]) -> bool {
    const PROMISE: &[u8] = b"uniqueCount";
    let promises = strings.windows(PROMISE.len()).enumerate().filter(|(_, window)| *window == PROMISE);
    promises.map(|(at, _)| &strings[at + PROMISE.len()..]).any(|rest| {
        // Only what may stand between a name and its number is skipped: every byte is looked at once.
        let between = |byte: &&u8| byte.is_ascii_whitespace() || matches!(**byte, b'=' | b'"' | b'\'' | b'+');
        let rest = rest.iter().skip_while(between);
        let digits = rest.take_while(|byte| byte.is_ascii_digit());
        let count = digits.fold(0_u64, |count, digit| count.saturating_mul(10).saturating_add(u64::from(digit - b'0')));
        count > strings.len() as u64
    })
}

fn open(bytes: &[u8]) -> Result<Workbook<'_>, Unreadable> {
    Xlsx::new(Cursor::new(bytes)).map_err(|_| Unreadable::Damaged)
}

/// Reads a sheet.
pub(crate) fn read(bytes: &[u8], number: usize) -> Result<Part, Unreadable> {
    look_through(bytes)?;
    let mut workbook = open(bytes)?;
    let name = workbook.sheet_names().get(number).cloned().ok_or(Unreadable::Damaged)?;
    let mut sheet = Sheet {
        heading: Heading::default(),
        text: 0,
        part: Part { sheet: name.trim().chars().take(100).collect(), ..Part::default() },
    };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| Unreadable::Damaged)?;
    let (mut row, mut gathered, mut rows) = (0, Vec::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Damaged)? {
        let (at, column) = cell.get_position();
        if at != row && !gathered.is_empty() {
            sheet.row(row, std::mem::take(&mut gathered));
            rows += 1;
            if rows > MOST_ROWS || sheet.text > MOST_TEXT {
                return Err(Unreadable::TooLarge);
            }
        }
        row = at;
        if column < LAST_COLUMN && gathered.len() < LAST_COLUMN as usize {
            gathered.extend(value(cell.get_value()).map(|value| (column, value)));
        }
    }
    let is_empty = rows == 0 && gathered.is_empty();
    sheet.row(row, gathered);
    let Sheet { heading, mut part, .. } = sheet;
    // Spreadsheets come with sheets that nobody has written on.
    if !heading.is_complete() && !is_empty {
        return Err(Unreadable::NoHeader);
    }
    part.stated = heading.stated;
    Ok(part)
}

fn value(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::of(text),
        DataRef::SharedString(text) => Cell::of(text),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::DateTime(date) => Cell::Number(date.as_f64()),
        DataRef::Bool(_) | DataRef::Error(_) => Cell::Error,
        DataRef::Empty => return None,
    })
}

struct Sheet {
    heading: Heading,
    /// The bytes of its entries.
    text: usize,
    part: Part,
}

impl Sheet {
    fn row(&mut self, row: u32, cells: Vec<(u32, Cell)>) {
        let Some(read) = self.heading.take(cells) else { return };
        let Some(status) = self.heading.status else { return };
        let (sheet, row) = (self.part.sheet.clone(), row.saturating_add(1));
        let dropped = |reason| Problem { sheet: sheet.clone(), row, column: None, reason, dropped: true };
        if is_number_alone(&read) {
            self.part.problem(dropped(Reason::EmptyRow));
            return;
        }
        let (line, flaws) = entry(&read, status);
        for (column, reason) in flaws {
            let column = Some(column.to_owned());
            self.part.problem(Problem { sheet: sheet.clone(), row, column, reason, dropped: false });
        }
        match line {
            Ok(cells) => {
                self.text += cells.iter().map(String::len).sum::<usize>();
                self.part.lines.push(super::Line { row, cells });
            }
            Err((column, reason)) => {
                self.part.problem(Problem { column: Some(column.to_owned()), ..dropped(reason) });
            }
        }
    }
}

fn is_number_alone(row: &Row) -> bool {
    row.keys().all(|field| *field == Field::Number)
}
