//! Stops a tenant, from its people's next request on.

use crate::{
    standing::{Turn, turn},
    views::{Reason, TenantPath, TenantView},
};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec, codes};

/// Stops a tenant.
pub struct Suspend;

impl Operation for Suspend {
    const SPEC: Spec =
        Spec::http("tenants.suspend", Method::Post, "/v1/admin/tenants/{tenantId}/suspend", "Stops a tenant")
            .access(Access::Roles(&[Role::Admin]))
            .grants(&[
                Grant::platform("TENANT#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("DIR#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("DIRX#", &[Action::DeleteItem]),
            ])
            .refusals(&[codes::INVALID_STATE]);
    type Path = TenantPath;
    type Query = NoQuery;
    type Body = Reason;
    type Output = TenantView;

    async fn run(ctx: &Ctx, input: Input<TenantPath, NoQuery, Reason>) -> Result<Reply<TenantView>, Failure> {
        turn(ctx, input.path.tenant_id, Turn::Suspend, input.body.reason).await
    }
}
