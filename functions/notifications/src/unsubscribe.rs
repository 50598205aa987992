//! Ends a subscription of a browser of the caller's.

use crate::records::subscription_key;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::SubscriptionId;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Deserialize;

/// `DELETE /v1/notifications/subscriptions/{subscriptionId}`.
pub struct Unsubscribe;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubscriptionPath {
    /// The subscription.
    subscription_id: SubscriptionId,
}

impl Operation for Unsubscribe {
    const SPEC: Spec = Spec::http(
        "notifications.unsubscribe",
        Method::Delete,
        "/v1/notifications/subscriptions/{subscriptionId}",
        "Ends a browser's subscription",
    )
    .grants(&[Grant::platform("WEBPUSH#", &[Action::DeleteItem])])
    .success(&[204]);
    type Path = SubscriptionPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<SubscriptionPath, NoQuery, NoBody>,
    ) -> Result<Reply<Nothing>, Failure> {
        let key = subscription_key(ctx.caller()?.user, path.subscription_id);
        let transaction = Transaction::new().delete(&ctx.store(), "subscription", &key, Condition::item_exists());
        match ctx.commit(transaction, Reply::none()).await {
            Err(failure) if failure.failed("subscription") => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
