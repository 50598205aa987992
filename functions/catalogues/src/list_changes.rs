//! What an import would change.

use crate::{
    compared::{ChangeView, Compared},
    views::{ImportPath, load},
};
use medilink_catalogue::Change;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, Operation, Reply};
use medilink_kernel::{Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/admin/imports/{id}/changes`.
pub struct ListChanges;

/// Which changes.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ChangesQuery {
    /// Entries that are new, changed or gone.
    kind: Change,
    /// How many.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    #[serde(default)]
    cursor: Option<Opaque<2048>>,
}

impl Operation for ListChanges {
    const SPEC: Spec = Spec::http(
        "catalogues.list_changes",
        Method::Get,
        "/v1/admin/imports/{id}/changes",
        "Lists the entries that an import makes new, changes or drops",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::GetItem])])
    .blobs()
    .memory(512);
    type Path = ImportPath;
    type Query = ChangesQuery;
    type Body = NoBody;
    type Output = List<ChangeView>;

    async fn run(
        ctx: &Ctx,
        input: Input<ImportPath, ChangesQuery, NoBody>,
    ) -> Result<Reply<List<ChangeView>>, Failure> {
        let asked = input.query;
        let position = ctx.position::<usize, _>(asked.cursor.as_ref())?;
        let import = load(ctx, input.path.id).await?;
        let (items, next) = match Compared::load(ctx, &import).await? {
            Some(compared) => compared.page(asked.kind, position, asked.limit),
            None => (Vec::new(), None),
        };
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}
