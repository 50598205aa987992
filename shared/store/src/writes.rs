use crate::{
    Condition, Item, Key, Keyspace, StoreError, Update,
    announce::announced,
    condition::Terms,
    item::{text, to_item},
    session::{Headers, give_up},
};
use aws_sdk_dynamodb::{
    error::SdkError,
    operation::{put_item::PutItemError, update_item::UpdateItemError},
    types::{ReturnValue, ReturnValuesOnConditionCheckFailure as OnFailure},
};
use serde::Serialize;

/// The attribute by which a single write knows itself: where its answer was lost and the retry finds its own mark, the
/// write has happened and all is well.
const MARK: &str = "w";

impl Keyspace {
    /// Puts one item. Further attributes (`gsi1pk`, `ttl`) may stand in the record.
    pub async fn put(
        &self,
        tag: &'static str,
        key: &Key,
        record: &impl Serialize,
        when: Condition,
    ) -> Result<(), StoreError> {
        self.gate.check().await?;
        let session = &self.session;
        let (headers, mark) = (session.headers(self.scopes()), session.mark());
        let mut item = self.keyed(key, record)?;
        item.insert(MARK.into(), text(&mark));
        let mut terms = Terms::default();
        let condition = when.render(&mut terms)?;
        let call = || {
            let call = session.0.store.client().put_item().table_name(&*self.table).set_item(Some(item.clone()));
            let call = call.set_condition_expression(condition.clone());
            let call = call.set_expression_attribute_names(none_if_empty(&terms.names));
            let call = call.set_expression_attribute_values(none_if_empty(&terms.values));
            let call = call.set_return_values_on_condition_check_failure(condition.as_ref().map(|_| OnFailure::AllOld));
            announced(&headers, call.send())
        };
        let result = session.attempt(call).await;
        match result {
            Ok(_) => Ok(()),
            Err(SdkError::ServiceError(e)) if e.err().is_conditional_check_failed_exception() => {
                let PutItemError::ConditionalCheckFailedException(failure) = e.into_err() else {
                    return Err(unreadable());
                };
                own_or_failed(tag, &mark, failure.item)
            }
            Err(error) => Err(give_up(error)),
        }
    }

    /// Changes one item and gives it as it stands afterwards.
    pub async fn update(&self, tag: &'static str, key: &Key, update: Update) -> Result<Item, StoreError> {
        self.gate.check().await?;
        let session = &self.session;
        let (headers, mark): (Headers, _) = (session.headers(self.scopes()), session.mark());
        let update = update.set(MARK, &mark);
        let mut terms = Terms::default();
        let (expression, condition) = (update.render(&mut terms)?, update.condition().render(&mut terms)?);
        let call = || {
            let call = session.0.store.client().update_item().table_name(&*self.table);
            let call = call.key("pk", text(self.full(&key.pk))).key("sk", text(&key.sk));
            let call = call.update_expression(&expression).set_condition_expression(condition.clone());
            let call = call.set_expression_attribute_names(none_if_empty(&terms.names));
            let call = call.set_expression_attribute_values(none_if_empty(&terms.values));
            let call = call.set_return_values_on_condition_check_failure(condition.as_ref().map(|_| OnFailure::AllOld));
            announced(&headers, call.return_values(ReturnValue::AllNew).send())
        };
        let result = session.attempt(call).await;
        match result {
            Ok(answer) => Ok(answer.attributes.unwrap_or_default()),
            Err(SdkError::ServiceError(e)) if e.err().is_conditional_check_failed_exception() => {
                let UpdateItemError::ConditionalCheckFailedException(failure) = e.into_err() else {
                    return Err(unreadable());
                };
                let item = failure.item.clone().unwrap_or_default();
                own_or_failed(tag, &mark, failure.item).map(|()| item)
            }
            Err(error) => Err(give_up(error)),
        }
    }

    /// Deletes one item, whether it is there or not.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.gate.check().await?;
        let session = &self.session;
        let headers = session.headers(self.scopes());
        let call = || {
            let call = session.0.store.client().delete_item().table_name(&*self.table);
            announced(&headers, call.key("pk", text(self.full(&key.pk))).key("sk", text(&key.sk)).send())
        };
        let result = session.attempt(call).await.map_err(give_up);
        result.map(|_| ())
    }

    /// The item of a record at a key; index keys in it get the tenant's prefix, as every key here.
    pub(crate) fn keyed(&self, key: &Key, record: &impl Serialize) -> Result<Item, StoreError> {
        let mut item = to_item(record)?;
        if let Some(index) = item.get("gsi1pk").and_then(|v| v.as_s().ok()) {
            let index = text(self.full(index));
            item.insert("gsi1pk".into(), index);
        }
        item.insert("pk".into(), text(self.full(&key.pk)));
        item.insert("sk".into(), text(&key.sk));
        Ok(item)
    }
}

fn own_or_failed(tag: &'static str, mark: &str, found: Option<Item>) -> Result<(), StoreError> {
    let own = found.as_ref().and_then(|item| item.get(MARK)).and_then(|v| v.as_s().ok()).is_some_and(|m| m == mark);
    if own {
        return Ok(());
    }
    Err(StoreError::Condition { tags: vec![tag], items: found.map(|item| (tag, item)).into_iter().collect() })
}

fn unreadable() -> StoreError {
    StoreError::Fault("a failed condition without its reason".into())
}

pub(crate) fn none_if_empty<V: Clone>(
    map: &std::collections::HashMap<String, V>,
) -> Option<std::collections::HashMap<String, V>> {
    (!map.is_empty()).then(|| map.clone())
}
