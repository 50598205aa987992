//! A medicine with all that is known of it.

use crate::{
    history::{Past, Said},
    medicine_views::{CodePath, MedicineSummary},
};
use medilink_catalogue::{Kind, Medicine};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::EditionId;
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use schemars::JsonSchema;
use serde::Serialize;

/// The most equivalents that are shown.
const MOST_EQUIVALENTS: usize = 50;

/// `GET /v1/medications/{code}`.
pub struct GetMedication;

/// A medicine.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MedicineView {
    #[serde(flatten)]
    medicine: Medicine,
    /// Products of the same substances, form and strength; registered ones first.
    equivalents: Vec<MedicineSummary>,
    /// What the sheets of the edition in force say, the one that counts first; then what editions before said otherwise.
    history: Vec<Said>,
    /// The edition that says so.
    edition_id: EditionId,
}

impl Operation for GetMedication {
    const SPEC: Spec = Spec::http(
        "catalogues.get_medication",
        Method::Get,
        "/v1/medications/{code}",
        "Shows a medicine with its equivalents and its history",
    )
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem, Action::Query])])
    .blobs()
    .memory(512);
    type Path = CodePath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = MedicineView;

    async fn run(ctx: &Ctx, input: Input<CodePath, NoQuery, NoBody>) -> Result<Reply<MedicineView>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Medicines).await?;
        let (catalogue, table) = (&shelf.catalogue, shelf.catalogue.table());
        let row = table.find(&input.path.code).ok_or_else(Refusal::not_found)?;
        let medicine: Medicine = catalogue.entry(row);
        let equivalents = catalogue.equivalents(row).into_iter().take(MOST_EQUIVALENTS);
        let equivalents = equivalents.map(|row| MedicineSummary::of(|column| table.cell(row, column))).collect();
        let history = Past::load(ctx, Kind::Medicines, catalogue.id).await?.of(&medicine, catalogue.id);
        Ok(Reply::ok(MedicineView { medicine, equivalents, history, edition_id: catalogue.id }))
    }
}
