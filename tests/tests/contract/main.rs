//! What the contract says beside the main journey: refusals, side roads, returns.

#![expect(clippy::panic, reason = "a test ends where something is not as it should be")]

mod appointments;
mod chat;
mod joining;
mod notifications;
mod passwords;
mod prescriptions;
mod sessions;
