//! Says what the caller wants to hear, by which channel, and when not.

use crate::{records::preferences_key, wishes::Wishes};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Spec};
use medilink_store::{Transaction, Update};

/// `PUT /v1/notifications/preferences`.
pub struct SetPreferences;

impl Operation for SetPreferences {
    const SPEC: Spec = Spec::http(
        "notifications.set_preferences",
        Method::Put,
        "/v1/notifications/preferences",
        "Says what the caller wants to hear, by which channel",
    )
    .grants(&[Grant::platform("NTFPREF#", &[Action::UpdateItem])]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Wishes;
    type Output = Wishes;

    async fn run(
        ctx: &Ctx,
        Input { body: wishes, .. }: Input<NoPath, NoQuery, Wishes>,
    ) -> Result<Reply<Wishes>, Failure> {
        if let Some(quiet) = &wishes.quiet_hours {
            quiet.check()?;
        }
        let update = Update::new().set("channels", wishes.channels).put("quietHours", wishes.quiet_hours.as_ref());
        let key = preferences_key(ctx.caller()?.user);
        ctx.commit(Transaction::new().update(&ctx.store(), "wishes", &key, update), Reply::ok(wishes)).await
    }
}
