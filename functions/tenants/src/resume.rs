//! Lets a suspended tenant go on.

use crate::{
    standing::{Turn, turn},
    views::{Reason, TenantPath, TenantView},
};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec, codes};

/// Lets a tenant go on.
pub struct Resume;

impl Operation for Resume {
    const SPEC: Spec = Spec::http(
        "tenants.resume",
        Method::Post,
        "/v1/admin/tenants/{tenantId}/resume",
        "Lets a suspended tenant go on",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[
        Grant::platform("TENANT#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("DIR#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("DIRX#", &[Action::PutItem]),
    ])
    .refusals(&[codes::INVALID_STATE]);
    type Path = TenantPath;
    type Query = NoQuery;
    type Body = Reason;
    type Output = TenantView;

    async fn run(ctx: &Ctx, input: Input<TenantPath, NoQuery, Reason>) -> Result<Reply<TenantView>, Failure> {
        turn(ctx, input.path.tenant_id, Turn::Resume, input.body.reason).await
    }
}
