//! Actors and a whole platform for black-box tests.
//!
//! [`World`] is a platform in this process, [`Process`] the real binary; both give the actors of [`Api`], who speak to it
//! over HTTP as any client does. Everything here panics where it does not go as it should: that is what tests want.
#![expect(clippy::panic, clippy::expect_used, reason = "a test ends where something is not as it should be")]

mod actor;
mod answer;
mod api;
mod catalogues;
mod change;
mod clock;
mod image;
pub mod journey;
mod notices;
mod process;
mod provider;
mod registration;
mod socket;
mod staff;
mod world;

pub use actor::Actor;
pub use answer::Answer;
pub use api::{Api, PASSWORD};
pub use change::change;
pub use clock::ShiftedClock;
pub use image::stored_objects;
pub use journey::{book, claim, confirm, dispense, examine, medicines, prescribe, request, slots, treat};
pub use process::{Process, binaries};
pub use provider::{Provider, Pushed};
pub use registration::Registration;
pub use socket::Socket;
pub use world::World;
