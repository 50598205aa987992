use crate::{
    Session, StoreError,
    calls::{CreateTable, DeleteTable, DescribeTable, ExpireBy},
    failure::Failure,
    session::give_up,
};
use medilink_kernel::TenantId;
use medilink_operation::policy::SILO_TABLE_PREFIX;

/// The shape of a table. Every key attribute is a text, every index holds keys only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableDefinition {
    /// The attributes of the table's own key.
    pub key: KeyAttributes,
    /// Its indexes, by name.
    pub indexes: Vec<(String, KeyAttributes)>,
    /// The attribute by which items end.
    pub expiry: Option<String>,
    /// Whether its changes are told, with the items before and after.
    pub stream: bool,
}

/// The attributes of a key: partition, then sort.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyAttributes {
    /// The partition.
    pub partition: String,
    /// The order within it.
    pub sort: String,
}

/// How a table stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableState {
    /// There is none.
    Absent,
    /// Being made, changed or removed.
    Changing,
    /// At work.
    Active,
}

/// The table of one silo tenant, as provisioning makes and removes it. No other table can be reached from here.
pub struct TenantTable {
    session: Session,
    name: String,
}

impl Session {
    /// The table that a silo tenant has to itself, whether it exists or not.
    pub fn tenant_table(&self, tenant: TenantId) -> TenantTable {
        TenantTable { session: self.clone(), name: format!("{SILO_TABLE_PREFIX}{}", tenant.bare()) }
    }
}

impl TenantTable {
    /// How the table stands.
    pub async fn state(&self) -> Result<TableState, StoreError> {
        match self.session.attempt(&[], &DescribeTable { table_name: &self.name }).await {
            Ok(answer) if answer.status() == Some("ACTIVE") => Ok(TableState::Active),
            Ok(_) => Ok(TableState::Changing),
            Err(failure) if failure.code() == Some("ResourceNotFoundException") => Ok(TableState::Absent),
            Err(failure) => Err(give_up(failure)),
        }
    }

    /// Asks for the table; one that is there already is left as it is.
    pub async fn create(&self, definition: &TableDefinition) -> Result<(), StoreError> {
        match self.session.attempt(&[], &CreateTable { table_name: &self.name, definition }).await {
            Err(failure) if failure.code() != Some("ResourceInUseException") => Err(give_up(failure)),
            _ => Ok(()),
        }
    }

    /// Lets items end by this attribute; repeated, it changes nothing.
    pub async fn expire_by(&self, attribute: &str) -> Result<(), StoreError> {
        match self.session.attempt(&[], &ExpireBy::new(&self.name, attribute)).await {
            Ok(_) => Ok(()),
            // The service has no other way to say that it was asked before.
            Err(Failure::Refused(refusal)) if refusal.message.as_deref() == Some("TimeToLive is already enabled") => {
                Ok(())
            }
            Err(failure) => Err(give_up(failure)),
        }
    }

    /// Removes the table and everything in it; there may be none.
    pub async fn delete(&self) -> Result<(), StoreError> {
        match self.session.attempt(&[], &DeleteTable { table_name: &self.name }).await {
            Err(failure) if failure.code() != Some("ResourceNotFoundException") => Err(give_up(failure)),
            _ => Ok(()),
        }
    }
}
