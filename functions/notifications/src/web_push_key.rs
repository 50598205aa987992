//! The key that browsers subscribe with.

use crate::push_key::push_key;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Access, Method, Spec};
use schemars::JsonSchema;
use serde::Serialize;

/// `GET /v1/notifications/web-push-key`.
pub struct WebPushKey;

/// The platform's public key (RFC 8292).
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PublicKey {
    /// An uncompressed point of P-256, base64url: the `applicationServerKey` of `PushManager.subscribe()`.
    application_server_key: String,
}

impl Operation for WebPushKey {
    const SPEC: Spec = Spec::http(
        "notifications.web_push_key",
        Method::Get,
        "/v1/notifications/web-push-key",
        "The key that browsers subscribe with",
    )
    .access(Access::Public)
    .cache_seconds(3600);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = PublicKey;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<PublicKey>, Failure> {
        Ok(Reply::ok(PublicKey { application_server_key: push_key(&ctx.platform.secret)?.public_key() }))
    }
}
