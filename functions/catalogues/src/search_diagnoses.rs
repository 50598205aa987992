//! Finds diagnoses as one types, by code and words, in English and in the languages that people have added.

use crate::{compared::page, diagnosis_views::DiagnosisFound};
use medilink_catalogue::Kind;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Text};
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/diagnoses`.
pub struct SearchDiagnoses;

/// Which diagnoses.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DiagnosesQuery {
    /// What was typed; every word has to be met.
    #[serde(default)]
    q: Text<0, 160>,
    /// How many.
    #[serde(default)]
    limit: Limit,
    /// Where to go on.
    #[serde(default)]
    cursor: Option<Opaque<2048>>,
}

impl Operation for SearchDiagnoses {
    const SPEC: Spec = Spec::http(
        "catalogues.search_diagnoses",
        Method::Get,
        "/v1/diagnoses",
        "Finds diagnoses as one types, by code and words",
    )
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem]), Grant::platform("CATLABEL#", &[Action::Query])])
    .blobs()
    .memory(512);
    type Path = NoPath;
    type Query = DiagnosesQuery;
    type Body = NoBody;
    type Output = List<DiagnosisFound>;

    async fn run(
        ctx: &Ctx,
        input: Input<NoPath, DiagnosesQuery, NoBody>,
    ) -> Result<Reply<List<DiagnosisFound>>, Failure> {
        let asked = input.query;
        let position = ctx.position::<usize, _>(asked.cursor.as_ref())?;
        let shelf = current(&ctx.platform, &ctx.session, Kind::Diagnoses).await?;
        let (found, next) = page(shelf.search(&asked.q, |_| true).into_iter(), position, asked.limit);
        let items = found.into_iter().map(|found| DiagnosisFound::of(&shelf, found)).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(next.as_ref()) }))
    }
}
