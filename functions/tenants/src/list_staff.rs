//! Who works in the practice, for its doctor.

use crate::{
    add_staff::StaffView,
    records::{STAFF, StaffMember},
};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::Query;

/// Lists the people of the practice.
pub struct ListStaff;

impl Operation for ListStaff {
    const SPEC: Spec = Spec::http("tenants.list_staff", Method::Get, "/v1/staff", "Lists who works in the practice")
        .access(Access::Roles(&[Role::Doctor]))
        .grants(&[Grant::own("STAFF", &[Action::Query])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<StaffView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, PageQuery, NoBody>) -> Result<Reply<List<StaffView>>, Failure> {
        let position = ctx.position(input.query.cursor.as_ref())?;
        let query = Query::partition(STAFF).limit(input.query.limit.get()).after(position);
        let page = ctx.tenant().await?.query::<StaffMember>(query).await?;
        let items = page.items.into_iter().map(StaffView::from).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
