//! The municipalities of a province.

use medilink_catalogue::{Commune, Kind, wilaya_code};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Text;
use medilink_library::current;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/wilayas/{code}/communes`.
pub struct ListCommunes;

/// Which wilaya.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct WilayaPath {
    /// Its number.
    code: Text<1, 2>,
}

impl Operation for ListCommunes {
    const SPEC: Spec = Spec::http(
        "catalogues.list_communes",
        Method::Get,
        "/v1/wilayas/{code}/communes",
        "Lists the communes of a wilaya in both scripts",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem])])
    .blobs()
    .cache_seconds(300);
    type Path = WilayaPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<Commune>;

    async fn run(ctx: &Ctx, input: Input<WilayaPath, NoQuery, NoBody>) -> Result<Reply<List<Commune>>, Failure> {
        let wilaya = wilaya_code(&input.path.code).ok_or_else(Refusal::not_found)?;
        let shelf = current(&ctx.platform, &ctx.session, Kind::Communes).await?;
        let items = shelf.catalogue.entries().filter(|commune: &Commune| commune.wilaya_code == wilaya).collect();
        Ok(Reply::ok(List { items, next_cursor: None }))
    }
}
