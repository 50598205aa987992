//! Brings an edition back that was in force before.

use crate::{list_catalogues::CatalogueView, views::KindPath};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{EditionId, Role};
use medilink_library::pointer_key;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/admin/catalogues/{kind}/restore`.
pub struct RestoreEdition;

/// Which edition.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RestoreRequest {
    /// One that is or was in force.
    edition_id: EditionId,
}

impl Operation for RestoreEdition {
    const SPEC: Spec = Spec::http(
        "catalogues.restore_edition",
        Method::Post,
        "/v1/admin/catalogues/{kind}/restore",
        "Brings an edition back that was in force before",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("CATALOGUE#", &[Action::Query, Action::UpdateItem])]);
    type Path = KindPath;
    type Query = NoQuery;
    type Body = RestoreRequest;
    type Output = CatalogueView;

    async fn run(ctx: &Ctx, input: Input<KindPath, NoQuery, RestoreRequest>) -> Result<Reply<CatalogueView>, Failure> {
        let (kind, wanted) = (input.path.kind, input.body.edition_id);
        let catalogue = CatalogueView::load(&ctx.store(), kind).await?;
        let Some(current) = catalogue.current().filter(|_| catalogue.knows(wanted)) else {
            return Err(Refusal::not_found().into());
        };
        if current == wanted {
            return Ok(Reply::ok(catalogue));
        }
        let as_seen = Condition::item_exists().equals("editionId", current);
        let update = Update::new().set("editionId", wanted).add("version", 1).when(as_seen);
        let transaction = Transaction::new().update(&ctx.store(), "pointer", &pointer_key(kind), update);
        match ctx.commit(transaction, Reply::ok(catalogue.with(wanted))).await {
            Err(failure) if failure.failed("pointer") => {
                Err(StoreError::Busy("another edition has just come into force".into()).into())
            }
            result => result,
        }
    }
}
