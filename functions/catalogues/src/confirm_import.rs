//! Brings an edition into force, where the one that it was compared with still is.

use crate::{
    import::State,
    records::{ImportRecord, import_key},
    views::{ImportPath, ImportView, found, load},
};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{EditionId, Instant, Role, Sha256Hex};
use medilink_library::{EditionRecord, edition_key, pointer_key};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction, Update};

/// `POST /v1/admin/imports/{id}/confirm`.
pub struct ConfirmImport;

impl Operation for ConfirmImport {
    const SPEC: Spec = Spec::http(
        "catalogues.confirm_import",
        Method::Post,
        "/v1/admin/imports/{id}/confirm",
        "Brings what was imported into force",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[
        Grant::platform("IMPORT#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("CATALOGUE#", &[Action::UpdateItem]),
    ])
    .refusals(&[codes::INVALID_STATE]);
    type Path = ImportPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImportView;

    async fn run(ctx: &Ctx, input: Input<ImportPath, NoQuery, NoBody>) -> Result<Reply<ImportView>, Failure> {
        let mut import = load(ctx, input.path.id).await?;
        let (id, record) = match (import.state, edition(&import, ctx)) {
            (State::Compared, Some(edition)) => edition,
            (State::Confirmed, _) => return Ok(Reply::ok(ImportView::of(import))),
            (other, _) => return Err(Refusal::invalid_state(other.as_str()).into()),
        };
        let base = import.base;
        import.state = State::Confirmed;
        (import.decided_at, import.decided_by) = (Some(Instant::new(ctx.now)), Some(ctx.caller()?.user));
        let in_force = match base {
            Some(base) => Condition::item_exists().equals("editionId", base),
            None => Condition::new_item(),
        };
        let as_seen = Condition::item_exists().equals("state", State::Compared).equals("editionId", id);
        let decided = Update::new()
            .set("state", State::Confirmed)
            .set("decidedAt", import.decided_at)
            .set("decidedBy", import.decided_by)
            .when(match base {
                Some(base) => as_seen.equals("base", base),
                None => as_seen.absent("base"),
            });
        let (store, kind) = (ctx.store(), import.kind);
        let transaction = Transaction::new()
            .update(&store, "import", &import_key(import.import_id), decided)
            .update(
                &store,
                "pointer",
                &pointer_key(kind),
                Update::new().set("editionId", id).add("version", 1).when(in_force),
            )
            // One that was in force before keeps what is known of it.
            .update(&store, "edition", &edition_key(kind, id), first_time(&record));
        match ctx.commit(transaction, Reply::ok(ImportView::of(import))).await {
            Err(failure) if failure.failed("import") => match found(&failure, "import")? {
                Some(now) if now.state == State::Confirmed => Ok(Reply::ok(ImportView::of(now))),
                Some(now) => Err(Refusal::invalid_state(now.state.as_str()).into()),
                None => Err(Refusal::not_found().into()),
            },
            Err(failure) if failure.failed("pointer") => {
                let detail = "Another edition has come into force since: start compares with that one.";
                let refusal = Refusal { detail: detail.to_owned(), ..Refusal::invalid_state(State::Compared.as_str()) };
                Err(refusal.into())
            }
            result => result,
        }
    }
}

/// The edition that was made, and what is kept of it.
fn edition(import: &ImportRecord, ctx: &Ctx) -> Option<(EditionId, EditionRecord)> {
    let edition_id = import.edition_id?;
    let record = EditionRecord {
        edition_id,
        sha256: import.edition_sha256.unwrap_or(Sha256Hex([0; 32])),
        entries: import.entries.unwrap_or_default(),
        source: import.file_name.as_str().to_owned(),
        confirmed_at: Instant::new(ctx.now),
    };
    Some((edition_id, record))
}

fn first_time(record: &EditionRecord) -> Update {
    Update::new()
        .set_once("editionId", record.edition_id)
        .set_once("sha256", record.sha256)
        .set_once("entries", record.entries)
        .set_once("source", &record.source)
        .set_once("confirmedAt", record.confirmed_at)
}
