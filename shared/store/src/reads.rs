use crate::{
    Item, Key, Keyspace, Page, Query, StoreError,
    announce::announced,
    condition::Terms,
    item::{from_item, text},
    query::{Position, Range},
    session::give_up,
};
use aws_sdk_dynamodb::types::KeysAndAttributes;
use serde::de::DeserializeOwned;
use std::collections::HashMap;

impl Keyspace {
    /// The item at a key, read consistently.
    pub async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.get_item(key).await?.map(from_item).transpose()
    }

    /// The item at a key as the store holds it.
    pub async fn get_item(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        self.gated(async {
            let session = &self.session;
            let headers = session.headers(self.scopes());
            let call = || {
                let get = session.0.store.client().get_item().table_name(&*self.table).consistent_read(true);
                announced(&headers, get.key("pk", text(self.full(&key.pk))).key("sk", text(&key.sk)).send())
            };
            let answer = session.attempt(call).await.map_err(give_up);
            Ok(answer?.item)
        })
        .await
    }

    /// The items at up to 100 keys, in the order asked; what is not there is left out.
    pub async fn get_many<T: DeserializeOwned>(&self, keys: &[Key]) -> Result<Vec<(Key, T)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.gated(self.batch(keys)).await?;
        keys.iter().filter_map(|key| found.remove(key).map(|item| Ok((key.clone(), from_item(item)?)))).collect()
    }

    async fn batch(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let session = &self.session;
        let headers = session.headers(self.scopes());
        let item_key =
            |key: &Key| HashMap::from([("pk".to_owned(), text(self.full(&key.pk))), ("sk".to_owned(), text(&key.sk))]);
        let mut wanted: Vec<_> = keys.iter().map(item_key).collect();
        let mut found = HashMap::new();
        let mut attempt = 0;
        while !wanted.is_empty() {
            let request = KeysAndAttributes::builder().set_keys(Some(wanted)).consistent_read(true).build();
            let request = request.map_err(|e| StoreError::Fault(e.to_string()))?;
            let call = || {
                announced(
                    &headers,
                    session.0.store.client().batch_get_item().request_items(&*self.table, request.clone()).send(),
                )
            };
            let answer = session.attempt(call).await.map_err(give_up)?;
            for item in answer.responses.into_iter().flatten().flat_map(|(_, items)| items) {
                if let Some(key) = self.key_of(&item, "pk", "sk") {
                    found.insert(key, item);
                }
            }
            wanted = answer.unprocessed_keys.into_iter().flatten().flat_map(|(_, rest)| rest.keys).collect();
            if !wanted.is_empty() {
                attempt += 1;
                if attempt >= crate::retry::ATTEMPTS {
                    return Err(StoreError::Busy("unprocessed keys".into()));
                }
                session.0.store.pause(attempt).await;
            }
        }
        Ok(found)
    }

    /// One page of a query.
    pub async fn query<T: DeserializeOwned>(&self, query: Query) -> Result<Page<T>, StoreError> {
        let (items, next) = self.gated(self.run(query)).await?;
        let items = items.into_iter().map(from_item).collect::<Result<_, _>>()?;
        Ok(Page { items, next })
    }

    /// One page of the keys of a query over the index.
    pub async fn query_keys(&self, query: Query) -> Result<Page<Key>, StoreError> {
        let (items, next) = self.gated(self.run(query)).await?;
        Ok(Page { items: items.iter().filter_map(|item| self.key_of(item, "pk", "sk")).collect(), next })
    }

    async fn run(&self, query: Query) -> Result<(Vec<Item>, Option<Position>), StoreError> {
        let session = &self.session;
        let headers = session.headers(self.scopes());
        let (pk, sk) = if query.index { ("gsi1pk", "gsi1sk") } else { ("pk", "sk") };
        let mut terms = Terms::default();
        let mut expression = format!("{} = {}", terms.name(pk), terms.value(text(self.full(&query.pk))));
        match &query.range {
            Range::All => {}
            Range::Begins(prefix) => {
                expression += &format!(" AND begins_with({}, {})", terms.name(sk), terms.value(text(prefix)));
            }
            Range::Between(low, high) => {
                expression += &format!(
                    " AND {} BETWEEN {} AND {}",
                    terms.name(sk),
                    terms.value(text(low)),
                    terms.value(text(high))
                );
            }
        }
        let start = query.after.as_ref().map(|position| self.start_key(position));
        let call = || {
            let call = session.0.store.client().query().table_name(&*self.table);
            let call = call.set_index_name(query.index.then(|| "gsi1".to_owned()));
            let call = call.key_condition_expression(&expression);
            let call = call.set_expression_attribute_names(Some(terms.names.clone()));
            let call = call.set_expression_attribute_values(Some(terms.values.clone()));
            let call = call.scan_index_forward(!query.newest_first).set_limit(query.limit);
            let call = call.set_exclusive_start_key(start.clone()).consistent_read(query.consistent);
            announced(&headers, call.send())
        };
        let answer = session.attempt(call).await.map_err(give_up);
        let answer = answer?;
        let next = answer.last_evaluated_key.and_then(|last| {
            let index = if query.index { Some(self.key_of(&last, "gsi1pk", "gsi1sk")?) } else { None };
            Some(Position { key: self.key_of(&last, "pk", "sk")?, index })
        });
        Ok((answer.items.unwrap_or_default(), next))
    }

    fn start_key(&self, position: &Position) -> Item {
        let mut start = Item::from([
            ("pk".to_owned(), text(self.full(&position.key.pk))),
            ("sk".to_owned(), text(&position.key.sk)),
        ]);
        if let Some(index) = &position.index {
            start.insert("gsi1pk".into(), text(self.full(&index.pk)));
            start.insert("gsi1sk".into(), text(&index.sk));
        }
        start
    }

    fn key_of(&self, item: &Item, pk: &str, sk: &str) -> Option<Key> {
        let part = |name: &str| item.get(name).and_then(|v| v.as_s().ok()).cloned();
        Some(self.strip(Key { pk: part(pk)?, sk: part(sk)? }))
    }
}
