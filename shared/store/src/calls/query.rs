//! One page of a partition.

use crate::{attributes::Attributes, client::Call, failure::Failure};
use aws_sdk_dynamodb::Client;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Reads one page.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct QueryPage<'a> {
    pub(crate) table_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) index_name: Option<&'a str>,
    pub(crate) key_condition_expression: String,
    pub(crate) expression_attribute_names: HashMap<String, String>,
    pub(crate) expression_attribute_values: Attributes,
    pub(crate) scan_index_forward: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) limit: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) exclusive_start_key: Option<Attributes>,
    pub(crate) consistent_read: bool,
}

/// The page, and the key at which it ended where there is more.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct FoundPage {
    #[serde(default)]
    pub(crate) items: Vec<Attributes>,
    pub(crate) last_evaluated_key: Option<Attributes>,
}

impl Call for QueryPage<'_> {
    const ACTION: &'static str = "Query";
    type Answer = FoundPage;

    async fn by_sdk(&self, sdk: &Client) -> Result<FoundPage, Failure> {
        let call = sdk.query().table_name(self.table_name).set_index_name(self.index_name.map(str::to_owned));
        let call = call.key_condition_expression(&self.key_condition_expression);
        let call = call.set_expression_attribute_names(Some(self.expression_attribute_names.clone()));
        let call = call.set_expression_attribute_values(Some(self.expression_attribute_values.0.clone()));
        let call = call.scan_index_forward(self.scan_index_forward).set_limit(self.limit);
        let start = self.exclusive_start_key.as_ref().map(|start| start.0.clone());
        let answer = call.set_exclusive_start_key(start).consistent_read(self.consistent_read).send().await?;
        Ok(FoundPage {
            items: answer.items.unwrap_or_default().into_iter().map(Attributes).collect(),
            last_evaluated_key: answer.last_evaluated_key.map(Attributes),
        })
    }
}
