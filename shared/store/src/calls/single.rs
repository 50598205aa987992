//! Requests for one item.

use super::{Done, FullKey, write::Write};
use crate::{
    attributes::Attributes,
    client::Call,
    failure::{Details, Failure},
};
use aws_sdk_dynamodb::{
    Client,
    operation::{put_item::PutItemError, update_item::UpdateItemError},
    types::ReturnValue,
};
use serde::{Deserialize, Serialize};

/// Reads one item, consistently.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct GetItem<'a> {
    pub(crate) table_name: &'a str,
    pub(crate) key: FullKey,
    pub(crate) consistent_read: bool,
}

/// The item, where there is one.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Found {
    pub(crate) item: Option<Attributes>,
}

impl Call for GetItem<'_> {
    const ACTION: &'static str = "GetItem";
    type Answer = Found;

    async fn by_sdk(&self, sdk: &Client) -> Result<Found, Failure> {
        let call = sdk.get_item().table_name(self.table_name).consistent_read(self.consistent_read);
        let answer = call.set_key(Some(self.key.item())).send().await?;
        Ok(Found { item: answer.item.map(Attributes) })
    }
}

/// Puts one item.
#[derive(Serialize)]
pub(crate) struct PutItem(pub(crate) Write);

impl Call for PutItem {
    const ACTION: &'static str = "PutItem";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        let put = &self.0;
        let call = sdk.put_item().table_name(&*put.table_name).set_item(put.item.given());
        let call = call.set_condition_expression(put.condition_expression.clone());
        let call = call.set_expression_attribute_names(put.names()).set_expression_attribute_values(put.values());
        let call = call.set_return_values_on_condition_check_failure(put.on_failure());
        let told = |error| match error {
            PutItemError::ConditionalCheckFailedException(e) => Details { item: e.item, ..Details::default() },
            _ => Details::default(),
        };
        call.send().await.map_err(|error| Failure::with(error, told))?;
        Ok(Done {})
    }
}

/// Changes one item.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct UpdateItem {
    #[serde(flatten)]
    write: Write,
    return_values: &'static str,
}

impl UpdateItem {
    pub(crate) fn new(write: Write) -> Self {
        Self { write, return_values: "ALL_NEW" }
    }
}

/// The item as it stands afterwards.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Changed {
    pub(crate) attributes: Option<Attributes>,
}

impl Call for UpdateItem {
    const ACTION: &'static str = "UpdateItem";
    type Answer = Changed;

    async fn by_sdk(&self, sdk: &Client) -> Result<Changed, Failure> {
        let update = &self.write;
        let call = sdk.update_item().table_name(&*update.table_name).set_key(update.key_item());
        let call = call.set_update_expression(update.update_expression.clone());
        let call = call.set_condition_expression(update.condition_expression.clone());
        let call = call.set_expression_attribute_names(update.names()).set_expression_attribute_values(update.values());
        let call = call.set_return_values_on_condition_check_failure(update.on_failure());
        let told = |error| match error {
            UpdateItemError::ConditionalCheckFailedException(e) => Details { item: e.item, ..Details::default() },
            _ => Details::default(),
        };
        let answer = call.return_values(ReturnValue::AllNew).send().await;
        let answer = answer.map_err(|error| Failure::with(error, told))?;
        Ok(Changed { attributes: answer.attributes.map(Attributes) })
    }
}

/// Deletes one item.
#[derive(Serialize)]
pub(crate) struct DeleteItem(pub(crate) Write);

impl Call for DeleteItem {
    const ACTION: &'static str = "DeleteItem";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        sdk.delete_item().table_name(&*self.0.table_name).set_key(self.0.key_item()).send().await?;
        Ok(Done {})
    }
}
