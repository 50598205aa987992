//! Spreadsheets with the quirks of the ministry's.

use csv::ReaderBuilder;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet};

/// A line of `sample/medicines.csv`: the sheet, then the cells.
pub type Line = Vec<String>;

const TITLES: [(&str, &str, &str); 3] = [
    ("registered", "nomenclature  ", "NOMENCLATURE NATIONALE DES PRODUITS PHARMACEUTIQUES AU 31 DECEMBRE  ( 29 DE)"),
    ("withdrawn", "retraits", "LISTE DES PRODUITS PHARMACEUTIQUES FAISANT L'OBJET DE RETRAIT AU 31 decembre ( DE 8)"),
    ("not_renewed", "non renouvellés", "LISTE DES PRODUITS QUI N'ONT PAS FAIT L'OBJET DE RENOUVELLEMENT  ( DE 5)"),
];

/// The headers of each sheet, each with the column of the list that it shows.
fn headers(sheet: &str) -> Vec<(&'static str, usize)> {
    let mut all = vec![
        ("N°ENREGISTREMENT", 1),
        ("CODE ", 2),
        ("DENOMINATION COMMUNE  INTERNATIONALE", 3),
        ("NOM DE MARQUE", 4),
        ("FORME", 5),
        ("DOSAGE", 6),
        ("COND", 7),
        ("LISTE", 8),
        ("P1", 9),
        ("P2", 10),
    ];
    if sheet != "withdrawn" {
        all.push(("OBS", 11));
    }
    all.extend([
        ("LABORATOIRES DETENTEUR DE LA DECISION D'ENREGISTREMENT", 12),
        ("PAYS DU LABORATOIRE DETENTEUR DE LA DECISION D'ENREGISTREMENT", 13),
        ("DATE D'ENREGISTREMENT INITIAL ", 14),
    ]);
    if sheet != "withdrawn" {
        all.push(("DATE D'ENREGISTREMENT  FINAL ", 15));
    }
    all.extend([("TYPE", 16), ("STATUT", 17)]);
    match sheet {
        "registered" => all.push(("DUREE DE STABILITE", 18)),
        "withdrawn" => all.extend([("DATE DE RETRAIT", 19), ("MOTIF DE RETRAIT", 20)]),
        _ => {}
    }
    all
}

/// The lines of the sample.
pub fn lines() -> Vec<Line> {
    let list = include_bytes!("../../../sample/medicines.csv");
    let mut reader = ReaderBuilder::new().from_reader(list.as_slice());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// The spreadsheet of these lines.
pub fn workbook(lines: &[Line]) -> Vec<u8> {
    sheets(lines).save_to_buffer().unwrap()
}

/// The same, to be added to.
pub fn sheets(lines: &[Line]) -> Workbook {
    let mut workbook = Workbook::new();
    // Made anew, it is the same.
    let created = ExcelDateTime::from_ymd(2026, 1, 1).unwrap();
    workbook.set_properties(&DocProperties::new().set_creation_datetime(&created));
    for (sheet, name, title) in TITLES {
        let page = workbook.add_worksheet().set_name(name).unwrap();
        page.merge_range(2, 0, 2, 20, "REPUBLIQUE ALGERIENNE DEMOCRATIQUE ET POPULAIRE  ", &Format::new()).unwrap();
        page.merge_range(7, 0, 7, 20, title, &Format::new()).unwrap();
        let of_sheet: Vec<&Line> = lines.iter().filter(|line| line[0] == sheet).collect();
        fill(page, sheet, &of_sheet);
    }
    workbook
}

fn fill(page: &mut Worksheet, sheet: &str, lines: &[&Line]) {
    let (date, percent, blank) =
        (Format::new().set_num_format("dd/mm/yyyy"), Format::new().set_num_format("0%"), Format::new().set_bold());
    page.write_string(9, 0, "N°").unwrap();
    for (column, (header, _)) in (1..).zip(headers(sheet)) {
        page.write_string(9, column, header).unwrap();
    }
    let mut row = 10;
    for line in lines {
        page.write_number(row, 0, f64::from(row - 9)).unwrap();
        for (column, (_, field)) in (1..).zip(headers(sheet)) {
            match line[field].as_str() {
                // Formatted, and empty.
                "" => page.write_blank(row, column, &blank).unwrap(),
                text if text.starts_with('#') => {
                    page.write_number_with_format(row, column, text[1..].parse::<f64>().unwrap(), &percent).unwrap()
                }
                text if (14..20).contains(&field) && text.parse::<f64>().is_ok() => {
                    page.write_number_with_format(row, column, text.parse::<f64>().unwrap(), &date).unwrap()
                }
                text => page.write_string(row, column, format!(" {text} ")).unwrap(),
            };
        }
        row += 1;
    }
    if sheet == "withdrawn" {
        for _ in 0..2 {
            page.write_number(row, 0, f64::from(row - 9)).unwrap();
            row += 1;
        }
    }
    // The tail: blanks, and a comma that somebody left.
    for tail in row..row + 30 {
        page.write_blank(tail, 3, &blank).unwrap();
    }
    page.write_string(row + 40, 24, ",").unwrap();
}
