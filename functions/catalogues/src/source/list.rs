//! Lists that come as CSV, plain or packed by gzip: diagnoses, places, specialties.

use super::{Line, MOST_UNPACKED, Part, Problem, Reason, Unreadable, cell::clean};
use csv::{ByteRecord, ReaderBuilder};
use flate2::read::MultiGzDecoder;
use medilink_catalogue::{Kind, wilaya_code, words};
use medilink_kernel::unshaped;
use std::{borrow::Cow, io::Read};

/// The most rows of a list.
const MOST_ROWS: usize = 200_000;
/// The rows of a part.
const PART_ROWS: usize = 20_000;
/// The longest line, in bytes: a longer one is no list, and would fall into millions of cells.
const LONGEST_LINE: usize = 64 << 10;
/// The longest name of a column that is looked at, in bytes.
const LONGEST_NAME: usize = 100;

/// Whether a cell has to be there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Need {
    /// Without it there is no entry.
    Must,
    /// There is a column for it; where a cell is empty, that is listed.
    Should,
    /// It may be missing altogether.
    May,
}

use Need::{May, Must, Should};

/// Of each cell of an entry: the names that its column may have, and whether it has to be there.
type Columns = &'static [(&'static [&'static str], Need)];

fn columns(kind: Kind) -> Columns {
    match kind {
        Kind::Medicines => &[],
        Kind::Diagnoses => &[
            (&["icd10code", "code"], Must),
            (&["description", "label"], Must),
            (&["chapterdesc", "chapter"], May),
            (&["sectiondesc", "section"], May),
            (&["categorydesc", "category"], May),
        ],
        Kind::Wilayas => &[(&["code", "num"], Must), (&["nom", "name"], Must), (&["nomar", "namear"], Should)],
        Kind::Communes => &[
            (&["code58", "code"], Must),
            (&["codewil", "wilaya", "wilayacode"], Must),
            (&["nom", "name"], Must),
            (&["nomar", "namear"], Should),
        ],
        Kind::Specialties => {
            &[(&["code"], Must), (&["namear", "ar"], Must), (&["namefr", "fr"], Must), (&["nameen", "en"], Must)]
        }
    }
}

/// The parts of a list: some thousand rows each.
pub(crate) fn parts(kind: Kind, bytes: &[u8]) -> Result<Vec<String>, Unreadable> {
    let text = unpacked(bytes)?;
    let mut rows = 0_usize;
    each(kind, &text, |_, _, _| rows += 1)?;
    if rows == 0 {
        return Err(Unreadable::NoEntries);
    }
    Ok((0..rows.div_ceil(PART_ROWS)).map(|part| format!("{kind} {}", part + 1)).collect())
}

/// Reads a part.
pub(crate) fn read(kind: Kind, bytes: &[u8], number: usize) -> Result<Part, Unreadable> {
    let text = unpacked(bytes)?;
    let mut part = Part { sheet: kind.as_str().to_owned(), ..Part::default() };
    each(kind, &text, |nth, line, cells| {
        if nth / PART_ROWS != number {
            return;
        }
        let problem = |column: usize, reason, dropped| Problem {
            sheet: kind.as_str().to_owned(),
            row: line,
            column: kind.columns().get(column).map(|name| (*name).to_owned()),
            reason,
            dropped,
        };
        match entry(kind, cells) {
            Ok(cells) => {
                let missing = |column: &usize| columns(kind)[*column].1 == Should && cells[*column].is_empty();
                for column in (0..cells.len()).filter(missing) {
                    part.problem(problem(column, Reason::Missing, false));
                }
                part.lines.push(Line { row: line, cells });
            }
            Err((column, reason)) => part.problem(problem(column, reason, true)),
        }
    })?;
    Ok(part)
}

fn unpacked(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Unreadable> {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return Ok(Cow::Borrowed(bytes));
    }
    let mut plain = Vec::new();
    MultiGzDecoder::new(bytes).take(MOST_UNPACKED + 1).read_to_end(&mut plain).map_err(|_| Unreadable::Damaged)?;
    if plain.len() as u64 > MOST_UNPACKED { Err(Unreadable::TooLarge) } else { Ok(Cow::Owned(plain)) }
}

/// Tells of every row that has something in it: its number among them, the line it begins at, its cells.
fn each(kind: Kind, bytes: &[u8], mut tell: impl FnMut(usize, u32, Vec<Option<&[u8]>>)) -> Result<(), Unreadable> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.contains(&0) {
        return Err(Unreadable::WrongType);
    }
    let mut lines = bytes.split(|byte| *byte == b'\n');
    if lines.clone().any(|line| line.len() > LONGEST_LINE) {
        return Err(Unreadable::TooLarge);
    }
    let header = lines.next().unwrap_or_default();
    let delimiter = if header.contains(&b';') { b';' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(bytes);
    let found = reader.byte_headers().map_err(|_| Unreadable::Damaged)?;
    let places = places(kind, found)?;
    let (mut record, mut nth) = (ByteRecord::new(), 0);
    // Where the lines were counted to, and how many there were: the reader's own count is one behind after a `\r\n`.
    let (mut counted, mut line) = (0, 1_u32);
    while reader.read_byte_record(&mut record).map_err(|_| Unreadable::Damaged)? {
        let begin = record.position().map_or(0, |position| usize::try_from(position.byte()).unwrap_or(usize::MAX));
        let blank = bytes.iter().skip(begin).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let skipped = bytes.get(counted..begin.saturating_add(blank)).unwrap_or_default();
        line += u32::try_from(skipped.iter().filter(|byte| **byte == b'\n').count()).unwrap_or_default();
        counted += skipped.len();
        if record.iter().all(|cell| cell.trim_ascii().is_empty()) {
            continue;
        }
        if nth == MOST_ROWS {
            return Err(Unreadable::TooLarge);
        }
        tell(nth, line, places.iter().map(|place| place.and_then(|at| record.get(at))).collect());
        nth += 1;
    }
    Ok(())
}

/// Where each cell of an entry stands in a row.
fn places(kind: Kind, header: &ByteRecord) -> Result<Vec<Option<usize>>, Unreadable> {
    let name = |name: &[u8]| words(&String::from_utf8_lossy(&name[..name.len().min(LONGEST_NAME)])).concat();
    let names: Vec<String> = header.iter().map(name).collect();
    let place = |wanted: &[&str]| wanted.iter().find_map(|wanted| names.iter().position(|name| name == wanted));
    let places = columns(kind).iter().map(|(wanted, needed)| match place(wanted) {
        None if *needed != May => Err(Unreadable::NoHeader),
        place => Ok(place),
    });
    places.collect()
}

/// The cells of an entry; or the cell that is wrong.
fn entry(kind: Kind, cells: Vec<Option<&[u8]>>) -> Result<Vec<String>, (usize, Reason)> {
    let mut texts = Vec::with_capacity(cells.len());
    for (column, (cell, (_, needed))) in cells.into_iter().zip(columns(kind)).enumerate() {
        let text = std::str::from_utf8(cell.unwrap_or_default()).map_err(|_| (column, Reason::InvalidCharacters))?;
        let text = clean(&unshaped(text)).map_err(|reason| (column, reason))?;
        if *needed == Must && text.is_empty() {
            return Err((column, Reason::Missing));
        }
        texts.push(text);
    }
    let invalid = |column| (column, Reason::InvalidCode);
    match kind {
        Kind::Medicines => {}
        Kind::Diagnoses => texts[0] = diagnosis_code(&texts[0]).ok_or(invalid(0))?,
        Kind::Wilayas => texts[0] = wilaya_code(&texts[0]).ok_or(invalid(0))?,
        Kind::Communes => {
            texts[1] = wilaya_code(&texts[1]).ok_or(invalid(1))?;
            let number: u16 = texts[0].parse().map_err(|_| invalid(0))?;
            texts[0] = format!("{number:04}");
            if number > 9_999 || !texts[0].starts_with(&texts[1]) {
                return Err(invalid(0));
            }
        }
        Kind::Specialties => {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
            if texts[0].len() > 40 || !texts[0].bytes().all(plain) {
                return Err(invalid(0));
            }
        }
    }
    Ok(texts)
}

/// `A01.0` as everybody writes it; `None` for what is no such code.
fn diagnosis_code(text: &str) -> Option<String> {
    let code = text.to_ascii_uppercase();
    let (category, rest) = code.split_once('.').map_or((&*code, None), |(category, rest)| (category, Some(rest)));
    let letters = |text: &str| text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    let begins = category.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase());
    let good = category.len() == 3 && begins && letters(category);
    let rest_good = rest.is_none_or(|rest| (1..=5).contains(&rest.len()) && letters(rest));
    (good && rest_good).then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn a_list_is_read_plain_and_packed_and_its_flaws_are_named() {
        let text = "\u{feff}num,code,nom,nom_maj,nom_ar\r\n1,1, Adrar ,ADRAR,أدرار\r\n,,,,\r\n3,x,Laghouat,L,اﻷغواط\n03,3,Laghouat,L,\"ا\nﻷغواط\"\n4,4\n";
        for bytes in [text.as_bytes().to_vec(), gz(text.as_bytes())] {
            assert_eq!(parts(Kind::Wilayas, &bytes).unwrap().len(), 1);
            let part = read(Kind::Wilayas, &bytes, 0).unwrap();
            let lines: Vec<_> = part.lines.iter().map(|line| (line.row, line.cells.join("|"))).collect();
            assert_eq!(lines, [(2, "01|Adrar|أدرار".to_owned()), (5, "03|Laghouat|ا لأغواط".to_owned())]);
            let problems: Vec<_> = part.problems.iter().map(|p| (p.row, p.column.as_deref(), p.reason)).collect();
            assert_eq!(problems, [(4, Some("code"), Reason::InvalidCode), (7, Some("name"), Reason::Missing)]);
            assert_eq!(part.unreadable, 2);
        }
    }

    #[test]
    fn what_is_no_such_list_is_refused_whole() {
        let refused = |bytes: &[u8]| parts(Kind::Specialties, bytes).unwrap_err();
        assert_eq!(refused(b""), Unreadable::NoHeader);
        assert_eq!(refused(b"code,ar,fr\nx,y,z"), Unreadable::NoHeader);
        assert_eq!(refused(b"code,ar,fr,en\n"), Unreadable::NoEntries);
        assert_eq!(refused(b"PK\x03\x04\0\0"), Unreadable::WrongType);
        assert_eq!(refused(b"\x1f\x8b\x08\x00garbage"), Unreadable::Damaged);
        assert_eq!(refused(&gz(&vec![b' '; MOST_UNPACKED as usize + 1])), Unreadable::TooLarge);
        assert_eq!(refused(&gz(&vec![b','; LONGEST_LINE + 1])), Unreadable::TooLarge);
        let quoted = format!("\"{}\",ar,fr,en\n", "code a\n".repeat(100_000));
        assert_eq!(refused(quoted.as_bytes()), Unreadable::NoHeader);
        let long = format!("code,ar,fr,en\n{}", "a,b,c,d\n".repeat(MOST_ROWS + 1));
        assert_eq!(refused(long.as_bytes()), Unreadable::TooLarge);
    }

    #[test]
    fn codes_are_brought_to_one_form() {
        let codes = ["a01.0", "A00", "E08.32XX1", "A1", "A01.", "A01.123456", "101.1", "A01 0"];
        let read: Vec<_> = codes.iter().map(|code| diagnosis_code(code)).collect();
        let some = |code: &str| Some(code.to_owned());
        assert_eq!(read, [some("A01.0"), some("A00"), some("E08.32XX1"), None, None, None, None, None]);
        let commune =
            |cells: [&str; 4]| entry(Kind::Communes, cells.iter().map(|cell| Some(cell.as_bytes())).collect());
        assert_eq!(commune(["101", "1", "Adrar", "أدرار"]).unwrap()[..2], ["0101", "01"]);
        assert_eq!(commune(["201", "1", "Adrar", "أدرار"]), Err((0, Reason::InvalidCode)));
        assert_eq!(commune(["101", "1", "", "أدرار"]), Err((2, Reason::Missing)));
    }

    #[test]
    fn a_place_without_a_name_in_one_script_is_listed_and_kept() {
        let part = read(Kind::Wilayas, b"code,nom,nom_ar\n32,El Bayadh,\n", 0).unwrap();
        assert_eq!(part.lines[0].cells, ["32", "El Bayadh", ""]);
        let problem = &part.problems[0];
        assert_eq!((problem.row, problem.column.as_deref(), problem.dropped), (2, Some("nameAr"), false));
        assert_eq!((problem.reason, part.unreadable), (Reason::Missing, 0));
    }
}
