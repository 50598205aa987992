//! Catalogues: imported from the ministry's files, searched as one types.
//!
//! An admin sends a file; a job reads it part by part into an edition, compares it with the one in force, and waits. What
//! it would change is looked at before it is confirmed; an edition that was in force before can be brought back. Reading
//! never touches more than one small item: the edition itself is kept in memory (see `medilink-library`).

mod compared;
mod confirm_import;
mod create_import;
mod diagnosis_views;
mod discard_import;
mod get_diagnosis;
mod get_import;
mod get_medication;
mod history;
mod import;
mod job;
mod list_catalogues;
mod list_categories;
mod list_changes;
mod list_chapters;
mod list_communes;
mod list_imports;
mod list_problems;
mod list_specialties;
mod list_wilayas;
mod medicine_views;
mod records;
mod restore_edition;
mod sample;
mod search_diagnoses;
mod search_medications;
mod set_labels;
mod source;
mod start_import;
mod views;
mod work_on_import;

pub use sample::{SAMPLES, SampleFile};

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<search_medications::SearchMedications>(),
    Registered::http::<get_medication::GetMedication>(),
    Registered::http::<search_diagnoses::SearchDiagnoses>(),
    Registered::http::<list_chapters::ListChapters>(),
    Registered::http::<list_categories::ListCategories>(),
    Registered::http::<get_diagnosis::GetDiagnosis>(),
    Registered::http::<set_labels::SetLabels>(),
    Registered::http::<list_wilayas::ListWilayas>(),
    Registered::http::<list_communes::ListCommunes>(),
    Registered::http::<list_specialties::ListSpecialties>(),
    Registered::http::<list_catalogues::ListCatalogues>(),
    Registered::http::<restore_edition::RestoreEdition>(),
    Registered::http::<create_import::CreateImport>(),
    Registered::http::<list_imports::ListImports>(),
    Registered::http::<get_import::GetImport>(),
    Registered::http::<start_import::StartImport>(),
    Registered::http::<list_problems::ListProblems>(),
    Registered::http::<list_changes::ListChanges>(),
    Registered::http::<confirm_import::ConfirmImport>(),
    Registered::http::<discard_import::DiscardImport>(),
    Registered::stream::<work_on_import::WorkOnImport>(),
];
