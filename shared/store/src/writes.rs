use crate::{
    Condition, Item, Key, Keyspace, StoreError, Update,
    attributes::Attributes,
    calls::{DeleteItem, PutItem, UpdateItem, Write},
    condition::Terms,
    failure::{Failure, Refusal},
    item::{text, to_item},
    session::give_up,
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
        let mark = self.session.mark();
        let mut item = self.keyed(key, record)?;
        item.insert(MARK.into(), text(&mark));
        let mut terms = Terms::default();
        let condition_expression = when.render(&mut terms)?;
        let put = Write { item: Attributes(item), condition_expression, ..self.write() };
        let call = PutItem(put.with_terms(terms).telling_of_condition());
        match self.session.attempt(self.scopes(), &call).await {
            Ok(_) => Ok(()),
            Err(failure) => own_or_failed(tag, &mark, failure).map(drop),
        }
    }

    /// Changes one item and gives it as it stands afterwards.
    pub async fn update(&self, tag: &'static str, key: &Key, update: Update) -> Result<Item, StoreError> {
        self.gate.check().await?;
        let mark = self.session.mark();
        let update = update.set(MARK, &mark);
        let mut terms = Terms::default();
        let change = Write {
            key: Some(self.full_key(key)),
            update_expression: Some(update.render(&mut terms)?),
            condition_expression: update.condition().render(&mut terms)?,
            ..self.write()
        };
        let call = UpdateItem::new(change.with_terms(terms).telling_of_condition());
        match self.session.attempt(self.scopes(), &call).await {
            Ok(answer) => Ok(answer.attributes.unwrap_or_default().0),
            Err(failure) => own_or_failed(tag, &mark, failure),
        }
    }

    /// Deletes one item, whether it is there or not.
    pub async fn delete(&self, key: &Key) -> Result<(), StoreError> {
        self.gate.check().await?;
        let call = DeleteItem(Write { key: Some(self.full_key(key)), ..self.write() });
        self.session.attempt(self.scopes(), &call).await.map(drop).map_err(give_up)
    }

    /// Deletes one item, where it is (still) as it should be; another one stays.
    pub async fn delete_when(&self, key: &Key, when: Condition) -> Result<(), StoreError> {
        self.gate.check().await?;
        let mut terms = Terms::default();
        let condition_expression = when.render(&mut terms)?;
        let delete = Write { key: Some(self.full_key(key)), condition_expression, ..self.write() };
        match self.session.attempt(self.scopes(), &DeleteItem(delete.with_terms(terms))).await {
            Ok(_) => Ok(()),
            Err(Failure::Refused(Refusal { code, .. })) if code == "ConditionalCheckFailedException" => Ok(()),
            Err(failure) => Err(give_up(failure)),
        }
    }

    /// A write to this table that says nothing yet.
    pub(crate) fn write(&self) -> Write {
        Write { table_name: self.table.clone(), ..Write::default() }
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

/// What stands there, where it is this very write's; otherwise why the write failed.
fn own_or_failed(tag: &'static str, mark: &str, failure: Failure) -> Result<Item, StoreError> {
    let found = match failure {
        Failure::Refused(Refusal { code, details, .. }) if code == "ConditionalCheckFailedException" => details.item,
        other => return Err(give_up(other)),
    };
    let own = |item: &Item| item.get(MARK).and_then(|v| v.as_s().ok()).is_some_and(|m| m == mark);
    match found {
        Some(item) if own(&item) => Ok(item),
        found => {
            Err(StoreError::Condition { tags: vec![tag], items: found.map(|item| (tag, item)).into_iter().collect() })
        }
    }
}
