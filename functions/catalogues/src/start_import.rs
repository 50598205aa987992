//! Begins to read a file that was sent; one that was compared before is compared with the edition that is in force now.

use crate::{
    import::State,
    records::{ImportRecord, file_place, import_key},
    source::Unreadable,
    views::{ImportPath, ImportView, busy, found, load},
};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction, Update};

/// How many of the first bytes tell what a file is.
const PREFIX: usize = 512;

/// `POST /v1/admin/imports/{id}/start`.
pub struct StartImport;

impl Operation for StartImport {
    const SPEC: Spec = Spec::http(
        "catalogues.start_import",
        Method::Post,
        "/v1/admin/imports/{id}/start",
        "Reads a file that was sent, or compares what was read once more",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("IMPORT#", &[Action::GetItem, Action::UpdateItem])])
    .success(&[202])
    .refusals(&[codes::INVALID_STATE, codes::FILE_MISSING, codes::FILE_INVALID])
    .blobs();
    type Path = ImportPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImportView;

    async fn run(ctx: &Ctx, input: Input<ImportPath, NoQuery, NoBody>) -> Result<Reply<ImportView>, Failure> {
        let mut import = load(ctx, input.path.id).await?;
        let (before, step) = (import.state, import.step);
        match before {
            State::AwaitingUpload => check(ctx, &import).await?,
            State::Compared => import.step = import.comparing(),
            State::Reading => return Ok(Reply::accepted(ImportView::of(import))),
            decided => return Err(Refusal::invalid_state(decided.as_str()).into()),
        }
        import.state = State::Reading;
        import.started_at = Some(Instant::new(ctx.now));
        let as_seen = Condition::item_exists().equals("state", before).equals("step", step);
        let update = Update::new().set("state", State::Reading).set("step", import.step);
        let update = update.set("startedAt", import.started_at).when(as_seen);
        let transaction = Transaction::new().update(&ctx.store(), "import", &import_key(input.path.id), update);
        match ctx.commit(transaction, Reply::accepted(ImportView::of(import))).await {
            // Somebody else was faster.
            Err(failure) if failure.failed("import") => match found(&failure, "import")? {
                Some(now) if matches!(now.state, State::Reading | State::Compared) => {
                    Ok(Reply::accepted(ImportView::of(now)))
                }
                Some(now) => Err(Refusal::invalid_state(now.state.as_str()).into()),
                None => Err(Refusal::not_found().into()),
            },
            result => result,
        }
    }
}

/// Holds what arrived against what was promised.
async fn check(ctx: &Ctx, import: &ImportRecord) -> Result<(), Failure> {
    let (blobs, place) = (&ctx.platform.blobs, file_place(import.import_id));
    let (head, first) = futures::try_join!(blobs.head(&place), blobs.get_prefix(&place, PREFIX)).map_err(busy)?;
    let (Some(head), Some(first)) = (head, first) else {
        return Err(Refusal::new(codes::FILE_MISSING, "The bytes of the file have not arrived.").into());
    };
    let flaw = if head.size != import.size {
        Unreadable::WrongSize
    } else if head.sha256 != Some(import.sha256.0) {
        Unreadable::WrongHash
    } else if !import.content_type.begins(&first) {
        Unreadable::WrongType
    } else {
        return Ok(());
    };
    let refusal = Refusal::new(codes::FILE_INVALID, "The file is not what it was declared to be.");
    Err(refusal.with("reason", flaw.as_str()).into())
}
