//! The chapters of ICD-10.

use crate::diagnosis_views::{range, title};
use medilink_catalogue::{Diagnosis, Kind};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// `GET /v1/diagnoses/chapters`.
pub struct ListChapters;

/// A chapter.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ChapterView {
    /// Its codes: `A00-B99`.
    range: String,
    /// What it is called.
    label: String,
    /// How many diagnoses it has.
    diagnoses: u32,
}

impl Operation for ListChapters {
    const SPEC: Spec = Spec::http(
        "catalogues.list_chapters",
        Method::Get,
        "/v1/diagnoses/chapters",
        "Lists the chapters of the diagnoses",
    )
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem]), Grant::platform("CATLABEL#", &[Action::Query])])
    .blobs()
    .memory(512);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<ChapterView>;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<List<ChapterView>>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Diagnoses).await?;
        let table = shelf.catalogue.table();
        let mut chapters: BTreeMap<&str, ChapterView> = BTreeMap::new();
        for text in (0..table.len()).map(|row| table.cell(row, Diagnosis::CHAPTER)) {
            let Some(range) = range(text) else { continue };
            let new = || ChapterView { range: range.to_owned(), label: title(text).to_owned(), diagnoses: 0 };
            chapters.entry(range).or_insert_with(new).diagnoses += 1;
        }
        Ok(Reply::ok(List { items: chapters.into_values().collect(), next_cursor: None }))
    }
}
