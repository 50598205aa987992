//! Puts the parts of a file together: one table, and what stands twice.

use super::{Line, MOST_PROBLEMS, Part, Problem, Reason};
use data_encoding::HEXLOWER;
use medilink_catalogue::{Entry, Kind, Listing, Medicine, MedicineStatus, Table, TableBuilder, words};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The most products that one registration number is given to: the ministry's own slips give it to a few.
const MOST_SHARING: usize = 50;

/// A row that gives no entry after all.
struct Dropped {
    part: usize,
    row: u32,
    reason: Reason,
}

/// The table of all parts and every problem; `unreadable` of each part counts its rows that stand twice, too.
pub(crate) fn assemble(kind: Kind, parts: &mut [Part]) -> (Table, Vec<Problem>) {
    let dropped = match kind {
        Kind::Medicines => medicines(parts),
        _ => others(parts),
    };
    for Dropped { part, row, reason } in dropped {
        let part = &mut parts[part];
        part.problem(Problem { sheet: part.sheet.clone(), row, column: None, reason, dropped: true });
    }
    let mut builder = TableBuilder::new(kind.columns().len());
    let mut problems = Vec::new();
    for part in parts {
        std::mem::take(&mut part.lines).into_iter().for_each(|line| builder.push(line.cells));
        part.problems.sort_by_key(|problem| problem.row);
        let room = MOST_PROBLEMS.saturating_sub(problems.len());
        problems.extend(part.problems.iter().take(room).cloned());
    }
    (builder.finish(), problems)
}

/// Lines whose code stood before.
fn others(parts: &mut [Part]) -> Vec<Dropped> {
    let mut known = std::collections::BTreeSet::new();
    let mut dropped = Vec::new();
    for (number, part) in parts.iter_mut().enumerate() {
        part.lines.retain(|line| {
            let first = known.insert(line.cells.first().cloned());
            if !first {
                dropped.push(Dropped { part: number, row: line.row, reason: Reason::DuplicateRow });
            }
            first
        });
    }
    dropped
}

/// A product with the part that tells most of it.
struct Product {
    medicine: Medicine,
    part: usize,
    row: u32,
}

/// Products of one registration number are the same where sheet follows sheet with the same brand: what the sheets of
/// withdrawn and unrenewed products say is kept with the registered one, wherever they lie in the workbook. In one sheet
/// they are the same only where form, strength and packaging are, too. Where a number is left with several products (the
/// ministry has given some two dozen twice), their codes get what tells them apart.
fn medicines(parts: &mut [Part]) -> Vec<Dropped> {
    let mut numbers: BTreeMap<String, Vec<Product>> = BTreeMap::new();
    let mut dropped = Vec::new();
    let mut order: Vec<usize> = (0..parts.len()).collect();
    order.sort_by_key(|number| status(&parts[*number]));
    for number in order {
        for Line { row, cells } in std::mem::take(&mut parts[number].lines) {
            let medicine = Medicine::read(|column| cells.get(column).map_or("", String::as_str));
            let products = numbers.entry(medicine.code.clone()).or_default();
            if products.iter().any(|known| known.part == number && is_same(&known.medicine, &medicine)) {
                dropped.push(Dropped { part: number, row, reason: Reason::DuplicateRow });
            } else if !join(products, &medicine, number) {
                if products.len() < MOST_SHARING {
                    products.push(Product { medicine, part: number, row });
                } else {
                    dropped.push(Dropped { part: number, row, reason: Reason::OverusedNumber });
                }
            }
        }
    }
    for mut products in numbers.into_values() {
        let shared = products.len() > 1;
        for Product { medicine, part, row } in &mut products {
            if shared {
                medicine.code = format!("{}-{}", medicine.code, mark(medicine));
            }
            parts[*part].lines.push(Line { row: *row, cells: medicine.cells() });
        }
    }
    dropped
}

/// What a sheet lists.
fn status(part: &Part) -> Option<MedicineStatus> {
    part.lines.first().and_then(|line| MedicineStatus::from_name(line.cells.get(Medicine::STATUS)?))
}

/// Whether the medicine is one of these products of other sheets; what its sheet says of it is kept.
fn join(products: &mut [Product], medicine: &Medicine, part: usize) -> bool {
    let strength = |medicine: &Medicine| folded(medicine.strength.as_deref().unwrap_or_default());
    let brand = folded(&medicine.brand);
    let mut same: Vec<_> =
        products.iter_mut().filter(|known| known.part != part && folded(&known.medicine.brand) == brand).collect();
    same.sort_by_key(|known| strength(&known.medicine) != strength(medicine));
    let Some(known) = same.into_iter().next() else { return false };
    known.medicine.other_listings.push(Listing {
        status: medicine.status,
        registration_number: medicine.registration_number.clone(),
        withdrawn_on: medicine.withdrawn_on.clone(),
        withdrawal_reason: medicine.withdrawal_reason.clone(),
    });
    true
}

fn is_same(one: &Medicine, other: &Medicine) -> bool {
    apart(one) == apart(other)
}

/// What tells products of one number apart.
fn apart(medicine: &Medicine) -> String {
    let text = |text: &Option<String>| folded(text.as_deref().unwrap_or_default());
    let parts = [text(&medicine.form), text(&medicine.strength), text(&medicine.packaging)];
    format!("{}|{}", folded(&medicine.brand), parts.join("|"))
}

/// Six letters of what tells a product apart.
fn mark(medicine: &Medicine) -> String {
    HEXLOWER.encode(&Sha256::digest(apart(medicine))[..3])
}

fn folded(text: &str) -> String {
    words(text).concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_catalogue::MedicineStatus;

    fn line(row: u32, code: &str, brand: &str, strength: &str, status: MedicineStatus) -> Line {
        let mut cells = vec![String::new(); Medicine::COLUMNS.len()];
        for (column, text) in
            [(0, code), (1, code), (3, "DCI"), (4, brand), (6, strength), (Medicine::STATUS, status.as_str())]
        {
            cells[column] = text.to_owned();
        }
        Line { row, cells }
    }

    fn part(sheet: &str, lines: Vec<Line>) -> Part {
        Part { sheet: sheet.into(), lines, ..Part::default() }
    }

    #[test]
    fn a_number_names_one_product_over_all_sheets() {
        use MedicineStatus::{NotRenewed, Registered, Withdrawn};
        let mut parts = [
            part(
                "one",
                vec![
                    line(1, "1-01A1-01", "AMLODIPAL", "5MG", Registered),
                    line(2, "1-01A1-02", "OSPORIX", "70MG", Registered),
                    line(3, "1-01A1-02", "FOSACARE", "70MG", Registered),
                    line(4, "1-01A1-03", "EVOMISIL", "250MG", Registered),
                    line(9, "1-01A1-03", "EVOMISIL", "250 mg", Registered),
                ],
            ),
            part("two", vec![line(7, "1-01A1-01", "Amlodipal", "5 MG", Withdrawn)]),
            part("three", vec![line(8, "1-01A1-04", "INDOMET", "25MG", NotRenewed)]),
        ];
        let (table, problems) = assemble(Kind::Medicines, &mut parts);
        let codes: Vec<_> = (0..table.len()).map(|row| table.cell(row, 0)).collect();
        assert_eq!(codes.len(), 5);
        assert!(codes[0] == "1-01A1-01" && codes[1].starts_with("1-01A1-02-") && codes[4] == "1-01A1-04", "{codes:?}");
        let first = Medicine::read(|column| table.cell(0, column));
        assert_eq!((first.status, first.other_listings.len()), (Registered, 1));
        assert_eq!(first.other_listings[0].status, Withdrawn);
        let twice: Vec<_> = problems.iter().map(|problem| (&*problem.sheet, problem.row, problem.reason)).collect();
        assert_eq!(twice, [("one", 9, Reason::DuplicateRow)]);
        assert_eq!(parts[0].unreadable, 1);
    }

    #[test]
    fn what_is_registered_counts_wherever_its_sheet_lies() {
        use MedicineStatus::{Registered, Withdrawn};
        let mut parts = [
            part("old", vec![line(1, "1-01A1-01", "AMLODIPAL", "5MG", Withdrawn)]),
            part("blank", Vec::new()),
            part("new", vec![line(1, "1-01A1-01", "AMLODIPAL", "5MG", Registered)]),
        ];
        let (table, problems) = assemble(Kind::Medicines, &mut parts);
        let medicine = Medicine::read(|column| table.cell(0, column));
        assert_eq!((table.len(), medicine.status, medicine.other_listings.len()), (1, Registered, 1));
        assert!(problems.is_empty());
    }

    #[test]
    fn a_number_that_everything_has_is_not_compared_forever() {
        let brands = (0..MOST_SHARING as u32 + 3)
            .map(|n| line(n, "1-01A1-01", &n.to_string(), "5MG", MedicineStatus::Registered));
        let (table, problems) = assemble(Kind::Medicines, &mut [part("one", brands.collect())]);
        assert_eq!((table.len(), problems.len()), (MOST_SHARING, 3));
        assert!(problems.iter().all(|problem| problem.reason == Reason::OverusedNumber && problem.dropped));
    }

    #[test]
    fn a_code_that_stands_twice_is_read_once() {
        let list = |rows: &[(u32, &str)]| {
            rows.iter().map(|(row, code)| Line { row: *row, cells: vec![(*code).into(), "x".into()] }).collect()
        };
        let mut parts = [part("a", list(&[(2, "A00"), (3, "A01")])), part("b", list(&[(4, "A00")]))];
        let (table, problems) = assemble(Kind::Diagnoses, &mut parts);
        assert_eq!((table.len(), problems.len(), parts[1].unreadable), (2, 1, 1));
    }
}
