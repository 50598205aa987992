//! Prescriptions with a signed code, dispensed exactly once.
//!
//! The types here know no store, no request and no clock: an operation reads, asks them, and writes what they answer.

pub mod claim;
pub mod content;
pub mod payload;
pub mod prescription;
pub mod qr;
