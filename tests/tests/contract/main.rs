//! What the contract says beside the main journey: refusals, side roads, returns.

#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it should be")]

mod appointments;
mod audit;
mod catalogues;
mod chat;
mod grants;
mod hours;
mod images;
mod joining;
mod notifications;
mod outside;
mod passwords;
mod photographs;
mod prescribing;
mod prescriptions;
mod sessions;
mod tampering;
mod timeline;
