//! The caller's browsers that take messages in the background.

use crate::records::{SubscriptionRecord, subscriptions_partition};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{Instant, SubscriptionId};
use medilink_operation::{Action, Grant, Method, Spec};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Serialize;

/// `GET /v1/notifications/subscriptions`.
pub struct ListSubscriptions;

/// A browser of the caller's. Its endpoint is for the platform alone.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Subscription")]
pub struct SubscriptionView {
    /// Which one: it can be ended.
    subscription_id: SubscriptionId,
    /// What the browser calls itself (`User-Agent`).
    browser: String,
    /// Since when.
    created_at: Instant,
    /// Whether it was subscribed by the sign-in that asks.
    current: bool,
}

impl Operation for ListSubscriptions {
    const SPEC: Spec = Spec::http(
        "notifications.list_subscriptions",
        Method::Get,
        "/v1/notifications/subscriptions",
        "The caller's browsers that take messages in the background",
    )
    .grants(&[Grant::platform("WEBPUSH#", &[Action::Query])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<SubscriptionView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<SubscriptionView>>, Failure> {
        let caller = ctx.caller()?;
        let page = Query::partition(subscriptions_partition(caller.user)).limit(query.limit.get());
        let page = page.after(ctx.position(query.cursor.as_ref())?);
        let page = ctx.store().query::<SubscriptionRecord>(page).await?;
        let view = |record: SubscriptionRecord| SubscriptionView {
            subscription_id: record.subscription_id,
            browser: record.browser,
            created_at: record.created_at,
            current: record.session_id == Some(caller.session),
        };
        let items = page.items.into_iter().map(view).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
