//! The registrations of a status, for an admin.

use crate::{
    records::{Registration, registrations_in},
    registration::Status,
    views::RegistrationSummary,
};
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Deserialize;

/// Lists registrations.
pub struct ListRegistrations;

/// Which registrations.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegistrationsQuery {
    /// Where they stand; those waiting for review where nothing is said.
    #[serde(default)]
    pub status: Status,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

impl Operation for ListRegistrations {
    const SPEC: Spec = Spec::http(
        "tenants.list_registrations",
        Method::Get,
        "/v1/admin/registrations",
        "Lists registrations by status, oldest first",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("REGS#", &[Action::QueryIndex]), Grant::platform("REG#", &[Action::GetItem])]);
    type Path = NoPath;
    type Query = RegistrationsQuery;
    type Body = NoBody;
    type Output = List<RegistrationSummary>;

    async fn run(
        ctx: &Ctx,
        input: Input<NoPath, RegistrationsQuery, NoBody>,
    ) -> Result<Reply<List<RegistrationSummary>>, Failure> {
        let asked = input.query;
        let position = ctx.position(asked.cursor.as_ref())?;
        let query = Query::index(registrations_in(asked.status)).limit(asked.limit.get()).after(position);
        let page = ctx.store().query_keys(query).await?;
        let found = ctx.store().get_many::<Registration>(&page.items).await?;
        // The index follows its table after a moment: what has moved on in between is left out.
        let items = found.into_iter().map(|(_, registration)| registration).filter(|r| r.status == asked.status);
        let items = items.map(RegistrationSummary::of).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
