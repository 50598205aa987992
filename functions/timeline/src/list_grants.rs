//! What the caller lets practices read, or did.

use crate::granting::{GrantView, RecordGrant};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_records::{GRANT, grant_partition};
use medilink_store::Query;

/// `GET /v1/records/grants`.
pub struct ListGrants;

impl Operation for ListGrants {
    const SPEC: Spec = Spec::http(
        "timeline.list_grants",
        Method::Get,
        "/v1/records/grants",
        "What practices may read of the own record",
    )
    .access(Access::Roles(&[Role::Patient]))
    .grants(&[Grant::platform("GRANT#", &[Action::Query])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<GrantView>;

    async fn run(
        ctx: &Ctx,
        Input { query, .. }: Input<NoPath, PageQuery, NoBody>,
    ) -> Result<Reply<List<GrantView>>, Failure> {
        let grants = Query::partition(grant_partition(ctx.caller()?.user)).begins(GRANT).limit(query.limit.get());
        let page = ctx.store().query::<RecordGrant>(grants.after(ctx.position(query.cursor.as_ref())?)).await?;
        let now = Instant::new(ctx.now);
        let items = page.items.into_iter().map(|grant| grant.view(now)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
