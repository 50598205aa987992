//! Drops an import that nobody wants.

use crate::{
    import::State,
    records::import_key,
    views::{ImportPath, ImportView, found, load},
};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction, Update};

/// `POST /v1/admin/imports/{id}/discard`.
pub struct DiscardImport;

impl Operation for DiscardImport {
    const SPEC: Spec = Spec::http(
        "catalogues.discard_import",
        Method::Post,
        "/v1/admin/imports/{id}/discard",
        "Drops an import that has not come into force",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::GetItem, Action::UpdateItem])])
    .refusals(&[codes::INVALID_STATE]);
    type Path = ImportPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImportView;

    async fn run(ctx: &Ctx, input: Input<ImportPath, NoQuery, NoBody>) -> Result<Reply<ImportView>, Failure> {
        let mut import = load(ctx, input.path.id).await?;
        match import.state {
            State::Discarded => return Ok(Reply::ok(ImportView::of(import))),
            State::Confirmed => return Err(Refusal::invalid_state(import.state.as_str()).into()),
            _ => {}
        }
        import.state = State::Discarded;
        (import.decided_at, import.decided_by) = (Some(Instant::new(ctx.now)), Some(ctx.caller()?.user));
        let update = Update::new()
            .set("state", State::Discarded)
            .set("decidedAt", import.decided_at)
            .set("decidedBy", import.decided_by)
            .when(Condition::item_exists().compare("state", "<>", State::Confirmed));
        let transaction = Transaction::new().update(&ctx.store(), "import", &import_key(import.import_id), update);
        match ctx.commit(transaction, Reply::ok(ImportView::of(import))).await {
            Err(failure) if failure.failed("import") => match found(&failure, "import")? {
                Some(now) => Err(Refusal::invalid_state(now.state.as_str()).into()),
                None => Err(Refusal::not_found().into()),
            },
            result => result,
        }
    }
}
