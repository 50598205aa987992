//! The edge around every operation, in one place: limits, identity, access, input, idempotency, errors, the log line.
//!
//! An operation implements [`Operation`] (or [`StreamOperation`], [`ScheduledOperation`]) and knows nothing of HTTP.
//! [`serve`] takes a plain [`Request`] to a plain [`Response`]; only `medilink-runtime` and the local gateway know what
//! carries them.

mod caller;
mod connection;
mod context;
mod cursor;
mod failure;
mod follow;
mod frame;
mod idempotency;
mod input;
mod internal;
mod keys;
mod letter;
pub mod links;
mod list;
mod memory;
mod operation;
mod pipeline;
mod platform;
mod problem;
mod registered;
mod request;
mod shape;
mod trail;
mod upload;

pub use caller::Caller;
pub use connection::{ConnectionRecord, connection_key};
pub use context::Ctx;
pub use failure::Failure;
pub use follow::{Origin, follow, follow_together, set_aside};
pub use frame::{LARGEST_FRAME, Routed, serve_frame};
pub use input::{Input, NoBody, NoPath, NoQuery};
pub use internal::tick;
pub use keys::{JwksRecord, jwks_key};
pub use list::{Limit, List, PageQuery};
pub use memory::Memory;
pub use operation::{Nothing, Operation, Reply, ScheduledOperation, StreamOperation, StreamRecord};
pub use pipeline::{serve, unrouted};
pub use platform::{Platform, Settings};
pub use registered::{Handler, Registered};
pub use request::{Request, Response};
pub use upload::{UploadCall, upload_size};
