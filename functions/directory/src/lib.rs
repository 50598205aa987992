//! The public directory: doctors that can be found and booked.
//!
//! Entries and listings are written when a practice opens and closes; here they are only read.

mod get_doctor;
mod search_doctors;

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] =
    &[Registered::http::<search_doctors::SearchDoctors>(), Registered::http::<get_doctor::GetDoctor>()];
