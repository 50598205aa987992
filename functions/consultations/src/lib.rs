//! Visits and the patient's record of them.

mod create;
mod get;
mod get_patient;
mod list_examinations;
mod list_patients;
mod note_allergy;
mod patient_view;
mod view;

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<create::Create>(),
    Registered::http::<get::Get>(),
    Registered::http::<list_examinations::ListExaminations>(),
    Registered::http::<list_patients::ListPatients>(),
    Registered::http::<get_patient::GetPatient>(),
    Registered::http::<note_allergy::NoteAllergy>(),
];
