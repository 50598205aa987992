use crate::{Provisioner, Resources, StepError};
use medilink_records::{TenantRecord, credentials_key};
use medilink_store::{Condition, Update};

impl<R: Resources> Provisioner<'_, R> {
    pub(crate) async fn bind_owner(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        let change = Update::new()
            .set("tenantId", tenant.tenant_id)
            .put("doctorId", self.founding.doctor.as_ref().map(|card| card.doctor_id))
            .when(Condition::item_exists().equals("userId", tenant.owner));
        match self.session.platform().update("owner", &credentials_key(&self.founding.email), change).await {
            Ok(_) => Ok(()),
            Err(error) if error.failed("owner") => Err(StepError::Failed("the owner's account is not there".into())),
            Err(error) => Err(error.into()),
        }
    }

    pub(crate) async fn free_owner(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        let change = Update::new()
            .remove("tenantId")
            .remove("doctorId")
            .when(Condition::item_exists().equals("tenantId", tenant.tenant_id));
        let freed = self.session.platform().update("owner", &credentials_key(&self.founding.email), change).await;
        Self::there_already("owner", freed.map(|_| ()))
    }
}
