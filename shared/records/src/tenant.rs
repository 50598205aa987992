use medilink_kernel::{Instant, RegistrationId, TenantId, Text, UserId};
use medilink_store::{Isolation, TenantHead, TenantKind, TenantStatus};
use serde::{Deserialize, Serialize};

/// The registry record of a tenant. Its head (`medilink_store::TenantHead`) decides where its keyspace is and whether
/// it is open; [`medilink_store::tenant_key`] says where the record lives.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantRecord {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its kind.
    pub kind: TenantKind,
    /// Pool or silo.
    pub isolation: Isolation,
    /// Where it stands.
    pub status: TenantStatus,
    /// Its name for people.
    pub name: Text<1, 200>,
    /// Who runs it.
    pub owner: UserId,
    /// The registration that it came from.
    pub registration_id: RegistrationId,
    /// How its provisioning went.
    pub steps: Vec<StepState>,
    /// Why it is suspended.
    pub suspended_reason: Option<Text<1, 500>>,
    /// Why it was let go on, the last time.
    pub resumed_reason: Option<Text<1, 500>>,
    /// When it was approved.
    pub created_at: Instant,
}

/// How one step of provisioning stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StepState {
    /// The step's name.
    pub name: String,
    /// Where it stands.
    pub status: StepStatus,
    /// When that was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<Instant>,
    /// Why it failed, in words for an admin.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Where a step of provisioning stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepStatus {
    /// Not begun.
    Pending,
    /// Done.
    Done,
    /// Failed; provisioning can be resumed here.
    Failed,
    /// Taken back.
    Undone,
}

impl TenantRecord {
    /// The part that the store reads.
    pub fn head(&self) -> TenantHead {
        TenantHead { tenant_id: self.tenant_id, kind: self.kind, isolation: self.isolation, status: self.status }
    }
}
