//! Allergies are kept in the patient's words. They are met by the names of substances, by the classes that these
//! stand in, and by the names of a few families.

use super::{product::Product, warning::Relation};
use medilink_catalogue::{Catalogue, Medicine, alike, substances, words};
use medilink_kernel::Text;
use std::collections::BTreeSet;

/// The most allergies that a warning names.
const MOST: usize = 5;
/// The least letters of a word that may name something.
const LEAST: usize = 4;
/// The least letters of a word that may be the end of another: `penicilline` of `benzylpenicilline`.
const LEAST_END: usize = 8;

/// Words that many substances have in their names.
const COMMON: [&str; 9] = ["acid", "alpha", "beta", "complex", "extrait", "facteur", "huil", "oxyd", "vitamin"];

/// Families by which people name their allergies, each with a member: what is in its class is of the family.
const FAMILIES: [(&str, &str); 14] = [
    ("ain", "ibuprofen"),
    ("inflammatoir", "ibuprofen"),
    ("aspirin", "acetylsalicyliqu"),
    ("aspegic", "acetylsalicyliqu"),
    ("penicillin", "amoxicillin"),
    ("betalactamin", "amoxicillin"),
    ("cephalosporin", "cefalexin"),
    ("sulfamid", "sulfamethoxazol"),
    ("macrolid", "erythromycin"),
    ("quinolon", "ciprofloxacin"),
    ("tetracyclin", "doxycyclin"),
    ("aminosid", "gentamicin"),
    ("opiac", "morphin"),
    ("بنسلين", "amoxicillin"),
];

/// The allergies that a product has to do with, and how the nearest does.
pub(crate) fn met(
    allergies: &[Text<1, 120>],
    product: &Product,
    catalogue: &Catalogue,
) -> Option<(Vec<String>, Relation)> {
    if allergies.is_empty() {
        return None;
    }
    let own: BTreeSet<String> = product.substances.iter().flat_map(|name| stems(name)).collect();
    let members = catalogue.classmates(product.row).map(|row| catalogue.table().cell(row, Medicine::DCI));
    let members: BTreeSet<&str> = members.collect();
    let class: BTreeSet<String> = members.into_iter().flat_map(substances).flat_map(|name| stems(&name)).collect();
    let relation = |allergy: &str| {
        let names = stems(allergy);
        let meets = |name: &String, known: &BTreeSet<String>| known.iter().any(|known| is(name, known));
        if names.iter().any(|name| meets(name, &own)) {
            return Some(Relation::Substance);
        }
        let named = names.iter().any(|name| meets(name, &class));
        let family = names.iter().flat_map(|name| members_of(name)).any(|member| class.contains(member));
        (named || family).then_some(Relation::Class)
    };
    let found = allergies.iter().filter_map(|allergy| Some((allergy.to_string(), relation(allergy)?)));
    let found: Vec<(String, Relation)> = found.take(MOST).collect();
    let nearest = found.iter().map(|(_, relation)| *relation).min()?;
    Some((found.into_iter().map(|(allergy, _)| allergy).collect(), nearest))
}

/// The words of a text that may name something, without the endings by which languages differ.
fn stems(text: &str) -> Vec<String> {
    let words = words(text).into_iter().filter(|word| word.chars().count() >= LEAST);
    let stem = |word: String| word.trim_end_matches('s').trim_end_matches('e').to_owned();
    words.map(stem).filter(|stem| !COMMON.contains(&stem.as_str())).collect()
}

fn is(name: &str, known: &str) -> bool {
    alike(name, known) || (name.len() >= LEAST_END && known.ends_with(name))
}

fn members_of(name: &str) -> impl Iterator<Item = &'static str> + '_ {
    let of = move |family: &str| name == family || (family.len() >= LEAST_END && name.ends_with(family));
    FAMILIES.iter().filter(move |(family, _)| of(family)).map(|(_, member)| *member)
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_catalogue::{Edition, Entry, Kind, TableBuilder};
    use medilink_kernel::EditionId;

    fn catalogue() -> Catalogue {
        let mut builder = TableBuilder::new(Medicine::COLUMNS.len());
        for (code, class, dci) in [
            ("amoxicillin", "13 G 001", "AMOXICILLINE TRIHYDRATE EXPRIME EN AMOXICILLINE"),
            ("penicillin", "13 G 002", "BENZATHINE BENZYLPENICILLINE"),
            ("cefalexin", "13 B 001", "CEFALEXINE"),
            ("aspirin", "03 A 001", "ACIDE ACETYLSALICYLIQUE"),
            ("clavulanic", "13 G 003", "AMOXICILLINE / ACIDE CLAVULANIQUE"),
            ("ibuprofen", "04 B 001", "IBUPROFENE"),
            ("naproxen", "04 B 002", "NAPROXENE SODIQUE"),
            ("lost", "", "IODE"),
        ] {
            builder.push(vec![code.into(), String::new(), class.into(), dci.into()]);
        }
        Catalogue::new(EditionId::from_u128(1), Edition { kind: Kind::Medicines, table: builder.finish() })
    }

    fn relation(allergy: &str, code: &str) -> Option<Relation> {
        let catalogue = catalogue();
        let product = Product::find(&catalogue, code).unwrap();
        met(&[Text::new("pollen").unwrap(), Text::new(allergy).unwrap()], &product, &catalogue).map(|(found, by)| {
            assert_eq!(found, [allergy]);
            by
        })
    }

    #[test]
    fn an_allergy_is_met_by_substance_and_by_class() {
        use Relation::{Class, Substance};
        for (allergy, code, expected) in [
            ("Amoxicilline", "amoxicillin", Some(Substance)),
            ("allergique à l'amoxiciline (urticaire)", "clavulanic", Some(Substance)),
            ("أموكسيسيلين", "amoxicillin", Some(Substance)),
            ("Pénicilline", "penicillin", Some(Substance)),
            ("pénicillines", "amoxicillin", Some(Class)),
            ("Amoxicillin", "penicillin", Some(Class)),
            ("بنسلين", "amoxicillin", Some(Class)),
            ("Pénicilline", "cefalexin", None),
            ("Aspirine", "aspirin", Some(Class)),
            ("Acide", "aspirin", None),
            ("AINS", "naproxen", Some(Class)),
            ("anti-inflammatoires", "ibuprofen", Some(Class)),
            ("iode", "lost", Some(Substance)),
            ("arachide", "amoxicillin", None),
            ("!", "amoxicillin", None),
        ] {
            assert_eq!(relation(allergy, code), expected, "{allergy}, {code}");
        }
    }
}
