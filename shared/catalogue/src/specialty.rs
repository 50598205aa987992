use crate::{Entry, Kind};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A medical specialty.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Specialty {
    /// Its code.
    pub code: String,
    /// Its name in Arabic.
    pub name_ar: String,
    /// Its name in French.
    pub name_fr: String,
    /// Its name in English.
    pub name_en: String,
}

impl Entry for Specialty {
    const KIND: Kind = Kind::Specialties;
    const COLUMNS: &'static [&'static str] = &["code", "nameAr", "nameFr", "nameEn"];
    const SEARCHED: &'static [usize] = &[2, 1, 3, 0];

    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        Self {
            code: cell(0).to_owned(),
            name_ar: cell(1).to_owned(),
            name_fr: cell(2).to_owned(),
            name_en: cell(3).to_owned(),
        }
    }

    fn cells(&self) -> Vec<String> {
        vec![self.code.clone(), self.name_ar.clone(), self.name_fr.clone(), self.name_en.clone()]
    }
}
