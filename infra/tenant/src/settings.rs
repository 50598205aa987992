use crate::{Provisioner, Resources, StepError};
use medilink_kernel::{Currency, Language};
use medilink_records::TenantRecord;
use medilink_store::{Condition, Isolation, Key};
use serde::{Deserialize, Serialize};

/// What a tenant may set for itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantSettings {
    /// The IANA zone of its wall clock.
    pub time_zone: String,
    /// What it charges in.
    pub currency: Currency,
    /// The language of its papers.
    pub language: Language,
}

impl Default for TenantSettings {
    fn default() -> Self {
        Self { time_zone: "Africa/Algiers".into(), currency: Currency::DZD, language: Language::Fr }
    }
}

impl TenantSettings {
    /// Where they are, in every keyspace.
    pub fn key() -> Key {
        Key::only("SETTINGS")
    }
}

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
