//! Working hours, free slots, appointments.
//!
//! The types here know no store, no request and no clock: an operation reads, asks them, and writes what they answer.

pub mod availability;
pub mod grid;
pub mod wall_time;
pub mod working_hours;
