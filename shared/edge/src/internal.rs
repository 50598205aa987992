//! Calls of the platform itself: the stream and the clock.

use crate::{Ctx, Failure, Handler, Platform, Registered, StreamRecord, trail::Trail};
use medilink_kernel::Language;
use std::sync::Arc;

pub(crate) fn context(platform: &Arc<Platform>, operation: &'static Registered, trace_id: &str) -> Ctx {
    let spec = operation.spec();
    Ctx {
        platform: platform.clone(),
        spec,
        session: platform.store.session(spec.id, trace_id),
        now: platform.clock.now(),
        language: Language::default(),
        trace_id: trace_id.to_owned(),
        address: String::new(),
        user_agent: String::new(),
        presented_secret: None,
        connection: None,
        origin: None,
        caller: None,
        query: String::new(),
        raw_path: String::new(),
        idempotency: None,
        trail: Trail::default(),
    }
}

/// Hands records of the stream to an operation.
pub(crate) async fn hand_over(
    ctx: &Ctx,
    operation: &'static Registered,
    records: Vec<StreamRecord>,
) -> Result<(), Failure> {
    let Handler::Stream(run) = operation.handler else { return Err(Failure::fault("does not follow the stream")) };
    report(operation, &ctx.trace_id, run(ctx, records).await)
}

/// Lets an operation do what is due.
pub async fn tick(platform: &Arc<Platform>, operation: &'static Registered, trace_id: &str) -> Result<(), Failure> {
    let Handler::Schedule(run) = operation.handler else { return Err(Failure::fault("does not run by the clock")) };
    report(operation, trace_id, run(&context(platform, operation, trace_id)).await)
}

fn report(operation: &Registered, trace: &str, result: Result<(), Failure>) -> Result<(), Failure> {
    match &result {
        Ok(()) => tracing::info!(operation = operation.spec().id, trace, "done"),
        Err(failure) => {
            tracing::error!(operation = operation.spec().id, trace, cause = failure.without_values(), "failed");
        }
    }
    result
}
