//! Diagnoses as others see them.

use crate::medicine_views::Met;
use medilink_catalogue::{Diagnosis, Found, Labels};
use medilink_library::Shelf;
use schemars::JsonSchema;
use serde::Serialize;

/// A diagnosis.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiagnosisView {
    #[serde(flatten)]
    diagnosis: Diagnosis,
    /// What it is called in the languages that people have added.
    labels: Labels,
}

/// A diagnosis that was found.
#[derive(Debug, Serialize, JsonSchema)]
pub struct DiagnosisFound {
    #[serde(flatten)]
    diagnosis: DiagnosisView,
    /// How the word was met that was met worst.
    #[serde(rename = "match")]
    how: Met,
}

impl DiagnosisView {
    /// The diagnosis of a row.
    pub(crate) fn of(shelf: &Shelf, row: usize) -> Self {
        let diagnosis: Diagnosis = shelf.catalogue.entry(row);
        let labels = shelf.labels(&diagnosis.code);
        Self { diagnosis, labels }
    }

    /// The same with other labels.
    pub(crate) fn with(self, labels: Labels) -> Self {
        Self { labels, ..self }
    }
}

impl DiagnosisFound {
    /// A diagnosis that was found.
    pub(crate) fn of(shelf: &Shelf, found: Found) -> Self {
        Self { diagnosis: DiagnosisView::of(shelf, found.row), how: Met::of(found.how) }
    }
}

/// What stands in the last brackets of a chapter or section: its codes, `A00-B99`.
pub(crate) fn range(text: &str) -> Option<&str> {
    text.rsplit_once('(')?.1.strip_suffix(')')
}

/// What stands before them: what it is called.
pub(crate) fn title(text: &str) -> &str {
    text.rsplit_once('(').filter(|_| text.ends_with(')')).map_or(text, |(title, _)| title).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chapter_falls_into_title_and_range() {
        let text = "Diseases of the blood (and organs) (D50-D89)";
        assert_eq!((title(text), range(text)), ("Diseases of the blood (and organs)", Some("D50-D89")));
        assert_eq!((title("Other"), range("Other")), ("Other", None));
    }
}
