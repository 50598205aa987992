use crate::{Founding, Resources, Step, StepError, in_status};
use medilink_kernel::{Clock, Instant};
use medilink_records::{StepState, StepStatus, TenantRecord};
use medilink_store::{Condition, Session, StoreError, TenantStatus, Update, tenant_key};

/// Brings tenants to life, and takes back what was made for one that is given up.
pub struct Provisioner<'a, R> {
    /// The store.
    pub session: &'a Session,
    /// What makes tables.
    pub resources: &'a R,
    /// The clock.
    pub clock: &'a dyn Clock,
    /// What is known of the tenant.
    pub founding: &'a Founding,
}

/// How far provisioning has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Progress {
    /// To its end: the tenant is active.
    Active,
    /// To a step that failed; the registry record names it.
    Failed,
    /// Somebody else works on the tenant, or has ended it: nothing to do here.
    Overtaken,
}

impl<R: Resources> Provisioner<'_, R> {
    /// Does the steps that are not done, from the first on, and keeps in the registry record how each went.
    ///
    /// # Errors
    /// Where the store is busy: the same call goes on later.
    pub async fn provision(&self, mut tenant: TenantRecord) -> Result<Progress, StoreError> {
        while tenant.status == TenantStatus::Provisioning {
            let Some(at) = tenant.steps.iter().position(|step| step.status != StepStatus::Done) else {
                return Err(StoreError::Fault("a tenant without a step left that is not active".into()));
            };
            let step = Step::named(&tenant.steps[at].name)?;
            let mut steps = tenant.steps.clone();
            steps[at] = self.state(step, StepStatus::Done, None);
            let status = match self.perform(step, &tenant, &steps).await {
                Ok(Some(end)) => return Ok(end),
                Ok(None) => TenantStatus::Provisioning,
                Err(StepError::Busy(cause)) => return Err(StoreError::Busy(cause)),
                Err(StepError::Failed(cause)) => {
                    steps[at] = self.state(step, StepStatus::Failed, Some(cause));
                    TenantStatus::Failed
                }
            };
            if !self.keep(&mut tenant, steps, status).await? {
                return Ok(Progress::Overtaken);
            }
        }
        Ok(if tenant.status == TenantStatus::Failed { Progress::Failed } else { Progress::Overtaken })
    }

    /// Takes back every step of a tenant that never opened, last first, also one that was cut half-way.
    ///
    /// # Errors
    /// Where a step cannot be taken back now; the same call goes on later.
    pub async fn undo(&self, mut tenant: TenantRecord) -> Result<Progress, StoreError> {
        if !matches!(tenant.status, TenantStatus::Provisioning | TenantStatus::Failed) {
            return Ok(Progress::Overtaken);
        }
        // First of all: from here on nobody provisions it any more.
        let steps = tenant.steps.clone();
        if !self.keep(&mut tenant, steps, TenantStatus::Failed).await? {
            return Ok(Progress::Overtaken);
        }
        for at in (0..tenant.steps.len())
            .rev()
            .filter(|at| tenant.steps[*at].status != StepStatus::Undone)
            .collect::<Vec<_>>()
        {
            let step = Step::named(&tenant.steps[at].name)?;
            self.take_back(step, &tenant).await.map_err(|error| match error {
                StepError::Busy(cause) => StoreError::Busy(cause),
                StepError::Failed(cause) => StoreError::Fault(cause),
            })?;
            let mut steps = tenant.steps.clone();
            steps[at] = self.state(step, StepStatus::Undone, None);
            if !self.keep(&mut tenant, steps, TenantStatus::Failed).await? {
                return Ok(Progress::Overtaken);
            }
        }
        Ok(Progress::Failed)
    }

    /// Does one step; `Some` where provisioning has ended with it.
    async fn perform(
        &self,
        step: Step,
        tenant: &TenantRecord,
        steps: &[StepState],
    ) -> Result<Option<Progress>, StepError> {
        match step {
            Step::Keyspace => self.open_keyspace(tenant).await?,
            Step::Settings => self.put_settings(tenant).await?,
            Step::People => self.bind_owner(tenant).await?,
            Step::Directory => self.enter_doctor(tenant).await?,
            Step::Activate => return self.activate(tenant, steps).await.map(Some),
        }
        Ok(None)
    }

    async fn take_back(&self, step: Step, tenant: &TenantRecord) -> Result<(), StepError> {
        match step {
            Step::Keyspace => self.close_keyspace(tenant).await,
            Step::Settings => self.delete_settings(tenant).await,
            Step::People => self.free_owner(tenant).await,
            Step::Directory => self.remove_doctor().await,
            // It happens whole or not at all, and a tenant that has opened is not taken back.
            Step::Activate => Ok(()),
        }
    }

    /// Writes how the steps stand; `false` where the record has changed in the meantime.
    async fn keep(
        &self,
        tenant: &mut TenantRecord,
        steps: Vec<StepState>,
        status: TenantStatus,
    ) -> Result<bool, StoreError> {
        let change = Self::change(tenant, &steps, status);
        match self.session.platform().update("tenant", &tenant_key(tenant.tenant_id), change).await {
            Ok(_) => {
                (tenant.steps, tenant.status) = (steps, status);
                Ok(true)
            }
            Err(error) if error.failed("tenant") => Ok(false),
            Err(error) => Err(error),
        }
    }

    pub(crate) fn change(tenant: &TenantRecord, steps: &[StepState], status: TenantStatus) -> Update {
        let unchanged = Condition::item_exists().equals("status", tenant.status).equals("steps", &tenant.steps);
        in_status(Update::new(), status).set("steps", steps).when(unchanged)
    }

    fn state(&self, step: Step, status: StepStatus, error: Option<String>) -> StepState {
        StepState { name: step.name().to_owned(), status, at: Some(self.now()), error }
    }

    pub(crate) fn now(&self) -> Instant {
        Instant::new(self.clock.now())
    }

    /// A condition that did not hold because the step had been done before is no failure.
    pub(crate) fn there_already(tag: &str, result: Result<(), StoreError>) -> Result<(), StepError> {
        match result {
            Err(error) if error.failed(tag) => Ok(()),
            result => Ok(result?),
        }
    }
}
