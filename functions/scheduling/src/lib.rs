//! Working hours, free slots, appointments.
//!
//! The types of time ([`availability`], [`grid`], [`holding`]) know no store, no request and no clock: an operation
//! reads, asks them, and writes what they answer.

pub mod availability;
mod bound;
mod days;
mod finding;
pub mod grid;
pub mod holding;
mod hours_seen;
mod listing;
mod moving;
mod practice_step;
mod records;
mod refusals;
mod view;
mod visit_ref;
pub mod working_hours;

mod arrive;
mod book_appointment;
mod cancel;
mod complete;
mod confirm;
mod get_appointment;
mod get_working_hours;
mod list_appointments;
mod list_slots;
mod no_show;
mod reject;
mod reschedule;
mod set_working_hours;

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<set_working_hours::SetWorkingHours>(),
    Registered::http::<get_working_hours::GetWorkingHours>(),
    Registered::http::<list_slots::ListSlots>(),
    Registered::http::<book_appointment::BookAppointment>(),
    Registered::http::<list_appointments::ListAppointments>(),
    Registered::http::<get_appointment::GetAppointment>(),
    Registered::http::<confirm::Confirm>(),
    Registered::http::<reject::Reject>(),
    Registered::http::<cancel::Cancel>(),
    Registered::http::<reschedule::Reschedule>(),
    Registered::http::<arrive::Arrive>(),
    Registered::http::<complete::Complete>(),
    Registered::http::<no_show::NoShow>(),
];
