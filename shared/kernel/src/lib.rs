//! The words every other crate speaks: ids, instants, money, people's texts, languages, roles.
//!
//! Nothing here knows a store, a network or a request. Time and randomness are traits ([`Clock`], [`Entropy`]) so that
//! whoever runs the code decides what the hour is and what the dice say.

mod clock;
mod contact;
mod day;
mod entropy;
mod id;
mod instant;
mod language;
mod local_time;
mod money;
mod person;
mod role;
mod sha256_hex;
mod text;
mod texts;
mod unquoted;
mod wall_time;

pub use clock::{Clock, ManualClock, Sleep, SystemClock};
pub use contact::{Email, Phone};
pub use day::CalendarDate;
pub use entropy::{Entropy, OsEntropy, SeededEntropy};
pub use id::*;
pub use instant::Instant;
pub use language::Language;
pub use local_time::local_time;
pub use money::{Currency, Money};
pub use person::{Address, BloodType, Gender};
pub use role::Role;
pub use sha256_hex::Sha256Hex;
pub use text::{Lines, Opaque, Text, fold, unshaped};
pub use texts::{message, title};
pub use unquoted::unquoted;
pub use wall_time::{DAY_MINUTES, InvalidTime, WallTime};
