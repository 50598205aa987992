//! Resumes a provisioning that failed, at the step that did.
//!
//! It only says so in the registry record: the record's change sets the provisioning off.

use crate::views::{TenantBegun, TenantPath};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::TenantRecord;
use medilink_store::{Condition, StoreError, TenantStatus, Transaction, Update, tenant_key};
use medilink_tenant_infra::{in_status, restarted};

const TRIES: u32 = 3;

/// Resumes a provisioning.
pub struct RetryProvisioning;

impl Operation for RetryProvisioning {
    const SPEC: Spec = Spec::http(
        "tenants.retry_provisioning",
        Method::Post,
        "/v1/admin/tenants/{tenantId}/provisioning/retry",
        "Resumes a provisioning that failed or stopped",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("TENANT#", &[Action::GetItem, Action::UpdateItem])])
    .success(&[202])
    .refusals(&[codes::INVALID_STATE]);
    type Path = TenantPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = TenantBegun;

    async fn run(ctx: &Ctx, input: Input<TenantPath, NoQuery, NoBody>) -> Result<Reply<TenantBegun>, Failure> {
        let key = tenant_key(input.path.tenant_id);
        for _ in 0..TRIES {
            let tenant = ctx.store().get::<TenantRecord>(&key).await?.ok_or_else(Refusal::not_found)?;
            // One that is under way is only nudged, for whoever was at work on it may have been cut.
            let update = match tenant.status {
                TenantStatus::Failed => {
                    in_status(Update::new(), TenantStatus::Provisioning).set("steps", restarted(&tenant.steps))
                }
                TenantStatus::Provisioning => Update::new(),
                other => return Err(Refusal::invalid_state(other.as_str()).into()),
            };
            let unchanged = Condition::default().equals("status", tenant.status).equals("steps", &tenant.steps);
            let update = update.set("retriedAt", ctx.now).when(unchanged);
            let transaction = Transaction::new().update(&ctx.store(), "tenant", &key, update);
            match ctx.commit(transaction, Reply::accepted(TenantBegun::new(tenant.tenant_id))).await {
                Err(failure) if failure.failed("tenant") => {}
                result => return result,
            }
        }
        Err(StoreError::Busy("the tenant keeps changing".into()).into())
    }
}
