use medilink_kernel::TenantId;
use medilink_store::{Session, StoreError, TableDefinition, TableState};

/// Makes and removes what a silo tenant has to itself.
pub trait Resources: Sync {
    /// How the tenant's table stands.
    fn table_state(&self, tenant: TenantId) -> impl Future<Output = Result<TableState, StoreError>> + Send;

    /// Asks for the tenant's table; it may be there already, and need not be at work on return.
    fn create_table(
        &self,
        tenant: TenantId,
        definition: &TableDefinition,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Lets items of the table end by this attribute; it may be so already.
    fn expire_by(&self, tenant: TenantId, attribute: &str) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Removes the tenant's table; there may be none.
    fn delete_table(&self, tenant: TenantId) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// The control plane of whatever the store speaks to.
impl Resources for Session {
    async fn table_state(&self, tenant: TenantId) -> Result<TableState, StoreError> {
        self.tenant_table(tenant).state().await
    }

    async fn create_table(&self, tenant: TenantId, definition: &TableDefinition) -> Result<(), StoreError> {
        self.tenant_table(tenant).create(definition).await
    }

    async fn expire_by(&self, tenant: TenantId, attribute: &str) -> Result<(), StoreError> {
        self.tenant_table(tenant).expire_by(attribute).await
    }

    async fn delete_table(&self, tenant: TenantId) -> Result<(), StoreError> {
        self.tenant_table(tenant).delete().await
    }
}
