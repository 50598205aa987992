//! A function in an environment that has just started: it has read nothing yet.

use aws_lambda_events::apigw::ApiGatewayV2httpRequest;
use lambda_http::request::LambdaRequest;
use medilink_auth::Passwords;
use medilink_edge::{Platform, Registered};
use medilink_testkit::World;
use serde_json::Value;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// The platform's parts without anything that they remember.
pub fn platform(world: &World) -> Arc<Platform> {
    let warm = &world.local.platform;
    Arc::new(Platform::new(
        warm.store.clone(),
        warm.blobs.clone(),
        warm.mailer.clone(),
        Passwords::new(NonZeroUsize::MIN),
        warm.secret.clone(),
        warm.clock.clone(),
        warm.entropy.clone(),
        warm.settings.clone(),
    ))
}

/// The status that an operation answers an event with.
pub async fn status(platform: &Arc<Platform>, operation: &'static Registered, event: &Value) -> u16 {
    let event: ApiGatewayV2httpRequest = serde_json::from_value(event.clone()).expect("an event");
    let request = LambdaRequest::ApiGatewayV2(event).into();
    medilink_runtime::answer(platform, operation, request).await.status().as_u16()
}
