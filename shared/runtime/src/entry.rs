use crate::{CALLS, Environment, answer, follow_batch, init_log, platform};
use aws_lambda_events::dynamodb::Event;
use lambda_http::service_fn;
use lambda_runtime::LambdaEvent;
use medilink_edge::{Handler, Platform, Registered, tick};
use serde_json::{Value, json};
use std::{convert::Infallible, process::ExitCode, sync::Arc};

/// Runs a domain's bootstrap: the operation that `_HANDLER` names, for as long as Lambda lets it live.
pub fn main(operations: &'static [Registered]) -> ExitCode {
    init_log(CALLS);
    match start(operations) {
        Ok(()) => ExitCode::SUCCESS,
        Err(mistake) => {
            tracing::error!(mistake, "cannot start");
            ExitCode::FAILURE
        }
    }
}

fn start(operations: &'static [Registered]) -> Result<(), String> {
    let variable = |name: &str| std::env::var(name).ok();
    let handler = variable("_HANDLER").unwrap_or_default();
    let operation = operations.iter().find(|o| o.spec().id == handler);
    let operation = operation.ok_or_else(|| format!("_HANDLER names no operation of this bootstrap: {handler:?}"))?;
    let platform = Arc::new(platform(Environment::read(variable)?));
    // One event at a time: more threads would only make the cold start longer. Blocking work has its own.
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| e.to_string())?;
    runtime.block_on(run(platform, operation)).map_err(|e| e.to_string())
}

async fn run(platform: Arc<Platform>, operation: &'static Registered) -> Result<(), lambda_runtime::Error> {
    match operation.handler {
        Handler::Http(_) | Handler::Socket(_) => {
            lambda_http::run(service_fn(|event| {
                let platform = platform.clone();
                async move { Ok::<_, Infallible>(answer(&platform, operation, event).await) }
            }))
            .await
        }
        Handler::Stream(_) => {
            lambda_runtime::run(lambda_runtime::service_fn(|event: LambdaEvent<Event>| {
                let platform = platform.clone();
                async move {
                    Ok::<_, Infallible>(
                        follow_batch(&platform, operation, event.payload, &event.context.request_id).await,
                    )
                }
            }))
            .await
        }
        Handler::Schedule(_) => {
            lambda_runtime::run(lambda_runtime::service_fn(|event: LambdaEvent<Value>| {
                let platform = platform.clone();
                async move {
                    tick(&platform, operation, &event.context.request_id)
                        .await
                        .map(|()| json!({}))
                        .map_err(|e| e.without_values())
                }
            }))
            .await
        }
    }
}
