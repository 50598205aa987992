//! The embedded DynamoDB and the guard before it.
//!
//! The engine keeps tables in one SQLite file and answers the DynamoDB JSON protocol. No emulator checks
//! policies, throttles or loses an answer, so every call of a function passes the [`Guard`] first: it evaluates
//! the caller's own IAM policy document, counts what the call costs, and in tests injects the faults of real life.

mod access;
mod action;
#[cfg(feature = "bare")]
pub mod bare;
mod caller;
mod capacity;
mod changes;
mod dispatch;
mod engine;
mod faults;
mod guard;
mod key_condition;
mod log;
mod meter;
mod pattern;
mod policy;
mod progress;
mod queue;
mod readers;
mod reply;
mod server;
mod tokens;
mod unprocessed;
mod wire;
mod writer;

pub use action::Action;
pub use caller::{Caller, PolicySource, headers};
pub use changes::{Change, Changes, Stream};
pub use engine::{Engine, OpenError};
pub use faults::{Fault, Faults, Plan};
pub use guard::{Guard, Outcome};
pub use meter::{InvocationUse, Meter, OperationUse, Reach, Units};
pub use policy::{Effect, PolicyDocument, Statement, Texts};
pub use queue::stand_back;
pub use reply::Reply;
pub use server::serve;
