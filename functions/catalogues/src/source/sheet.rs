//! A sheet of the nomenclature: title, header, rows.

use super::cell::Cell;
use medilink_catalogue::{MedicineStatus, words};
use std::collections::BTreeMap;

/// A field of the ministry's sheets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Number,
    Registration,
    Class,
    Dci,
    Brand,
    Form,
    Strength,
    Packaging,
    List,
    Hospital,
    Pharmacy,
    Remark,
    Holder,
    Country,
    FirstRegistered,
    LastRegistered,
    Type,
    Origin,
    Stability,
    Withdrawn,
    WithdrawalReason,
}

/// A row that has something in it, by field.
pub(crate) type Row = BTreeMap<Field, Cell>;

/// What stands above the rows of a sheet.
#[derive(Debug, Default)]
pub(crate) struct Heading {
    /// What the sheet lists.
    pub status: Option<MedicineStatus>,
    /// How many entries its title states.
    pub stated: Option<u32>,
    fields: BTreeMap<u32, Field>,
}

impl Heading {
    /// Takes a row of the sheet; gives the fields of a row below the header.
    pub(crate) fn take(&mut self, cells: Vec<(u32, Cell)>) -> Option<Row> {
        if self.fields.is_empty() {
            self.above(&cells);
            return None;
        }
        let named = cells.into_iter().filter_map(|(column, cell)| Some((*self.fields.get(&column)?, cell)));
        let row: Row = named.filter(|(_, cell)| !cell.is_blank()).collect();
        (!row.is_empty()).then_some(row)
    }

    /// Whether the header was found, in a sheet that says what it lists.
    pub(crate) fn is_complete(&self) -> bool {
        self.status.is_some() && !self.fields.is_empty()
    }

    fn above(&mut self, cells: &[(u32, Cell)]) {
        let texts = cells.iter().filter_map(|(column, cell)| match cell {
            Cell::Text(text) => Some((*column, text)),
            _ => None,
        });
        let fields: BTreeMap<u32, Field> =
            texts.clone().filter_map(|(column, text)| Some((column, field(text)?))).collect();
        let found = |wanted| fields.values().any(|field| *field == wanted);
        if found(Field::Registration) && found(Field::Brand) && found(Field::Dci) {
            self.fields = fields;
            return;
        }
        for (_, text) in texts {
            let title = words(text);
            let says = |word: &str| title.iter().any(|known| known == word);
            let status = if says("retrait") {
                MedicineStatus::Withdrawn
            } else if says("renouvellement") {
                MedicineStatus::NotRenewed
            } else if says("nomenclature") {
                MedicineStatus::Registered
            } else {
                continue;
            };
            self.status = Some(status);
            self.stated = stated(text).or(self.stated);
        }
    }
}

/// The number in the brackets of a title: `( 3412 DE)`, `( DE 2475)`.
fn stated(title: &str) -> Option<u32> {
    let (inside, _) = title.rsplit_once('(')?.1.split_once(')')?;
    let mut numbers = inside.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    let number = numbers.next()?.parse().ok()?;
    numbers.next().is_none().then_some(number)
}

/// The field of a column by its header, however it is spaced and accented.
fn field(header: &str) -> Option<Field> {
    let name = words(header).concat();
    Some(match name.as_str() {
        "n" => Field::Number,
        "nenregistrement" => Field::Registration,
        "code" => Field::Class,
        "denominationcommuneinternationale" | "dci" => Field::Dci,
        "nomdemarque" => Field::Brand,
        "forme" => Field::Form,
        "dosage" => Field::Strength,
        "cond" | "conditionnement" => Field::Packaging,
        "liste" => Field::List,
        "p1" => Field::Hospital,
        "p2" => Field::Pharmacy,
        "obs" | "observation" | "observations" => Field::Remark,
        "datedenregistrementinitial" => Field::FirstRegistered,
        "datedenregistrementfinal" => Field::LastRegistered,
        "type" => Field::Type,
        "statut" => Field::Origin,
        "dureedestabilite" => Field::Stability,
        "datederetrait" => Field::Withdrawn,
        "motifderetrait" => Field::WithdrawalReason,
        name if name.starts_with("laboratoire") => Field::Holder,
        name if name.starts_with("pays") => Field::Country,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(texts: &[&str]) -> Vec<(u32, Cell)> {
        texts.iter().enumerate().map(|(at, text)| (at as u32, Cell::Text((*text).to_owned()))).collect()
    }

    #[test]
    fn a_title_says_what_a_sheet_lists_and_how_much() {
        for (title, status, stated) in [
            (
                "NOMENCLATURE NATIONALE DES PRODUITS AU 31 DECEMBRE 2019  ( 3412 DE)",
                MedicineStatus::Registered,
                Some(3412),
            ),
            ("LISTE FAISANT L'OBJET DE RETRAIT AU 31 decembre 2019 ( DE 2475)", MedicineStatus::Withdrawn, Some(2475)),
            ("QUI N'ONT PAS FAIT L'OBJET DE RENOUVELLEMENT  ( DE 1861)", MedicineStatus::NotRenewed, Some(1861)),
            ("Nomenclature", MedicineStatus::Registered, None),
            ("Nomenclature (2 de 3)", MedicineStatus::Registered, None),
            ("Nomenclature (99999999999)", MedicineStatus::Registered, None),
        ] {
            let mut heading = Heading::default();
            assert!(heading.take(row(&["", title])).is_none());
            assert_eq!((heading.status, heading.stated), (Some(status), stated), "{title}");
            assert!(!heading.is_complete());
        }
    }

    #[test]
    fn rows_are_read_by_the_names_above_them() {
        let mut heading = Heading { status: Some(MedicineStatus::Registered), ..Heading::default() };
        heading.take(row(&["N°", "N°ENREGISTREMENT ", "Dénomination  Commune Internationale", "??", "NOM DE MARQUE"]));
        assert!(heading.is_complete());
        let read = heading.take(row(&["1", "524/13 P 490/19", " ", "x", "ABAVIR"])).unwrap();
        let fields: Vec<Field> = read.into_keys().collect();
        assert_eq!(fields, [Field::Number, Field::Registration, Field::Brand]);
        assert!(heading.take(row(&["", "", "", ","])).is_none(), "what stands in no column of ours is no row");
    }
}
