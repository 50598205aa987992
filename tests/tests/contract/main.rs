//! What the contract says beside the main journey: refusals, side roads, returns.

mod appointments;
mod joining;
mod passwords;
mod prescriptions;
mod sessions;
