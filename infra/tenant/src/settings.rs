use crate::{Provisioner, Resources, StepError};
use medilink_records::{TenantRecord, TenantSettings};
use medilink_store::{Condition, Isolation};

impl<R: Resources> Provisioner<'_, R> {
    pub(crate) async fn put_settings(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        let keyspace = self.session.referenced_tenant(tenant.tenant_id).await?;
        let put =
            keyspace.put("settings", &TenantSettings::key(), &TenantSettings::default(), Condition::new_item()).await;
        Self::there_already("settings", put)
    }

    pub(crate) async fn delete_settings(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        // A table of its own goes as a whole, and may not even be there.
        if tenant.isolation == Isolation::Pool {
            let keyspace = self.session.referenced_tenant(tenant.tenant_id).await?;
            keyspace.delete(&TenantSettings::key()).await?;
        }
        Ok(())
    }
}
