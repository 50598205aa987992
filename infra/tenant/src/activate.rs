use crate::{Progress, Provisioner, Resources, StepError, doors};
use medilink_records::{StepState, TenantRecord};
use medilink_store::{Condition, StoreError, TenantStatus, Transaction, Update, tenant_key};

impl<R: Resources> Provisioner<'_, R> {
    /// Opens the tenant: its status, the step's own state, the directory and the registration change together, so there
    /// is nothing here to cut or to take back.
    pub(crate) async fn activate(&self, tenant: &TenantRecord, steps: &[StepState]) -> Result<Progress, StepError> {
        let store = self.session.platform();
        let opened = Update::new().set("openedAt", self.now()).when(Condition::item_exists());
        let transaction = Transaction::new()
            .update(&store, "tenant", &tenant_key(tenant.tenant_id), Self::change(tenant, steps, TenantStatus::Active))
            .update(&store, "registration", &self.founding.registration, opened);
        let transaction = match &self.founding.doctor {
            Some(card) => doors::open(transaction, &store, card),
            None => transaction,
        };
        match self.session.transact(transaction).await {
            Ok(()) => Ok(Progress::Active),
            Err(error) if error.failed("tenant") => Ok(Progress::Overtaken),
            Err(StoreError::Condition { .. }) => {
                Err(StepError::Failed("what an earlier step made is not there".into()))
            }
            Err(error) => Err(error.into()),
        }
    }
}
