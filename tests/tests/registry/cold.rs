//! A function in an environment that has just started: it has read nothing yet.

use lambda_http::{Body, request::LambdaRequest};
use medilink_auth::{Passwords, password::Cost};
use medilink_edge::{Handler, Platform, Registered};
use medilink_testkit::World;
use serde_json::{Value, json};
use std::num::NonZeroUsize;
use std::sync::Arc;

/// The platform's parts without anything that they remember.
pub fn platform(world: &World) -> Arc<Platform> {
    let warm = &world.local.platform;
    Arc::new(Platform::new(
        warm.store.clone(),
        warm.blobs.clone(),
        warm.mailer.clone(),
        warm.texter.clone(),
        warm.web_push.clone(),
        warm.sockets.clone(),
        Passwords::of_cost(NonZeroUsize::MIN, Cost::LEAST),
        warm.secret.clone(),
        warm.clock.clone(),
        warm.entropy.clone(),
        warm.settings.clone(),
    ))
}

/// The status that an operation answers an event with.
pub async fn status(platform: &Arc<Platform>, operation: &'static Registered, event: &Value) -> u16 {
    let request = match operation.handler {
        Handler::Socket(_) => LambdaRequest::WebSocket(serde_json::from_value(event.clone()).expect("an event")),
        _ => LambdaRequest::ApiGatewayV2(serde_json::from_value(event.clone()).expect("an event")),
    };
    let request = request.into();
    let answer = medilink_runtime::answer(platform, operation, request).await;
    let body = match answer.body() {
        Body::Text(text) => text.as_str(),
        _ => "",
    };
    crate::call::status(&json!({"statusCode": answer.status().as_u16(), "body": body}))
}
