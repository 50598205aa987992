use crate::StoreError;
use aws_sdk_dynamodb::types::AttributeValue;
use medilink_kernel::unquoted;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::HashMap;

/// An item as DynamoDB holds it.
pub type Item = HashMap<String, AttributeValue>;

/// Where an item lives, without a tenant's prefix.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Key {
    /// The partition key.
    pub pk: String,
    /// The sort key.
    pub sk: String,
}

impl Key {
    /// A key of these parts.
    pub fn new(pk: impl Into<String>, sk: impl Into<String>) -> Self {
        Self { pk: pk.into(), sk: sk.into() }
    }

    /// The key of an item that has its partition to itself.
    pub fn only(pk: impl Into<String>) -> Self {
        Self::new(pk, "-")
    }
}

pub(crate) fn text(value: impl Into<String>) -> AttributeValue {
    AttributeValue::S(value.into())
}

/// The item of a record: its fields, without those that are null, which a store does not keep.
pub(crate) fn to_item(record: &impl Serialize) -> Result<Item, StoreError> {
    let mut item: Item = serde_dynamo::to_item(record)
        .map_err(|e| StoreError::Fault(format!("a record cannot be stored: {}", unquoted(&e))))?;
    item.retain(|_, value| !matches!(value, AttributeValue::Null(_)));
    Ok(item)
}

pub(crate) fn to_value(value: &impl Serialize) -> Result<AttributeValue, StoreError> {
    serde_dynamo::to_attribute_value(value)
        .map_err(|e| StoreError::Fault(format!("a value cannot be stored: {}", unquoted(&e))))
}

/// The record that an item holds.
pub fn from_item<T: DeserializeOwned>(item: Item) -> Result<T, StoreError> {
    serde_dynamo::from_item(item)
        .map_err(|e| StoreError::Fault(format!("a stored record cannot be read: {}", unquoted(&e))))
}
