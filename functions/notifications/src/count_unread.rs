//! How much the caller has not read.

use crate::{
    preferences, raise,
    records::{unread_partition, unread_position},
};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Spec};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Serialize;

/// `GET /v1/notifications/unread`.
pub struct CountUnread;

/// More than that nobody counts.
const MOST: usize = 100;

/// How much was not read.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// How many; at most 100.
    unread: usize,
    /// Whether there may be more.
    more: bool,
}

impl Operation for CountUnread {
    const SPEC: Spec = Spec::http(
        "notifications.count_unread",
        Method::Get,
        "/v1/notifications/unread",
        "How much the caller has not read",
    )
    .grants(&[Grant::platform("UNREAD#", &[Action::QueryIndex]), raise::WISHES]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Unread;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Unread>, Failure> {
        let user = ctx.caller()?.user;
        let after = preferences::of(ctx, user).await?.read_up_to.saturating_add(1);
        let unread = Query::index(unread_partition(user)).between(unread_position(after), unread_position(i64::MAX));
        let page = ctx.store().query_keys(unread.limit(MOST)).await?;
        Ok(Reply::ok(Unread { unread: page.items.len(), more: page.next.is_some() }))
    }
}
