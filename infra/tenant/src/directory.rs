use crate::{Provisioner, Resources, StepError};
use medilink_records::{DoctorEntry, TenantRecord, doctor_key};
use medilink_store::Condition;

impl<R: Resources> Provisioner<'_, R> {
    /// Enters the doctor, not bookable and not found by searching before the tenant opens.
    pub(crate) async fn enter_doctor(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        let Some(card) = &self.founding.doctor else {
            return Err(StepError::Failed("the registration names no doctor".into()));
        };
        let key = doctor_key(card.doctor_id);
        let entry = DoctorEntry { card: card.clone(), tenant_id: tenant.tenant_id, hours: None, bookable: false };
        let put = self.session.platform().put("doctor", &key, &entry, Condition::new_item()).await;
        Self::there_already("doctor", put)
    }

    pub(crate) async fn remove_doctor(&self) -> Result<(), StepError> {
        if let Some(card) = &self.founding.doctor {
            self.session.platform().delete(&doctor_key(card.doctor_id)).await?;
        }
        Ok(())
    }
}
