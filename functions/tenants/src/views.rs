//! What several operations of the domain read and show.

use crate::{
    records::{Registration, registration_key},
    registration::{Kind, Status},
};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Email, Instant, RegistrationId, TenantId, Text, UserId};
use medilink_operation::Refusal;
use medilink_records::{StepState, TenantRecord};
use medilink_store::{Isolation, TenantKind, TenantStatus};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names a registration.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct RegistrationPath {
    /// The registration.
    pub id: RegistrationId,
}

/// Names a tenant.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantPath {
    /// The tenant.
    pub tenant_id: TenantId,
}

/// Why an admin does something.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// In words; whoever is concerned may read them.
    pub reason: Text<1, 500>,
}

/// A registration in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationSummary {
    registration_id: RegistrationId,
    kind: Kind,
    status: Status,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
    license_number: Text<1, 60>,
    wilaya: Text<1, 60>,
    created_at: Instant,
    submitted_at: Option<Instant>,
}

impl RegistrationSummary {
    pub(crate) fn of(registration: Registration) -> Self {
        Self {
            registration_id: registration.registration_id,
            kind: registration.kind,
            status: registration.status,
            first_name: registration.first_name,
            last_name: registration.last_name,
            email: registration.email,
            license_number: registration.license_number,
            wilaya: registration.address.wilaya,
            created_at: registration.created_at,
            submitted_at: registration.submitted_at,
        }
    }
}

/// A tenant as admins see it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantView {
    tenant_id: TenantId,
    kind: TenantKind,
    isolation: Isolation,
    status: TenantStatus,
    name: Text<1, 200>,
    owner: UserId,
    registration_id: RegistrationId,
    /// How its provisioning went.
    steps: Vec<StepState>,
    suspended_reason: Option<Text<1, 500>>,
    resumed_reason: Option<Text<1, 500>>,
    created_at: Instant,
}

impl From<TenantRecord> for TenantView {
    fn from(tenant: TenantRecord) -> Self {
        Self {
            tenant_id: tenant.tenant_id,
            kind: tenant.kind,
            isolation: tenant.isolation,
            status: tenant.status,
            name: tenant.name,
            owner: tenant.owner,
            registration_id: tenant.registration_id,
            steps: tenant.steps,
            suspended_reason: tenant.suspended_reason,
            resumed_reason: tenant.resumed_reason,
            created_at: tenant.created_at,
        }
    }
}

/// A tenant that is being made.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantBegun {
    tenant_id: TenantId,
    status: TenantStatus,
}

impl TenantBegun {
    /// What is said of it, whenever it is asked.
    pub(crate) const fn new(tenant_id: TenantId) -> Self {
        Self { tenant_id, status: TenantStatus::Provisioning }
    }
}

/// The registration, or what is said where there is none.
pub(crate) async fn load(ctx: &Ctx, id: RegistrationId) -> Result<Registration, Failure> {
    let found = ctx.store().get::<Registration>(&registration_key(id)).await?;
    found.ok_or_else(|| Refusal::not_found().into())
}
