//! Files that mean harm, or are not what they say.

use super::{made, whole};
use crate::source::Unreadable;
use medilink_catalogue::Kind;
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::{ZipWriter, write::SimpleFileOptions};

fn container(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn refused(bytes: &[u8]) -> Unreadable {
    whole(Kind::Medicines, bytes).map(|(table, ..)| table.len()).unwrap_err()
}

/// The sample with one file of its container changed.
fn changed(name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    changed_in(&made::workbook(&made::lines()), name, change)
}

fn changed_in(workbook: &[u8], name: &str, change: impl Fn(String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..archive.len() {
        let mut file = archive.by_index(number).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut file, &mut text).unwrap();
        let text = if file.name() == name { change(text) } else { text };
        writer.start_file(file.name(), SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn what_is_no_workbook_is_refused() {
    for bytes in [&b""[..], b"PK\x03\x04", b"code,nom\n1,2\n", &[0; 4096]] {
        assert_eq!(refused(bytes), Unreadable::WrongType);
    }
    assert_eq!(refused(&container(&[("a.txt", b"hello")])), Unreadable::Damaged);
    let many: Vec<(String, Vec<u8>)> = (0..300).map(|n| (format!("{n}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    assert_eq!(refused(&container(&many)), Unreadable::TooLarge);
    let mut foreign = rust_xlsxwriter::Workbook::new();
    foreign.add_worksheet().write_string(0, 0, "Budget").unwrap();
    assert_eq!(refused(&foreign.save_to_buffer().unwrap()), Unreadable::NoHeader);
}

#[test]
fn a_bomb_is_found_before_it_goes_off() {
    let blanks = vec![b' '; 50 << 20];
    let bomb = container(&[("xl/workbook.xml", b"<workbook/>"), ("xl/sharedStrings.xml", &blanks)]);
    assert!(bomb.len() < 1 << 20);
    assert_eq!(refused(&bomb), Unreadable::TooLarge);
    // Small in all, but its sizes are lies: the length in the directory says one byte.
    let mut lie = bomb;
    let at = lie.windows(4).rposition(|window| window == b"PK\x01\x02").unwrap() + 24;
    lie[at..at + 4].copy_from_slice(&1u32.to_le_bytes());
    assert!(matches!(refused(&lie), Unreadable::TooLarge | Unreadable::Damaged));
}

#[test]
fn a_promise_of_more_than_there_is_room_for_is_not_believed() {
    for count in ["4000000000", "99999999999999999999999"] {
        let promised = changed("xl/sharedStrings.xml", |text| {
            let at = text.find("uniqueCount=\"").unwrap() + "uniqueCount=\"".len();
            let end = at + text[at..].find('"').unwrap();
            format!("{}{count}{}", &text[..at], &text[end..])
        });
        assert_eq!(refused(&promised), Unreadable::Damaged, "{count}");
    }
    // Promises without end are looked through once, and not once for each.
    let many = "<sst ".to_owned() + &"uniqueCount ".repeat(200_000);
    assert_eq!(refused(&container(&[("xl/sharedStrings.xml", many.as_bytes())])), Unreadable::Damaged);
    // One text, as long as a book, in every cell of a row: kept by none of them.
    let book = changed("xl/sharedStrings.xml", |text| text.replacen("POPULAIRE", &"x".repeat(8 << 20), 1));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(60);
    let book = changed_in(&book, "xl/worksheets/sheet1.xml", |text| {
        text.replace("</sheetData>", &format!("<row r=\"900\">{cells}</row></sheetData>"))
    });
    assert!(whole(Kind::Medicines, &book).is_ok_and(|(table, ..)| table.len() <= 37));
}

#[test]
fn a_sheet_that_nobody_has_written_on_is_no_flaw_and_a_foreign_one_is() {
    let mut workbook = made::sheets(&made::lines());
    workbook.add_worksheet().set_name("Feuil4").unwrap();
    let (table, _, parts) = whole(Kind::Medicines, &workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!((table.len(), parts.len(), parts[3].stated), (37, 4, None));
    let mut workbook = made::sheets(&made::lines());
    workbook.add_worksheet().write_string(0, 0, "Budget").unwrap();
    assert_eq!(refused(&workbook.save_to_buffer().unwrap()), Unreadable::NoHeader);
}

#[test]
fn cells_far_out_formulas_and_entities_do_no_harm() {
    const SHEET: &str = "xl/worksheets/sheet1.xml";
    let far = "<row r=\"1048576\"><c r=\"XFD1048576\"><v>1</v></c><c r=\"E1048576\" t=\"str\"><f>HYPERLINK(\"http://x\")</f><v>=cmd</v></c></row></sheetData>";
    let (table, ..) = whole(Kind::Medicines, &changed(SHEET, |text| text.replace("</sheetData>", far))).unwrap();
    assert_eq!(table.len(), 37);
    let bomb = changed("xl/sharedStrings.xml", |text| {
        let begin = text.find("<sst").unwrap();
        let entities = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
        format!("{}{entities}{}", &text[..begin], text[begin..].replacen("<t>", "<t>&b;", 1))
    });
    // Refused, or read with the entity left as it is.
    if let Ok((table, ..)) = whole(Kind::Medicines, &bomb) {
        assert!(table.len() <= 37);
    }
    let cut = changed(SHEET, |text| text[..text.len() / 2].to_owned());
    assert!(whole(Kind::Medicines, &cut).is_err() || whole(Kind::Medicines, &cut).unwrap().0.len() < 37);
}

/// What is read of a workbook.
const PACKED: &[&str] = &[
    "_rels/.rels",
    "xl/_rels/workbook.xml.rels",
    "xl/workbook.xml",
    "xl/styles.xml",
    "xl/sharedStrings.xml",
    "xl/worksheets/sheet1.xml",
    "xl/worksheets/sheet2.xml",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn a_damaged_file_is_refused_or_read_and_nothing_else(at in any::<prop::sample::Index>(), byte: u8) {
        let mut bytes = super::sample(Kind::Medicines).to_vec();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        let _ = whole(Kind::Medicines, &bytes);
        let _ = whole(Kind::Medicines, &bytes[..at]);
    }

    #[test]
    fn what_is_packed_in_it_may_be_damaged_too(file in prop::sample::select(PACKED), at in any::<prop::sample::Index>(), byte in 32u8..127) {
        let damaged = changed_in(super::sample(Kind::Medicines), file, |text| {
            let mut bytes = text.into_bytes();
            let at = at.index(bytes.len());
            // Within a letter of two bytes nothing is changed.
            if bytes[at].is_ascii() {
                bytes[at] = byte;
            }
            String::from_utf8(bytes).unwrap()
        });
        let _ = whole(Kind::Medicines, &damaged);
    }

    #[test]
    fn lists_of_any_bytes_do_no_harm(bytes in prop::collection::vec(any::<u8>(), 0..400), header: bool) {
        let mut all = if header { b"code,ar,fr,en\n".to_vec() } else { Vec::new() };
        all.extend(bytes);
        let _ = whole(Kind::Specialties, &all);
    }
}
