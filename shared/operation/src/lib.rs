//! What an operation declares, and everything derived from the declaration.
//!
//! An operation is declared once, as a constant [`Spec`]: its id, trigger, access, grants, success status and refusals.
//! From that come the routes of the gateway, the Lambda functions and their roles ([`manifest`], [`policy`]), the
//! OpenAPI document ([`openapi`]), the role matrix ([`role_matrix`]) and the tests over the whole registry.

mod access;
mod audit;
mod code;
mod described;
mod grant;
pub mod manifest;
pub mod openapi;
pub mod policy;
mod refusal;
pub mod role_matrix;
mod spec;

pub use access::Access;
pub use audit::{Audited, Part, Purpose};
pub use code::{Code, Kind, codes};
pub use described::{Described, SchemaOf};
pub use grant::{Action, Grant, Scope};
pub use refusal::{FieldError, Refusal};
pub use spec::{Method, Spec, Trigger, dead_letters};
