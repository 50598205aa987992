//! The ministry's own files, where they are at hand: `MEDILINK_DATA_FILES` names their folder. Elsewhere the sample has to
//! do, and the test says so.

use super::{catalogue, whole};
use medilink_catalogue::{Kind, Medicine};
use std::path::PathBuf;

#[expect(clippy::print_stdout, reason = "whoever runs the tests is told what was not tested")]
fn file(name: &str) -> Option<Vec<u8>> {
    let folder =
        std::env::var_os("MEDILINK_DATA_FILES").map_or_else(|| PathBuf::from("../../../shared/data"), PathBuf::from);
    let bytes = std::fs::read(folder.join(name)).ok();
    if bytes.is_none() {
        println!("SKIPPED with the full {name}: not in {}", folder.display());
    }
    bytes
}

#[test]
fn the_whole_nomenclature_reads_as_its_titles_say_but_for_what_is_listed() {
    let Some(bytes) = file("nomenclature-dz-2019-12.xlsx") else { return };
    let (table, problems, parts) = whole(Kind::Medicines, &bytes).unwrap();
    let stated: Vec<_> = parts.iter().map(|part| part.stated).collect();
    assert_eq!(stated, [Some(3412), Some(2475), Some(1861)]);
    let unreadable: Vec<_> = parts.iter().map(|part| part.unreadable).collect();
    let dropped = problems.iter().filter(|problem| problem.dropped).count() as u32;
    assert_eq!(unreadable.iter().sum::<u32>(), dropped);
    for (stated, (unreadable, about)) in stated.iter().zip(unreadable.iter().zip([3410, 2465, 1860])) {
        let read = stated.unwrap() - unreadable;
        assert!(read.abs_diff(about) <= 3, "{read} of {stated:?}, about {about}");
    }
    assert!((7_600..7_740).contains(&table.len()), "{}", table.len());
    let catalogue = catalogue(Kind::Medicines, table);
    for (typed, brand) in [
        ("doliprane", "DOLIPRANE"),
        ("دوليبران", "DOLIPRANE"),
        ("dolipranne 500", "DOLIPRANE"),
        ("اوغمنتين", "AUGMENTIN"),
        ("فولتارين", "VOLTARENE"),
        ("لازيليكس", "LASILIX"),
        ("بلافيكس", "PLAVIX"),
        ("كلاموكسيل", "CLAMOXYL"),
        ("فنتولين", "VENTOLINE"),
        ("غلوكوفاج", "GLUCOPHAGE"),
        ("سبازفون", "SPASFON"),
        ("ليفوتيروكس", "LEVOTHYROX"),
        ("كارديجيك", "KARDEGIC"),
    ] {
        let found = catalogue.search(typed, None, |_| true);
        let brands: Vec<&str> =
            found.iter().take(20).map(|found| catalogue.table().cell(found.row, Medicine::BRAND)).collect();
        assert!(brands.iter().any(|found| found.contains(brand)), "{typed}: {brands:?}");
    }
}

#[test]
fn all_diagnoses_and_places_read() {
    // A wilaya and most communes have no Arabic name there.
    for (kind, name, entries, flaws) in [
        (Kind::Diagnoses, "icd10cm-2026.csv.gz", 48_671, 0),
        (Kind::Wilayas, "wilayas-dz-58.csv", 58, 1),
        (Kind::Communes, "communes-dz-58.csv", 1_541, 1_339),
    ] {
        let Some(bytes) = file(name) else { continue };
        let (table, problems, _) = whole(kind, &bytes).unwrap();
        assert_eq!((table.len(), problems.len()), (entries, flaws), "{kind}");
        assert!(problems.iter().all(|problem| !problem.dropped), "{kind}");
    }
}
