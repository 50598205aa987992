//! DynamoDB as the platform sees it.
//!
//! Code reaches items only through a [`Session`]: [`Session::platform`] for the platform's own table and
//! [`Session::own_tenant`] or [`Session::referenced_tenant`] for a tenant's keyspace. No function takes a table name,
//! and a tenant's keys get their prefix here alone. Reads that can run at once should be joined: a store call that
//! waits for another is one more round trip for the patient.

mod announce;
mod attributes;
mod calls;
mod client;
mod condition;
mod error;
mod failure;
mod item;
mod keyspace;
mod open;
mod query;
mod reads;
mod registry;
mod retry;
mod session;
mod tenant_table;
mod transaction;
mod update;
mod wire;
mod writes;

pub use condition::Condition;
pub use error::StoreError;
pub use item::{Item, Key, from_item as read};
pub use keyspace::{Keyspace, PlatformStore, TenantStore};
pub use open::{Endpoint, Store};
pub use query::{Page, Query};
pub use registry::{Isolation, TenantHead, TenantKind, TenantStatus, tenant_key};
pub use session::Session;
pub use tenant_table::{KeyAttributes, TableDefinition, TableState, TenantTable};
pub use transaction::Transaction;
pub use update::Update;
pub use wire::{Wire, WireCaller, WireLost, WireReply};

/// The attribute values of DynamoDB, for the few places that read an item by hand.
pub use aws_sdk_dynamodb::types::AttributeValue;
