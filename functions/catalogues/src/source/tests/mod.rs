//! The sample of the project, the ministry's files where they are at hand, and files that mean harm.

mod full;
mod hostile;
mod made;

use super::{Part, Problem, Reason, Unreadable, assemble, parts, read};
use crate::sample::SAMPLES;
use medilink_catalogue::{Catalogue, Edition, Entry, Kind, Medicine, MedicineStatus, Table};

/// Everything a job does with a file, in one go.
pub(super) fn whole(kind: Kind, bytes: &[u8]) -> Result<(Table, Vec<Problem>, Vec<Part>), Unreadable> {
    let names = parts(kind, bytes)?;
    let mut read: Vec<Part> = (0..names.len()).map(|part| read(kind, bytes, part)).collect::<Result<_, _>>()?;
    let (table, problems) = assemble(kind, &mut read);
    Ok((table, problems, read))
}

pub(super) fn catalogue(kind: Kind, table: Table) -> Catalogue {
    let edition = Edition { kind, table };
    Catalogue::new(edition.store().unwrap().id, edition)
}

fn sample(kind: Kind) -> &'static [u8] {
    SAMPLES.iter().find(|sample| sample.kind == kind).unwrap().bytes
}

#[test]
fn the_sample_is_what_its_list_says() {
    let made = made::workbook(&made::lines());
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(concat!(env!("CARGO_MANIFEST_DIR"), "/sample/medicines.xlsx"), &made).unwrap();
        return;
    }
    let (table, problems, _) = whole(Kind::Medicines, &made).unwrap();
    let (committed, same, _) = whole(Kind::Medicines, sample(Kind::Medicines)).unwrap();
    assert!((&table, &problems) == (&committed, &same), "sample/medicines.xlsx is out of date (UPDATE=1 writes it)");
}

#[test]
fn the_sample_of_the_nomenclature_reads_with_all_its_quirks() {
    let (table, problems, parts) = whole(Kind::Medicines, &made::workbook(&made::lines())).unwrap();
    let stated: Vec<_> = parts.iter().map(|part| (part.stated, part.unreadable)).collect();
    assert_eq!(stated, [(Some(29), 2), (Some(8), 2), (Some(5), 0)]);
    let reasons: Vec<_> = problems.iter().map(|p| (p.row, p.column.as_deref(), p.reason, p.dropped)).collect();
    assert!(reasons.contains(&(38, Some("registrationNumber"), Reason::Missing, true)), "{reasons:?}");
    assert!(reasons.contains(&(39, None, Reason::DuplicateRow, true)), "{reasons:?}");
    assert_eq!(reasons.iter().filter(|(_, _, reason, _)| *reason == Reason::EmptyRow).count(), 2);
    let medicine = |code: &str| Medicine::read(|column| table.cell(table.find(code).unwrap(), column));
    let ventoline = medicine("909-20A001-06");
    assert_eq!((ventoline.status, ventoline.other_listings.len()), (MedicineStatus::Registered, 1));
    assert_eq!(medicine("908-04B032-08").strength.as_deref(), Some("1%"));
    let diantalvic = medicine("921-04A002-97");
    assert_eq!(
        (diantalvic.status, diantalvic.withdrawn_on.as_deref()),
        (MedicineStatus::Withdrawn, Some("2011-10-12"))
    );
    let slipped = medicine("923-03A101-02");
    assert_eq!(
        (slipped.holder.as_deref(), slipped.country.as_deref()),
        (Some("GENERIQUE DU LEVANT"), Some("JORDANIE"))
    );
    // 27 that are registered with a number of their own, five withdrawn ones that are not registered again, five old ones.
    assert_eq!(table.len(), 27 + 5 + 5);
}

#[test]
fn the_samples_of_the_lists_read_without_a_flaw() {
    for (kind, entries) in [(Kind::Diagnoses, 58), (Kind::Wilayas, 10), (Kind::Communes, 16), (Kind::Specialties, 22)] {
        let (table, problems, _) = whole(kind, sample(kind)).unwrap();
        assert_eq!((table.len(), problems.as_slice()), (entries, &[][..]), "{kind}");
    }
}

#[test]
fn a_part_that_is_read_twice_is_the_same() {
    let bytes = sample(Kind::Medicines);
    assert_eq!(read(Kind::Medicines, bytes, 0), read(Kind::Medicines, bytes, 0));
    assert_eq!(read(Kind::Medicines, bytes, 9), Err(Unreadable::Damaged));
}
