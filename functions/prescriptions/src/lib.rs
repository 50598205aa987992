//! Prescriptions with a signed code, dispensed exactly once.
//!
//! `content`, `payload`, `prescription`, `steps` and `qr` know no store, no request and no clock: an operation reads,
//! asks them, and writes what they answer.

pub mod bounded;
pub mod cancel;
pub mod claim;
pub mod claim_token;
pub mod code;
pub mod content;
pub mod dispense;
pub mod get;
pub mod get_checks;
pub mod issue;
pub mod list;
pub mod payload;
pub mod prescription;
pub mod public_keys;
pub mod qr;
pub mod records;
pub mod refuse;
pub mod release;
pub mod rotate_keys;
pub mod set_checks;
pub mod steps;
pub mod verify;
pub mod views;

mod change;
mod checks;
pub mod format;
mod keys;
mod pharmacy;

use medilink_edge::Registered;

/// Every operation of the domain.
pub static OPERATIONS: &[Registered] = &[
    Registered::http::<issue::Issue>(),
    Registered::http::<list::ListPrescriptions>(),
    Registered::http::<get::Get>(),
    Registered::http::<code::Code>(),
    Registered::http::<public_keys::PublicKeys>(),
    Registered::http::<verify::Verify>(),
    Registered::http::<claim::Claim>(),
    Registered::http::<dispense::Dispense>(),
    Registered::http::<release::Release>(),
    Registered::http::<refuse::Refuse>(),
    Registered::http::<cancel::Cancel>(),
    Registered::http::<get_checks::GetChecks>(),
    Registered::http::<set_checks::SetChecks>(),
    Registered::schedule::<rotate_keys::RotateKeys>(),
];
