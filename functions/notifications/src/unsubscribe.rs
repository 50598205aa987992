//! Ends a subscription of a browser of the caller's.

use crate::browsers::{self, without};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::SubscriptionId;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, StoreError, Transaction};
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
    .grants(&[Grant::platform("WEBPUSH#", &[Action::DeleteItem]), browsers::ENDPOINT])
    .success(&[204]);
    type Path = SubscriptionPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<SubscriptionPath, NoQuery, NoBody>,
    ) -> Result<Reply<Nothing>, Failure> {
        let (user, there) = (ctx.caller()?.user, Condition::item_exists());
        let transaction = without(Transaction::new(), &ctx.store(), user, path.subscription_id, there);
        match ctx.commit(transaction, Reply::none()).await {
            Err(Failure::Store(StoreError::Condition { .. })) => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
