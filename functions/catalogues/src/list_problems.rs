//! What could not be read of a file.

use crate::{
    compared::page,
    records::problems_place,
    source::Problem,
    views::{ImportPath, busy, load},
};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, Operation, PageQuery, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};

/// `GET /v1/admin/imports/{id}/problems`.
pub struct ListProblems;

impl Operation for ListProblems {
    const SPEC: Spec = Spec::http(
        "catalogues.list_problems",
        Method::Get,
        "/v1/admin/imports/{id}/problems",
        "Lists the rows and fields of a file that could not be read, sheet by sheet",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::GetItem])])
    .blobs();
    type Path = ImportPath;
    type Query = PageQuery;
    type Body = NoBody;
    type Output = List<Problem>;

    async fn run(ctx: &Ctx, input: Input<ImportPath, PageQuery, NoBody>) -> Result<Reply<List<Problem>>, Failure> {
        let position = ctx.position::<usize, _>(input.query.cursor.as_ref())?;
        let import = load(ctx, input.path.id).await?;
        // Before the parts are put together there is no list yet.
        let stored = match import.problems {
            Some(_) => ctx.platform.blobs.get(&problems_place(import.import_id)).await.map_err(busy)?,
            None => None,
        };
        let problems: Vec<Problem> = match stored {
            Some(bytes) => postcard::from_bytes(&bytes).map_err(Failure::fault)?,
            None => Vec::new(),
        };
        let (items, next) = page(problems.into_iter(), position, input.query.limit);
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}
