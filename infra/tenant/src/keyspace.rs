use crate::{Provisioner, Resources, StepError, TEMPLATE, from_template};
use medilink_kernel::Instant;
use medilink_records::TenantRecord;
use medilink_store::{Condition, Isolation, Key, TableState, TenantKind};
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// How long one look at a table that is being made waits for the next, and how often it is looked.
const PAUSE: Duration = Duration::from_millis(500);
const LOOKS: u32 = 60;

/// What says that a keyspace is a tenant's, and since when: the first item in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct KeyspaceMark {
    /// What kind of tenant it belongs to.
    pub kind: TenantKind,
    /// Whether it has a table to itself.
    pub isolation: Isolation,
    /// Since when.
    pub opened_at: Instant,
}

impl KeyspaceMark {
    /// Where it is, in every keyspace.
    pub fn key() -> Key {
        Key::only("KEYSPACE")
    }
}

impl<R: Resources> Provisioner<'_, R> {
    pub(crate) async fn open_keyspace(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        if tenant.isolation == Isolation::Silo {
            self.make_table(tenant).await?;
        }
        let mark = KeyspaceMark { kind: tenant.kind, isolation: tenant.isolation, opened_at: self.now() };
        let keyspace = self.session.referenced_tenant(tenant.tenant_id).await?;
        let put = keyspace.put("mark", &KeyspaceMark::key(), &mark, Condition::new_item()).await;
        Self::there_already("mark", put)
    }

    pub(crate) async fn close_keyspace(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        match tenant.isolation {
            Isolation::Silo => self.resources.delete_table(tenant.tenant_id).await?,
            Isolation::Pool => {
                let keyspace = self.session.referenced_tenant(tenant.tenant_id).await?;
                keyspace.delete(&KeyspaceMark::key()).await?;
            }
        }
        Ok(())
    }

    async fn make_table(&self, tenant: &TenantRecord) -> Result<(), StepError> {
        let definition = from_template(TEMPLATE).map_err(|error| StepError::Failed(error.to_string()))?;
        for _ in 0..LOOKS {
            match self.resources.table_state(tenant.tenant_id).await? {
                TableState::Active => {
                    if let Some(attribute) = &definition.expiry {
                        self.resources.expire_by(tenant.tenant_id, attribute).await?;
                    }
                    return Ok(());
                }
                TableState::Absent => self.resources.create_table(tenant.tenant_id, &definition).await?,
                TableState::Changing => self.clock.sleep(PAUSE).await,
            }
        }
        Err(StepError::Failed("the table is still being made; provisioning can be resumed".into()))
    }
}
