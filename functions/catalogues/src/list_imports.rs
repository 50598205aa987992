//! The imports, newest first.

use crate::{
    records::{IMPORTS, ImportRecord},
    views::ImportView,
};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, Operation, PageQuery, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::Query;

/// `GET /v1/admin/imports`.
pub struct ListImports;

impl Operation for ListImports {
    const SPEC: Spec =
        Spec::http("catalogues.list_imports", Method::Get, "/v1/admin/imports", "Lists imports, newest first")
            .access(Access::Roles(&[Role::Admin]))
            .grants(&[Grant::platform(IMPORTS, &[Action::QueryIndex]), Grant::platform("IMPORT#", &[Action::GetItem])]);
    type Path = NoPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<ImportView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, PageQuery, NoBody>) -> Result<Reply<List<ImportView>>, Failure> {
        let position = ctx.position(input.query.cursor.as_ref())?;
        let query = Query::index(IMPORTS).newest_first().limit(input.query.limit.get()).after(position);
        let page = ctx.store().query_keys(query).await?;
        let found = ctx.store().get_many::<ImportRecord>(&page.items).await?;
        let items = found.into_iter().map(|(_, import)| ImportView::of(import)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
