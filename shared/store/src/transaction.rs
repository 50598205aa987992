use crate::{
    Condition, Item, Key, Keyspace, Session, StoreError, Update, announce::announced, condition::Terms, item::text,
    session::give_up, writes::none_if_empty,
};
use aws_sdk_dynamodb::{
    error::{ProvideErrorMetadata, SdkError},
    operation::transact_write_items::{TransactWriteItemsError, TransactWriteItemsOutput},
    types::{
        CancellationReason, ConditionCheck, Delete, Put, ReturnValuesOnConditionCheckFailure as OnFailure,
        TransactWriteItem, Update as TransactUpdate,
    },
};
use medilink_operation::policy::TenantScope;
use serde::Serialize;

/// Writes that happen all or not at all, over any keyspaces of one session. Each write has a tag that names it in
/// [`StoreError::Condition`].
#[derive(Default, Clone)]
pub struct Transaction {
    writes: Vec<(&'static str, TransactWriteItem)>,
    keyspaces: Vec<Keyspace>,
    error: Option<String>,
}

impl Transaction {
    /// No write yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Whether there is nothing to write.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
    }

    /// Puts an item.
    #[must_use]
    pub fn put(self, at: &Keyspace, tag: &'static str, key: &Key, record: &impl Serialize, when: Condition) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let condition = when.render(&mut terms)?;
            let put = Put::builder()
                .table_name(&*at.table)
                .set_item(Some(at.keyed(key, record)?))
                .set_condition_expression(condition);
            let put = put.set_expression_attribute_names(none_if_empty(&terms.names));
            let put = put.set_expression_attribute_values(none_if_empty(&terms.values));
            let put = put.return_values_on_condition_check_failure(OnFailure::AllOld).build().map_err(fault)?;
            Ok(TransactWriteItem::builder().put(put).build())
        })
    }

    /// Changes an item.
    #[must_use]
    pub fn update(self, at: &Keyspace, tag: &'static str, key: &Key, update: Update) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let (expression, condition) = (update.render(&mut terms)?, update.condition().render(&mut terms)?);
            let change = TransactUpdate::builder()
                .table_name(&*at.table)
                .update_expression(expression)
                .set_condition_expression(condition);
            let change = change.key("pk", text(at.full(&key.pk))).key("sk", text(&key.sk));
            let change = change.set_expression_attribute_names(none_if_empty(&terms.names));
            let change = change.set_expression_attribute_values(none_if_empty(&terms.values));
            let change = change.return_values_on_condition_check_failure(OnFailure::AllOld).build().map_err(fault)?;
            Ok(TransactWriteItem::builder().update(change).build())
        })
    }

    /// Deletes an item.
    #[must_use]
    pub fn delete(self, at: &Keyspace, tag: &'static str, key: &Key, when: Condition) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let condition = when.render(&mut terms)?;
            let delete = Delete::builder().table_name(&*at.table).set_condition_expression(condition);
            let delete = delete.key("pk", text(at.full(&key.pk))).key("sk", text(&key.sk));
            let delete = delete.set_expression_attribute_names(none_if_empty(&terms.names));
            let delete = delete.set_expression_attribute_values(none_if_empty(&terms.values));
            let delete = delete.return_values_on_condition_check_failure(OnFailure::AllOld).build().map_err(fault)?;
            Ok(TransactWriteItem::builder().delete(delete).build())
        })
    }

    /// Writes nothing, but lets the rest happen only where the condition holds. Costs as much as a write.
    #[must_use]
    pub fn check(self, at: &Keyspace, tag: &'static str, key: &Key, when: Condition) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let condition = when.render(&mut terms)?.unwrap_or_default();
            let check = ConditionCheck::builder().table_name(&*at.table).condition_expression(condition);
            let check = check.key("pk", text(at.full(&key.pk))).key("sk", text(&key.sk));
            let check = check.set_expression_attribute_names(none_if_empty(&terms.names));
            let check = check.set_expression_attribute_values(none_if_empty(&terms.values));
            let check = check.return_values_on_condition_check_failure(OnFailure::AllOld).build().map_err(fault)?;
            Ok(TransactWriteItem::builder().condition_check(check).build())
        })
    }

    fn write(
        mut self,
        at: &Keyspace,
        tag: &'static str,
        make: impl FnOnce() -> Result<TransactWriteItem, StoreError>,
    ) -> Self {
        match make() {
            Ok(item) => self.writes.push((tag, item)),
            Err(error) => self.error = Some(error.to_string()),
        }
        if !self.keyspaces.iter().any(|known| known.prefix == at.prefix) {
            self.keyspaces.push(at.clone());
        }
        self
    }
}

fn fault(error: impl std::fmt::Display) -> StoreError {
    StoreError::Fault(error.to_string())
}

impl Session {
    /// Writes a transaction: once, whatever is retried on the way, for every try carries the same request token.
    pub async fn transact(&self, transaction: Transaction) -> Result<(), StoreError> {
        if let Some(error) = transaction.error {
            return Err(StoreError::Fault(error));
        }
        for keyspace in &transaction.keyspaces {
            keyspace.gate.check().await?;
        }
        let scopes: Vec<TenantScope> = transaction.keyspaces.iter().filter_map(|k| k.scope.clone()).collect();
        let (tags, items): (Vec<_>, Vec<_>) = transaction.writes.into_iter().unzip();
        let headers = self.headers(&scopes);
        // The store takes 1 to 36 characters; randomness keeps two invocations with one trace id apart.
        let token = self.token();
        let mut attempt = 0;
        let result = loop {
            let call = || {
                let call = self.0.store.client().transact_write_items().set_transact_items(Some(items.clone()));
                announced(&headers, call.client_request_token(&token).send())
            };
            let result = self.attempt(call).await;
            attempt += 1;
            if attempt >= crate::retry::ATTEMPTS || !in_conflict(&result) {
                break result;
            }
            self.0.store.pause(attempt).await;
        };
        outcome(&tags, result)
    }
}

type Outcome<R> = Result<TransactWriteItemsOutput, SdkError<TransactWriteItemsError, R>>;

fn reasons<R>(result: &Outcome<R>) -> &[CancellationReason] {
    match result {
        Err(SdkError::ServiceError(e)) => match e.err() {
            TransactWriteItemsError::TransactionCanceledException(cancelled) => cancelled.cancellation_reasons(),
            _ => &[],
        },
        _ => &[],
    }
}

fn has<R>(result: &Outcome<R>, codes: &[&str]) -> bool {
    reasons(result).iter().any(|reason| reason.code().is_some_and(|code| codes.contains(&code)))
}

/// Cancelled by nothing but others at work on the same items, or by throttling: worth another try.
fn in_conflict<R>(result: &Outcome<R>) -> bool {
    !has(result, &["ConditionalCheckFailed", "ValidationError"])
        && has(result, &["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
}

fn outcome<R: std::fmt::Debug>(tags: &[&'static str], result: Outcome<R>) -> Result<(), StoreError> {
    if has(&result, &["ConditionalCheckFailed"]) {
        let failed: Vec<(&'static str, Option<Item>)> = tags
            .iter()
            .zip(reasons(&result))
            .filter(|(_, reason)| reason.code() == Some("ConditionalCheckFailed"))
            .map(|(tag, reason)| (*tag, reason.item.clone()))
            .collect();
        let tags = failed.iter().map(|(tag, _)| *tag).collect();
        return Err(StoreError::Condition {
            tags,
            items: failed.into_iter().filter_map(|(tag, item)| Some((tag, item?))).collect(),
        });
    }
    if in_conflict(&result) {
        return Err(StoreError::Busy("transaction conflict".into()));
    }
    match result {
        Ok(_) => Ok(()),
        Err(error) if error.code() == Some("TransactionCanceledException") => {
            Err(StoreError::Fault(format!("cancelled: {:?}", error.message())))
        }
        Err(error) => Err(give_up(error)),
    }
}
