use crate::{
    Entry, Kind,
    entry::{or_empty, some},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A province.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Wilaya {
    /// Its number, two digits.
    pub code: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in Arabic letters, where it is known.
    pub name_ar: Option<String>,
}

/// A municipality.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Commune {
    /// Its number, four digits: the first two are the wilaya's.
    pub code: String,
    /// The number of its wilaya.
    pub wilaya_code: String,
    /// Its name in Latin letters.
    pub name: String,
    /// Its name in Arabic letters, where it is known.
    pub name_ar: Option<String>,
}

/// The code of a wilaya as it is stored: `1` and `01` are the same.
pub fn wilaya_code(number: &str) -> Option<String> {
    let number: u8 = number.trim().parse().ok()?;
    (1..=99).contains(&number).then(|| format!("{number:02}"))
}

impl Entry for Wilaya {
    const KIND: Kind = Kind::Wilayas;
    const COLUMNS: &'static [&'static str] = &["code", "name", "nameAr"];
    const SEARCHED: &'static [usize] = &[1, 2, 0];

    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        Self { code: cell(0).to_owned(), name: cell(1).to_owned(), name_ar: some(cell(2)) }
    }

    fn cells(&self) -> Vec<String> {
        vec![self.code.clone(), self.name.clone(), or_empty(self.name_ar.as_ref())]
    }
}

impl Entry for Commune {
    const KIND: Kind = Kind::Communes;
    const COLUMNS: &'static [&'static str] = &["code", "wilayaCode", "name", "nameAr"];
    const SEARCHED: &'static [usize] = &[2, 3, 0];

    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        Self {
            code: cell(0).to_owned(),
            wilaya_code: cell(1).to_owned(),
            name: cell(2).to_owned(),
            name_ar: some(cell(3)),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![self.code.clone(), self.wilaya_code.clone(), self.name.clone(), or_empty(self.name_ar.as_ref())]
    }
}
