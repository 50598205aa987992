//! Whether the caller's practice, pharmacy or laboratory is at work.

use medilink_edge::{Ctx, Failure};
use medilink_store::{StoreError, TenantHead, TenantStatus, tenant_key};

/// Whoever works in a tenant needs it active; everybody else has none.
pub(crate) async fn active(ctx: &Ctx) -> Result<(), Failure> {
    let Some(tenant) = ctx.caller()?.tenant else { return Ok(()) };
    match ctx.store().get::<TenantHead>(&tenant_key(tenant)).await? {
        Some(head) if head.status == TenantStatus::Active => Ok(()),
        _ => Err(StoreError::TenantNotActive.into()),
    }
}
