//! The tenants of a status, for an admin.

use crate::views::TenantView;
use medilink_edge::{Ctx, Failure, Input, Limit, List, NoBody, NoPath, Operation, Reply};
use medilink_kernel::{Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_records::TenantRecord;
use medilink_store::{Query, TenantStatus};
use medilink_tenant_infra::status_index;
use schemars::JsonSchema;
use serde::Deserialize;

/// Lists tenants.
pub struct ListTenants;

/// Which tenants.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct TenantsQuery {
    /// Where they stand; those at work where nothing is said.
    #[serde(default)]
    pub status: Option<TenantStatus>,
    /// How many.
    #[serde(default)]
    pub limit: Limit,
    /// Where to go on.
    #[serde(default)]
    pub cursor: Option<Opaque<2048>>,
}

impl Operation for ListTenants {
    const SPEC: Spec =
        Spec::http("tenants.list_tenants", Method::Get, "/v1/admin/tenants", "Lists tenants by status, oldest first")
            .access(Access::Roles(&[Role::Admin]))
            .grants(&[
                Grant::platform("TENANTS#", &[Action::QueryIndex]),
                Grant::platform("TENANT#", &[Action::GetItem]),
            ]);
    type Path = NoPath;
    type Query = TenantsQuery;
    type Body = NoBody;
    type Output = List<TenantView>;

    async fn run(ctx: &Ctx, input: Input<NoPath, TenantsQuery, NoBody>) -> Result<Reply<List<TenantView>>, Failure> {
        let status = input.query.status.unwrap_or(TenantStatus::Active);
        let position = ctx.position(input.query.cursor.as_ref())?;
        let query = Query::index(status_index(status)).limit(input.query.limit.get()).after(position);
        let page = ctx.store().query_keys(query).await?;
        let found = ctx.store().get_many::<TenantRecord>(&page.items).await?;
        // The index follows its table after a moment: what has moved on in between is left out.
        let items = found.into_iter().map(|(_, tenant)| tenant).filter(|tenant| tenant.status == status);
        let items = items.map(TenantView::from).collect();
        Ok(Reply::ok(List { items, next_cursor: ctx.cursor(page.next.as_ref()) }))
    }
}
