//! The ministry's own files, where they are at hand: `MEDILINK_DATA_FILES` names their folder. Elsewhere the sample has to
//! do, and the test says so.

use super::{catalogue, whole};
use medilink_catalogue::{Kind, Medicine};
use medilink_kernel::{Clock, SystemClock};
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
    let mut slowest = std::time::Duration::ZERO;
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
        for length in 1..=typed.chars().count() {
            let beginning: String = typed.chars().take(length).collect();
            let begin = SystemClock.now();
            let found = catalogue.search(&beginning, None, |_| true);
            slowest = slowest.max(SystemClock.now().duration_since(begin).unsigned_abs());
            if length == typed.chars().count() {
                let brands: Vec<&str> =
                    found.iter().take(20).map(|found| catalogue.table().cell(found.row, Medicine::BRAND)).collect();
                assert!(brands.iter().any(|found| found.contains(brand)), "{typed}: {brands:?}");
            }
        }
    }
    println(&format!("slowest keystroke of the whole nomenclature, unoptimised: {slowest:?}"));
}

#[test]
fn all_diagnoses_and_places_read() {
    for (kind, name, entries) in [
        (Kind::Diagnoses, "icd10cm-2026.csv.gz", 48_671),
        (Kind::Wilayas, "wilayas-dz-58.csv", 58),
        (Kind::Communes, "communes-dz-58.csv", 1_541),
    ] {
        let Some(bytes) = file(name) else { continue };
        let (table, problems, _) = whole(kind, &bytes).unwrap();
        assert_eq!((table.len(), problems.as_slice()), (entries, &[][..]), "{kind}");
    }
}

#[expect(clippy::print_stdout, reason = "a figure to look at, and no pass mark")]
fn println(line: &str) {
    println!("{line}");
}
