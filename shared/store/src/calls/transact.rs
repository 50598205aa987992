//! Writes that happen all or not at all.

use super::{Done, write::Write};
use crate::{
    attributes::Attributes,
    client::Call,
    failure::{Details, Failure, Reason},
};
use aws_sdk_dynamodb::{
    Client,
    error::BuildError,
    operation::transact_write_items::TransactWriteItemsError,
    types::{CancellationReason, ConditionCheck, Delete, Put, TransactWriteItem, Update},
};
use serde::Serialize;

/// One write of a transaction.
#[derive(Clone, Serialize)]
pub(crate) enum TransactWrite {
    Put(Write),
    Update(Write),
    Delete(Write),
    ConditionCheck(Write),
}

/// The whole transaction.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct TransactWrites {
    pub(crate) transact_items: Vec<TransactWrite>,
    pub(crate) client_request_token: String,
}

impl Call for TransactWrites {
    const ACTION: &'static str = "TransactWriteItems";
    type Answer = Done;

    async fn by_sdk(&self, sdk: &Client) -> Result<Done, Failure> {
        let items = self.transact_items.iter().map(TransactWrite::for_sdk).collect::<Result<Vec<_>, _>>();
        let items = items.map_err(|e| Failure::Broken(e.to_string()))?;
        let call = sdk.transact_write_items().set_transact_items(Some(items));
        let told = |error| match error {
            TransactWriteItemsError::TransactionCanceledException(cancelled) => {
                let reasons = cancelled.cancellation_reasons.unwrap_or_default();
                Details { reasons: reasons.into_iter().map(Reason::from).collect(), ..Details::default() }
            }
            _ => Details::default(),
        };
        let result = call.client_request_token(&self.client_request_token).send().await;
        result.map_err(|error| Failure::with(error, told))?;
        Ok(Done {})
    }
}

impl From<CancellationReason> for Reason {
    fn from(reason: CancellationReason) -> Self {
        Self { code: reason.code, item: reason.item.map(Attributes) }
    }
}

impl TransactWrite {
    fn for_sdk(&self) -> Result<TransactWriteItem, BuildError> {
        let item = TransactWriteItem::builder();
        let item = match self {
            Self::Put(w) => item.put(
                Put::builder()
                    .table_name(&*w.table_name)
                    .set_item(w.item.given())
                    .set_condition_expression(w.condition_expression.clone())
                    .set_expression_attribute_names(w.names())
                    .set_expression_attribute_values(w.values())
                    .set_return_values_on_condition_check_failure(w.on_failure())
                    .build()?,
            ),
            Self::Update(w) => item.update(
                Update::builder()
                    .table_name(&*w.table_name)
                    .set_key(w.key_item())
                    .set_update_expression(w.update_expression.clone())
                    .set_condition_expression(w.condition_expression.clone())
                    .set_expression_attribute_names(w.names())
                    .set_expression_attribute_values(w.values())
                    .set_return_values_on_condition_check_failure(w.on_failure())
                    .build()?,
            ),
            Self::Delete(w) => item.delete(
                Delete::builder()
                    .table_name(&*w.table_name)
                    .set_key(w.key_item())
                    .set_condition_expression(w.condition_expression.clone())
                    .set_expression_attribute_names(w.names())
                    .set_expression_attribute_values(w.values())
                    .set_return_values_on_condition_check_failure(w.on_failure())
                    .build()?,
            ),
            Self::ConditionCheck(w) => item.condition_check(
                ConditionCheck::builder()
                    .table_name(&*w.table_name)
                    .set_key(w.key_item())
                    .set_condition_expression(w.condition_expression.clone())
                    .set_expression_attribute_names(w.names())
                    .set_expression_attribute_values(w.values())
                    .set_return_values_on_condition_check_failure(w.on_failure())
                    .build()?,
            ),
        };
        Ok(item.build())
    }
}
