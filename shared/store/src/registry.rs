use crate::Key;
use medilink_kernel::TenantId;
use medilink_operation::policy::{POOL_TABLE, SILO_TABLE_PREFIX};
use serde::{Deserialize, Serialize};

/// Whether a tenant shares a table or has its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Isolation {
    /// A keyspace of the table that pooled tenants share.
    #[default]
    Pool,
    /// A table of its own.
    Silo,
}

/// Where a tenant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TenantStatus {
    /// Its resources are being made.
    Provisioning,
    /// At work.
    Active,
    /// A provisioning step failed.
    Failed,
    /// Stopped by an admin.
    Suspended,
}

impl TenantStatus {
    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Provisioning => "provisioning",
            Self::Active => "active",
            Self::Failed => "failed",
            Self::Suspended => "suspended",
        }
    }
}

/// What kind of tenant it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TenantKind {
    /// A doctor's practice.
    Practice,
    /// A pharmacy.
    Pharmacy,
    /// A laboratory.
    Laboratory,
}

/// The part of a tenant's registry record that decides where its keyspace is and whether it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantHead {
    /// The tenant.
    pub tenant_id: TenantId,
    /// Its kind.
    pub kind: TenantKind,
    /// Pool or silo.
    pub isolation: Isolation,
    /// Where it stands.
    pub status: TenantStatus,
}

impl TenantHead {
    /// The table that holds the tenant.
    pub(crate) fn table(&self) -> String {
        match self.isolation {
            Isolation::Pool => POOL_TABLE.to_owned(),
            Isolation::Silo => format!("{SILO_TABLE_PREFIX}{}", self.tenant_id.bare()),
        }
    }
}

/// Where the registry record of a tenant lives.
pub fn tenant_key(tenant: TenantId) -> Key {
    Key::only(format!("TENANT#{}", tenant.bare()))
}
