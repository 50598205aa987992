//! The medical specialties.

use medilink_catalogue::{Kind, Specialty};
use medilink_edge::{Ctx, Failure, Input, List, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_library::current;
use medilink_operation::{Access, Action, Grant, Method, Spec};

/// `GET /v1/specialties`.
pub struct ListSpecialties;

impl Operation for ListSpecialties {
    const SPEC: Spec = Spec::http(
        "catalogues.list_specialties",
        Method::Get,
        "/v1/specialties",
        "Lists the medical specialties in three languages",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("CATALOGUE#", &[Action::GetItem])])
    .blobs()
    .cache_seconds(300);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = List<Specialty>;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<List<Specialty>>, Failure> {
        let shelf = current(&ctx.platform, &ctx.session, Kind::Specialties).await?;
        Ok(Reply::ok(List { items: shelf.catalogue.entries().collect(), next_cursor: None }))
    }
}
