//! The ministry's spreadsheet: looked through before it is opened, then read cell by cell.

use super::{
    MOST_ROWS, MOST_UNPACKED, Part, Problem, Reason, Unreadable,
    cell::Cell,
    medicine_row::entry,
    sheet::{Field, Heading, Row},
};
use calamine::{DataRef, Reader, Xlsx};
use std::io::{Cursor, Read};

/// The most sheets of a workbook.
const MOST_SHEETS: usize = 16;
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

/// Unpacks the whole container once, keeping nothing: what it says of its own size may be a lie.
fn look_through(bytes: &[u8]) -> Result<(), Unreadable> {
    let mut container = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| Unreadable::WrongType)?;
    if container.len() > MOST_FILES {
        return Err(Unreadable::TooLarge);
    }
    let mut left = MOST_UNPACKED;
    for number in 0..container.len() {
        let file = container.by_index(number).map_err(|_| Unreadable::Damaged)?;
        let read = std::io::copy(&mut file.take(left + 1), &mut std::io::sink()).map_err(|_| Unreadable::Damaged)?;
        left = left.checked_sub(read).ok_or(Unreadable::TooLarge)?;
    }
    Ok(())
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
        part: Part { sheet: name.trim().chars().take(100).collect(), ..Part::default() },
    };
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(|_| Unreadable::Damaged)?;
    let (mut row, mut gathered, mut rows) = (0, Vec::new(), 0);
    while let Some(cell) = cells.next_cell().map_err(|_| Unreadable::Damaged)? {
        let (at, column) = cell.get_position();
        if at != row && !gathered.is_empty() {
            sheet.row(row, std::mem::take(&mut gathered));
            rows += 1;
            if rows > MOST_ROWS {
                return Err(Unreadable::TooLarge);
            }
        }
        row = at;
        if column < LAST_COLUMN && gathered.len() < LAST_COLUMN as usize {
            gathered.extend(value(cell.get_value()).map(|value| (column, value)));
        }
    }
    sheet.row(row, gathered);
    let Sheet { heading, mut part } = sheet;
    if !heading.is_complete() {
        return Err(Unreadable::NoHeader);
    }
    part.stated = heading.stated;
    Ok(part)
}

fn value(value: &DataRef<'_>) -> Option<Cell> {
    Some(match value {
        DataRef::String(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::Int(number) => Cell::Number(*number as f64),
        DataRef::DateTime(date) => Cell::Number(date.as_f64()),
        DataRef::Bool(_) | DataRef::Error(_) => Cell::Error,
        DataRef::Empty => return None,
    })
}

struct Sheet {
    heading: Heading,
    part: Part,
}

impl Sheet {
    fn row(&mut self, row: u32, cells: Vec<(u32, Cell)>) {
        let Some(read) = self.heading.take(cells) else { return };
        let Some(status) = self.heading.status else { return };
        let (sheet, row) = (self.part.sheet.clone(), row + 1);
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
            Ok(cells) => self.part.lines.push(super::Line { row, cells }),
            Err((column, reason)) => {
                self.part.problem(Problem { column: Some(column.to_owned()), ..dropped(reason) });
            }
        }
    }
}

fn is_number_alone(row: &Row) -> bool {
    row.keys().all(|field| *field == Field::Number)
}
