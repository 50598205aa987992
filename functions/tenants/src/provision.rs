//! Makes what an approved tenant needs, whenever its registry record says that this is to be done.

use crate::records::{Registration, registration_key};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::TenantRecord;
use medilink_store::{TenantStatus, tenant_key};
use medilink_tenant_infra::{Progress, Provisioner};

/// Provisions tenants.
pub struct Provision;

impl StreamOperation for Provision {
    const SPEC: Spec = Spec::stream("tenants.provision", "TENANT#", "Makes what an approved tenant needs")
        .grants(&[
            Grant::platform("TENANT#", &[Action::UpdateItem]),
            Grant::platform("REG#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("EMAIL#", &[Action::UpdateItem]),
            Grant::platform("DIR#", &[Action::PutItem, Action::UpdateItem]),
            Grant::platform("DIRX#", &[Action::PutItem]),
            Grant::referenced("KEYSPACE", &[Action::PutItem]),
            Grant::referenced("SETTINGS", &[Action::PutItem]),
        ])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(new) = record.new else { return Ok(()) };
        let change: TenantRecord = serde_json::from_value(new).map_err(Failure::fault)?;
        if change.status != TenantStatus::Provisioning {
            return Ok(());
        }
        // The record may be old by now: what counts is how the tenant stands.
        let (store, key) = (ctx.store(), registration_key(change.registration_id));
        let tenant_key = tenant_key(change.tenant_id);
        let (tenant, registration) =
            futures::try_join!(store.get::<TenantRecord>(&tenant_key), store.get::<Registration>(&key))?;
        let Some(tenant) = tenant.filter(|tenant| tenant.status == TenantStatus::Provisioning) else { return Ok(()) };
        let registration = registration.ok_or_else(|| Failure::fault("a tenant without its registration"))?;
        let founding = registration.founding(tenant.tenant_id);
        let (session, clock) = (&ctx.session, &*ctx.platform.clock);
        let provisioner = Provisioner { session, resources: session, clock, founding: &founding };
        if provisioner.provision(tenant).await? == Progress::Failed {
            tracing::error!(operation = Self::SPEC.id, tenant = %change.tenant_id, "a provisioning step failed");
        }
        Ok(())
    }
}
