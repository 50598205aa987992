//! Accepts a registration: from here on its tenant is being made.

use crate::{
    records::{Registration, in_status, registration_key},
    registration::Status,
    views::{RegistrationPath, TenantBegun, load},
};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role, TenantId, Text};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{TenantRecord, credentials_key};
use medilink_store::{Condition, Isolation, StoreError, TenantStatus, Transaction, Update, tenant_key};
use medilink_tenant_infra::{Step, TenantRow};
use schemars::JsonSchema;
use serde::Deserialize;

/// How often a decision that another one overtakes is begun again: the second look finds that one.
const TRIES: u32 = 3;

/// Accepts a registration.
pub struct Approve;

/// How the tenant is to be kept.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// `pool` where nothing is said.
    #[serde(default)]
    pub isolation: Option<Isolation>,
}

impl Operation for Approve {
    const SPEC: Spec =
        Spec::http("tenants.approve", Method::Post, "/v1/admin/registrations/{id}/approve", "Accepts a registration")
            .access(Access::Roles(&[Role::Admin]))
            .grants(&[
                Grant::platform("REG#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("EMAIL#", &[Action::UpdateItem]),
                Grant::platform("TENANT#", &[Action::PutItem]),
            ])
            .success(&[202])
            .refusals(&[codes::INVALID_STATE]);
    type Path = RegistrationPath;
    type Query = NoQuery;
    type Body = Approval;
    type Output = TenantBegun;

    async fn run(ctx: &Ctx, input: Input<RegistrationPath, NoQuery, Approval>) -> Result<Reply<TenantBegun>, Failure> {
        let isolation = input.body.isolation.unwrap_or_default();
        for _ in 0..TRIES {
            let registration = load(ctx, input.path.id).await?;
            match (registration.status, registration.tenant_id) {
                (Status::PendingReview, _) => {}
                (Status::Approved, Some(tenant)) => return Ok(Reply::accepted(TenantBegun::new(tenant))),
                (other, _) => return Err(Refusal::invalid_state(other.as_str()).into()),
            }
            let tenant = begun(ctx, &registration, isolation)?;
            let reply = Reply::accepted(TenantBegun::new(tenant.tenant_id));
            match ctx.commit(decision(ctx, &registration, tenant)?, reply).await {
                Err(failure) if failure.failed("registration") => {}
                result => return result,
            }
        }
        Err(StoreError::Busy("the registration keeps changing".into()).into())
    }
}

fn begun(ctx: &Ctx, registration: &Registration, isolation: Isolation) -> Result<TenantRecord, Failure> {
    let kind = registration.kind.tenant();
    Ok(TenantRecord {
        tenant_id: TenantId::new(ctx.now, ctx.entropy()),
        kind,
        isolation,
        status: TenantStatus::Provisioning,
        name: Text::new(&registration.tenant_name()).map_err(Failure::fault)?,
        owner: registration.user_id,
        registration_id: registration.registration_id,
        steps: Step::pending(kind),
        suspended_reason: None,
        resumed_reason: None,
        created_at: Instant::new(ctx.now),
    })
}

fn decision(ctx: &Ctx, registration: &Registration, tenant: TenantRecord) -> Result<Transaction, Failure> {
    let store = ctx.store();
    let approved = in_status(Update::new(), Status::Approved)
        .set("tenantId", tenant.tenant_id)
        .set("reviewedAt", Instant::new(ctx.now))
        .set("reviewedBy", ctx.caller()?.user)
        .when(Condition::default().equals("status", Status::PendingReview));
    let credentials = Update::new().set("registrationStatus", Status::Approved).when(Condition::item_exists());
    Ok(Transaction::new()
        .update(&store, "registration", &registration_key(registration.registration_id), approved)
        .update(&store, "credentials", &credentials_key(&registration.email), credentials)
        .put(&store, "tenant", &tenant_key(tenant.tenant_id), &TenantRow::new(tenant), Condition::new_item()))
}
