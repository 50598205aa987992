//! Finds medicines as one types, by brand, substance, form, strength and class; in Latin or Arabic letters.
//!
//! The edition in force is kept in memory: a keystroke reads one small item and nothing else.

use crate::{
    compared::page,
    medicine_views::{MedicineFound, MedicineSummary},
};
use medilink_catalogue::{Kind, Medicine, MedicineStatus};
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Text};
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/medications`.
pub struct SearchMedications;

/// Which medicines.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MedicationsQuery {
    /// What was typed; every word has to be met.
    #[serde(default)]
    q: Text<0, 160>,
    /// Only those that stand so.
    #[serde(default)]
    status: Option<MedicineStatus>,
    /// How many.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    #[serde(default)]
    cursor: Option<Opaque<2048>>,
}

impl Operation for SearchMedications {
    const SPEC: Spec = Spec::http(
        "catalogues.search_medications",
        Method::Get,
        "/v1/medications",
        "Finds medicines as one types, registered ones first",
    )
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem])])
    .blobs()
    .memory(512);
    type Path = NoPath;
    type Query = MedicationsQuery;
    type Body = NoBody;
    type Output = List<MedicineFound>;

    async fn run(
        ctx: &Ctx,
        input: Input<NoPath, MedicationsQuery, NoBody>,
    ) -> Result<Reply<List<MedicineFound>>, Failure> {
        let asked = input.query;
        let position = ctx.position::<usize, _>(asked.cursor.as_ref())?;
        let shelf = current(&ctx.platform, &ctx.session, Kind::Medicines).await?;
        let table = shelf.catalogue.table();
        let wanted = asked.status.map(MedicineStatus::as_str);
        let keep = |row: usize| wanted.is_none_or(|wanted| table.cell(row, Medicine::STATUS) == wanted);
        let found = shelf.search(&asked.q, keep);
        let (found, next) = page(found.into_iter(), position, asked.limit);
        let medicine = |row: usize| MedicineSummary::of(|column| table.cell(row, column));
        let items = found.into_iter().map(|found| medicine(found.row).found(found.how)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}
