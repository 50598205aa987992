use crate::{
    Entry, Kind,
    entry::{or_empty, some},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A diagnosis of ICD-10.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Diagnosis {
    /// Its code, with the dot: `A01.0`.
    pub code: String,
    /// What it is called in English.
    pub label: String,
    /// The chapter, with its range of codes.
    pub chapter: Option<String>,
    /// The section, with its range of codes.
    pub section: Option<String>,
    /// What the three-character category is called.
    pub category: Option<String>,
}

/// What a diagnosis is called in the languages that people add.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Labels {
    /// In French.
    pub fr: Option<String>,
    /// In Arabic.
    pub ar: Option<String>,
}

impl Diagnosis {
    /// The cell that holds the chapter.
    pub const CHAPTER: usize = 2;
    /// The cell that holds the section.
    pub const SECTION: usize = 3;
    /// The cell that holds the category.
    pub const CATEGORY: usize = 4;

    /// The three characters of its category.
    pub fn category_code(code: &str) -> &str {
        code.split('.').next().unwrap_or(code)
    }
}

impl Entry for Diagnosis {
    const KIND: Kind = Kind::Diagnoses;
    const COLUMNS: &'static [&'static str] = &["code", "label", "chapter", "section", "category"];
    const SEARCHED: &'static [usize] = &[1, 0];

    fn read<'a>(cell: impl Fn(usize) -> &'a str) -> Self {
        Self {
            code: cell(0).to_owned(),
            label: cell(1).to_owned(),
            chapter: some(cell(Self::CHAPTER)),
            section: some(cell(Self::SECTION)),
            category: some(cell(Self::CATEGORY)),
        }
    }

    fn cells(&self) -> Vec<String> {
        let Self { code, label, chapter, section, category } = self;
        let more = [chapter, section, category].map(|text| or_empty(text.as_ref()));
        [code.clone(), label.clone()].into_iter().chain(more).collect()
    }
}
