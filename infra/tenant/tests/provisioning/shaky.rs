//! A control plane that is slow and fails when told to.

use medilink_kernel::TenantId;
use medilink_store::{Session, StoreError, TableDefinition, TableState};
use medilink_tenant_infra::Resources;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Shaky {
    pub real: Session,
    /// How many looks at the table find it unfinished.
    pub slow: AtomicU32,
    /// How many attempts at making a table fail.
    pub broken: AtomicU32,
}

impl Shaky {
    pub fn new(real: &Session, slow: u32, broken: u32) -> Self {
        Self { real: real.clone(), slow: slow.into(), broken: broken.into() }
    }
}

fn used_up(counter: &AtomicU32) -> bool {
    counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1)).is_err()
}

impl Resources for Shaky {
    async fn table_state(&self, tenant: TenantId) -> Result<TableState, StoreError> {
        match self.real.table_state(tenant).await? {
            TableState::Active if !used_up(&self.slow) => Ok(TableState::Changing),
            state => Ok(state),
        }
    }

    async fn create_table(&self, tenant: TenantId, definition: &TableDefinition) -> Result<(), StoreError> {
        if !used_up(&self.broken) {
            return Err(StoreError::Fault("LimitExceededException: too many tables".into()));
        }
        self.real.create_table(tenant, definition).await
    }

    async fn expire_by(&self, tenant: TenantId, attribute: &str) -> Result<(), StoreError> {
        self.real.expire_by(tenant, attribute).await
    }

    async fn delete_table(&self, tenant: TenantId) -> Result<(), StoreError> {
        self.real.delete_table(tenant).await
    }
}
