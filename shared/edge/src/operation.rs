use crate::{Ctx, Failure, Input};
use jiff::Timestamp;
use medilink_kernel::TenantId;
use medilink_operation::Spec;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// One operation behind a route: its declaration, its types, what it does.
pub trait Operation: 'static {
    /// The declaration.
    const SPEC: Spec;
    /// Path parameters; [`crate::NoPath`] where there are none. A value that does not read is a `404`.
    type Path: DeserializeOwned + JsonSchema + Send;
    /// Query parameters; [`crate::NoQuery`] where there are none.
    type Query: DeserializeOwned + JsonSchema + Send;
    /// The body; [`crate::NoBody`] where there is none.
    type Body: DeserializeOwned + JsonSchema + Send + 'static;
    /// The answer; [`Nothing`] for a `204`.
    type Output: Serialize + JsonSchema + Send;

    /// Does it.
    fn run(
        ctx: &Ctx,
        input: Input<Self::Path, Self::Query, Self::Body>,
    ) -> impl Future<Output = Result<Reply<Self::Output>, Failure>> + Send;
}

/// One operation that follows the stream of the platform's table or of the tenants' tables. A stream delivers at least once, in order per key, and may
/// repeat and come late: whatever is done must bear being done again.
pub trait StreamOperation: 'static {
    /// The declaration, made by [`Spec::stream`] or [`Spec::tenant_stream`].
    const SPEC: Spec;

    /// Does what the change asks for; a failure brings the record again.
    fn run(ctx: &Ctx, record: StreamRecord) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// One operation that runs by the clock.
pub trait ScheduledOperation: 'static {
    /// The declaration, made by [`Spec::every`].
    const SPEC: Spec;

    /// Does what is due.
    fn run(ctx: &Ctx) -> impl Future<Output = Result<(), Failure>> + Send;
}

/// One change of an item, as plain JSON values without DynamoDB's type tags.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct StreamRecord {
    /// Whose keyspace it is in; `None` for the platform's own table.
    pub tenant: Option<TenantId>,
    /// Partition key, without a tenant's prefix.
    pub pk: String,
    /// Sort key.
    pub sk: String,
    /// When the change was made, to the second: the same however often the record comes.
    pub at: Timestamp,
    /// The item after the change; `None` where it was removed.
    pub new: Option<Value>,
    /// The item before the change; `None` where it is new.
    pub old: Option<Value>,
    /// How often an admin has asked for it again: once more than before, and even what may have been done is done.
    #[serde(default)]
    pub replays: u32,
}

/// An answer of an operation.
#[derive(Debug)]
pub struct Reply<O> {
    pub(crate) status: u16,
    pub(crate) output: O,
    /// Whether the receipt was written with the act.
    pub(crate) receipted: bool,
}

impl<O> Reply<O> {
    /// `200` with a body.
    pub const fn ok(output: O) -> Self {
        Self::with_status(200, output)
    }

    /// `201` with a body.
    pub const fn created(output: O) -> Self {
        Self::with_status(201, output)
    }

    /// `202` with a body.
    pub const fn accepted(output: O) -> Self {
        Self::with_status(202, output)
    }

    /// An answer with another status.
    pub const fn with_status(status: u16, output: O) -> Self {
        Self { status, output, receipted: false }
    }

    /// The body.
    pub const fn output(&self) -> &O {
        &self.output
    }
}

impl Reply<Nothing> {
    /// `204`, no body.
    pub const fn none() -> Self {
        Self::with_status(204, Nothing {})
    }
}

/// No body: the answer of a `204`.
#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
pub struct Nothing {}
