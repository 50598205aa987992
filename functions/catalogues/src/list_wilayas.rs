//! The provinces.

use medilink_catalogue::{Kind, Wilaya};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_library::current;
use medilink_operation::{Access, Action, Grant, Method, Spec};

/// `GET /v1/wilayas`.
pub struct ListWilayas;

impl Operation for ListWilayas {
    const SPEC: Spec =
        Spec::http("catalogues.list_wilayas", Method::Get, "/v1/wilayas", "Lists the wilayas in both scripts")
            .access(Access::Public)
            .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem])])
            .blobs()
            .cache_seconds(300);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<Wilaya>;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<List<Wilaya>>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Wilayas).await?;
        Ok(Reply::ok(List { items: shelf.catalogue.entries().collect(), next_cursor: None }))
    }
}
