//! What notices tell of a practice: who the doctor is, where its clock stands.

use medilink_edge::{Ctx, Failure};
use medilink_kernel::{DoctorId, TenantId, UserId};
use medilink_records::{DoctorEntry, TenantRecord, TenantSettings, doctor_key};
use medilink_store::{TenantStatus, tenant_key};

/// A practice, as far as notices tell of it.
pub(crate) struct Practice {
    /// The doctor's account.
    pub doctor: UserId,
    /// The doctor's name.
    pub name: String,
    /// What it has set for itself.
    pub settings: TenantSettings,
}

/// Reads a practice; `None` where there is none any more, or it is not active: nobody hears from it then, nor it of them.
pub(crate) async fn practice(ctx: &Ctx, tenant: TenantId, doctor: DoctorId) -> Result<Option<Practice>, Failure> {
    let store = ctx.store();
    let (registry, directory) = (tenant_key(tenant), doctor_key(doctor));
    let settings = async {
        let keyspace = ctx.session.referenced_tenant(tenant).await?;
        keyspace.get::<TenantSettings>(&TenantSettings::key()).await
    };
    let (record, entry, settings) =
        futures::try_join!(store.get::<TenantRecord>(&registry), store.get::<DoctorEntry>(&directory), settings)?;
    let record = record.filter(|record| record.status == TenantStatus::Active);
    let (Some(record), Some(entry)) = (record, entry) else { return Ok(None) };
    let name = format!("{} {}", entry.card.first_name, entry.card.last_name);
    Ok(Some(Practice { doctor: record.owner, name, settings: settings.unwrap_or_default() }))
}
