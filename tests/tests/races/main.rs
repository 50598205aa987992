//! Nothing is lost or doubled: whoever comes at once, whatever fails on the way, wherever the platform is cut.
#![expect(clippy::expect_used, clippy::panic, reason = "a test ends where something is not as it should be")]

mod calendar;
mod call;
mod chat;
mod dice;
mod journal;
mod ledger;
mod mails;
mod people;
mod pharmacies;
mod practices;
mod rows;

mod audits;
mod faults;
mod images;
mod imports;
mod kill;
mod one_prescription;
mod one_slot;
mod one_token;
mod poison;
mod provisioning;
mod streams;
mod taken_back;
mod told;
mod trail;
mod visits;
