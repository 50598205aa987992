//! Items at many keys of one table.

use super::FullKey;
use crate::{Item, attributes::Attributes, client::Call, failure::Failure};
use aws_sdk_dynamodb::{Client, types::KeysAndAttributes};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Reads up to 100 items, consistently.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BatchGet {
    request_items: HashMap<String, Keys>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Keys {
    keys: Vec<FullKey>,
    #[serde(default)]
    consistent_read: bool,
}

/// What was found, and what the store did not come to.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct BatchFound {
    #[serde(default)]
    responses: HashMap<String, Vec<Attributes>>,
    #[serde(default)]
    unprocessed_keys: HashMap<String, Keys>,
}

impl BatchGet {
    pub(crate) fn new(table: &str, keys: Vec<FullKey>) -> Self {
        Self { request_items: HashMap::from([(table.to_owned(), Keys { keys, consistent_read: true })]) }
    }
}

impl BatchFound {
    /// The items found, then the keys left over.
    pub(crate) fn parts(self) -> (impl Iterator<Item = Item>, Vec<FullKey>) {
        let left = self.unprocessed_keys.into_values().flat_map(|rest| rest.keys).collect();
        (self.responses.into_values().flatten().map(|item| item.0), left)
    }
}

impl Call for BatchGet {
    const ACTION: &'static str = "BatchGetItem";
    type Answer = BatchFound;

    async fn by_sdk(&self, sdk: &Client) -> Result<BatchFound, Failure> {
        let mut call = sdk.batch_get_item();
        for (table, wanted) in &self.request_items {
            let keys = wanted.keys.iter().map(FullKey::item).collect();
            let request =
                KeysAndAttributes::builder().set_keys(Some(keys)).consistent_read(wanted.consistent_read).build();
            call = call.request_items(table, request.map_err(|e| Failure::Broken(e.to_string()))?);
        }
        let answer = call.send().await?;
        let found = |(table, items): (String, Vec<Item>)| (table, items.into_iter().map(Attributes).collect());
        let left = |(table, rest): (String, KeysAndAttributes)| {
            let consistent_read = rest.consistent_read.unwrap_or_default();
            (table, Keys { keys: rest.keys.iter().filter_map(FullKey::of).collect(), consistent_read })
        };
        Ok(BatchFound {
            responses: answer.responses.unwrap_or_default().into_iter().map(found).collect(),
            unprocessed_keys: answer.unprocessed_keys.unwrap_or_default().into_iter().map(left).collect(),
        })
    }
}
