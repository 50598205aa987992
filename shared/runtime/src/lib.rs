//! The only crate that knows Lambda: events in, answers out.
//!
//! [`main`] is the whole of a domain's bootstrap. The local gateway builds the same events and calls the same functions
//! ([`answer`], [`follow_batch`], [`set_aside`]), so an operation cannot tell where it runs.

mod batch;
mod entry;
mod environment;
mod events;
mod log;

pub use batch::{follow_batch, set_aside};
pub use entry::main;
pub use environment::{Environment, platform};
pub use events::answer;
pub use log::{CALLS, FAULTS, init as init_log};
