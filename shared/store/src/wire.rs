//! The way to an engine in this process. The SDK's client runtime costs more than the engine's own work, so here a
//! request is written as the JSON that goes over the wire, handed over, and its answer read: nothing in between.

use bytes::Bytes;
use futures::future::BoxFuture;

/// An engine in this process, behind its guard, that speaks DynamoDB's JSON protocol.
pub trait Wire: Send + Sync {
    /// Performs one action, such as `GetItem`, in the name of the caller.
    fn send<'a>(
        &'a self,
        caller: WireCaller<'a>,
        action: &'static str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<WireReply, WireLost>>;
}

/// Who is calling, as a guard wants to know.
#[derive(Debug, Clone, Copy)]
pub struct WireCaller<'a> {
    /// The id of the operation.
    pub operation: &'a str,
    /// The id of the invocation.
    pub invocation: &'a str,
    /// The tenants that it was opened for, as `TenantScope::header` writes them.
    pub tenants: &'a str,
}

/// What came back.
#[derive(Debug)]
pub struct WireReply {
    /// 200, or that of a refusal.
    pub status: u16,
    /// The JSON of the answer or the refusal.
    pub body: Bytes,
}

/// Why nothing came back; the call may have been done all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WireLost {
    /// Not in time.
    TimedOut,
    /// The connection broke.
    Disconnected,
}
