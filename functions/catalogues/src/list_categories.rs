//! The categories of a chapter of ICD-10.

use crate::diagnosis_views::{range, title};
use medilink_catalogue::{Diagnosis, Kind};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Text;
use medilink_library::current;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// `GET /v1/diagnoses/chapters/{range}/categories`.
pub struct ListCategories;

/// Which chapter.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ChapterPath {
    /// Its codes: `A00-B99`.
    range: Text<1, 20>,
}

/// A category.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CategoryView {
    /// Its three characters.
    code: String,
    /// What it is called.
    label: String,
    /// The section that it stands in.
    section: String,
    /// How many diagnoses it has.
    diagnoses: u32,
}

impl Operation for ListCategories {
    const SPEC: Spec = Spec::http(
        "catalogues.list_categories",
        Method::Get,
        "/v1/diagnoses/chapters/{range}/categories",
        "Lists the categories of a chapter",
    )
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem]), Grant::platform("CATLABEL#", &[Action::Query])])
    .blobs()
    .memory(512);
    type Path = ChapterPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<CategoryView>;

    async fn run(ctx: &Ctx, input: Input<ChapterPath, NoQuery, NoBody>) -> Result<Reply<List<CategoryView>>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Diagnoses).await?;
        let table = shelf.catalogue.table();
        let mut categories: BTreeMap<&str, CategoryView> = BTreeMap::new();
        for row in 0..table.len() {
            if range(table.cell(row, Diagnosis::CHAPTER)) != Some(&*input.path.range) {
                continue;
            }
            let code = Diagnosis::category_code(table.cell(row, 0));
            let new = || CategoryView {
                code: code.to_owned(),
                label: table.cell(row, Diagnosis::CATEGORY).to_owned(),
                section: title(table.cell(row, Diagnosis::SECTION)).to_owned(),
                diagnoses: 0,
            };
            categories.entry(code).or_insert_with(new).diagnoses += 1;
        }
        if categories.is_empty() {
            return Err(Refusal::not_found().into());
        }
        Ok(Reply::ok(List { items: categories.into_values().collect(), next_cursor: None }))
    }
}
