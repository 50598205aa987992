//! An import, as one watches it.

use crate::views::{ImportPath, ImportView, load};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};

/// `GET /v1/admin/imports/{id}`.
pub struct GetImport;

impl Operation for GetImport {
    const SPEC: Spec = Spec::http(
        "catalogues.get_import",
        Method::Get,
        "/v1/admin/imports/{id}",
        "Shows where an import stands, and what it would change",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::GetItem])]);
    type Path = ImportPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImportView;

    async fn run(ctx: &Ctx, input: Input<ImportPath, NoQuery, NoBody>) -> Result<Reply<ImportView>, Failure> {
        Ok(Reply::ok(ImportView::of(load(ctx, input.path.id).await?)))
    }
}
