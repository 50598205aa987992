//! One tenant and how its provisioning went, for an admin.

use crate::views::{TenantPath, TenantView};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_records::TenantRecord;
use medilink_store::tenant_key;

/// Shows a tenant.
pub struct GetTenant;

impl Operation for GetTenant {
    const SPEC: Spec = Spec::http(
        "tenants.get_tenant",
        Method::Get,
        "/v1/admin/tenants/{tenantId}",
        "Shows a tenant and its provisioning",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("TENANT#", &[Action::GetItem])]);
    type Path = TenantPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = TenantView;

    async fn run(ctx: &Ctx, input: Input<TenantPath, NoQuery, NoBody>) -> Result<Reply<TenantView>, Failure> {
        let tenant = ctx.store().get::<TenantRecord>(&tenant_key(input.path.tenant_id)).await?;
        Ok(Reply::ok(tenant.ok_or_else(Refusal::not_found)?.into()))
    }
}
