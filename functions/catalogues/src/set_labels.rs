//! Adds what a diagnosis is called in French and Arabic. Imports leave it as it is.

use crate::{diagnosis_views::DiagnosisView, medicine_views::CodePath};
use medilink_catalogue::{Kind, Labels};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role, Text};
use medilink_library::{LabelEntry, Pointer, current, label_key, pointer_key};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// How often one that others overtake is begun again.
const TRIES: u32 = 5;

/// `PUT /v1/admin/diagnoses/{code}/labels`.
pub struct SetLabels;

/// What the diagnosis is called from now on; what is left out is not called anything.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LabelsRequest {
    /// In French.
    #[serde(default)]
    fr: Option<Text<1, 200>>,
    /// In Arabic.
    #[serde(default)]
    ar: Option<Text<1, 200>>,
}

impl Operation for SetLabels {
    const SPEC: Spec = Spec::http(
        "catalogues.set_labels",
        Method::Put,
        "/v1/admin/diagnoses/{code}/labels",
        "Sets what a diagnosis is called in French and Arabic",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[
        Grant::platform("CATALOGUE#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("CATLABEL#", &[Action::Query, Action::PutItem]),
    ])
    .blobs()
    .memory(512);
    type Path = CodePath;
    type Query = NoQuery;
    type Body = LabelsRequest;
    type Output = DiagnosisView;

    async fn run(ctx: &Ctx, input: Input<CodePath, NoQuery, LabelsRequest>) -> Result<Reply<DiagnosisView>, Failure> {
        let owned = |text: Option<Text<1, 200>>| text.map(Text::into_string);
        let labels = Labels { fr: owned(input.body.fr), ar: owned(input.body.ar) };
        let shelf = current(&ctx.platform, &ctx.session, Kind::Diagnoses).await?;
        let code = input.path.code.to_ascii_uppercase();
        let row = shelf.catalogue.table().find(&code).ok_or_else(Refusal::not_found)?;
        let view = DiagnosisView::of(&shelf, row).with(labels.clone());
        let entry = LabelEntry { code, labels, at: Instant::new(ctx.now), by: ctx.caller()?.user };
        let mut revision = shelf.pointer().map_or(0, |pointer| pointer.labels_revision);
        for _ in 0..TRIES {
            let as_seen = if revision == 0 {
                Condition::item_exists().absent("labelsRevision")
            } else {
                Condition::item_exists().equals("labelsRevision", revision)
            };
            let next = Update::new().add("labelsRevision", 1).add("version", 1).when(as_seen);
            let transaction = Transaction::new()
                .update(&ctx.store(), "pointer", &pointer_key(Kind::Diagnoses), next)
                .put(&ctx.store(), "entry", &label_key(revision + 1), &entry, Condition::new_item());
            match ctx.commit(transaction, Reply::ok(view.clone())).await {
                Err(failure) if failure.failed("pointer") => revision = now(&failure)?,
                result => return result,
            }
        }
        Err(StoreError::Busy("the labels keep changing".into()).into())
    }
}

/// How many changes there are by now.
fn now(failure: &Failure) -> Result<u64, Failure> {
    let Failure::Store(error) = failure else { return Ok(0) };
    let found = error.found("pointer").cloned().map(medilink_store::read::<Pointer>).transpose()?;
    Ok(found.map_or(0, |pointer| pointer.labels_revision))
}
