//! What the caller wants to hear, by which channel, and when not.

use crate::{preferences, raise, wishes::Wishes};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Method, Spec};

/// `GET /v1/notifications/preferences`.
pub struct GetPreferences;

impl Operation for GetPreferences {
    const SPEC: Spec = Spec::http(
        "notifications.get_preferences",
        Method::Get,
        "/v1/notifications/preferences",
        "What the caller wants to hear, by which channel",
    )
    .grants(&[raise::WISHES]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Wishes;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Wishes>, Failure> {
        let stored = preferences::of(ctx, ctx.caller()?.user).await?;
        Ok(Reply::ok(Wishes { channels: stored.channels, quiet_hours: stored.quiet_hours }))
    }
}
