use crate::{
    Item, Key, Keyspace, Page, Query, StoreError,
    attributes::Attributes,
    calls::{BatchGet, GetItem, QueryPage},
    condition::Terms,
    item::{from_item, text},
    query::{Position, Range},
    session::give_up,
};
use serde::de::DeserializeOwned;
use std::collections::HashMap;

impl Keyspace {
    /// The item at a key, read consistently.
    pub async fn get<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.get_item(key).await?.map(from_item).transpose()
    }

    /// The item at a key, which may be a moment old, at half the read units.
    pub async fn get_eventually<T: DeserializeOwned>(&self, key: &Key) -> Result<Option<T>, StoreError> {
        self.one(key, false).await?.map(from_item).transpose()
    }

    /// The item at a key as the store holds it.
    pub async fn get_item(&self, key: &Key) -> Result<Option<Item>, StoreError> {
        self.one(key, true).await
    }

    async fn one(&self, key: &Key, consistent_read: bool) -> Result<Option<Item>, StoreError> {
        self.gated(async {
            let call = GetItem { table_name: &self.table, key: self.full_key(key), consistent_read };
            let answer = self.session.attempt(self.scopes(), &call).await.map_err(give_up)?;
            Ok(answer.item.map(|item| item.0))
        })
        .await
    }

    /// The items at up to 100 keys, in the order asked; what is not there is left out.
    pub async fn get_many<T: DeserializeOwned>(&self, keys: &[Key]) -> Result<Vec<(Key, T)>, StoreError> {
        let found = self.get_many_items(keys).await?;
        found.into_iter().map(|(key, item)| Ok((key, from_item(item)?))).collect()
    }

    /// The same as the store holds them: whoever goes on without one that does not read, reads them one by one.
    pub async fn get_many_items(&self, keys: &[Key]) -> Result<Vec<(Key, Item)>, StoreError> {
        if keys.is_empty() {
            return Ok(Vec::new());
        }
        let mut found = self.gated(self.batch(keys)).await?;
        Ok(keys.iter().filter_map(|key| found.remove(key).map(|item| (key.clone(), item))).collect())
    }

    async fn batch(&self, keys: &[Key]) -> Result<HashMap<Key, Item>, StoreError> {
        let mut wanted: Vec<_> = keys.iter().map(|key| self.full_key(key)).collect();
        let mut found = HashMap::new();
        let mut attempt = 0;
        while !wanted.is_empty() {
            let call = BatchGet::new(&self.table, wanted);
            let (items, left) = self.session.attempt(self.scopes(), &call).await.map_err(give_up)?.parts();
            for item in items {
                if let Some(key) = self.key_of(&item, "pk", "sk") {
                    found.insert(key, item);
                }
            }
            wanted = left;
            if !wanted.is_empty() {
                attempt += 1;
                if attempt >= crate::retry::ATTEMPTS {
                    return Err(StoreError::Busy("unprocessed keys".into()));
                }
                self.session.0.store.pause(attempt).await;
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
        let call = QueryPage {
            table_name: &self.table,
            index_name: query.index.then_some("gsi1"),
            key_condition_expression: expression,
            expression_attribute_names: terms.names,
            expression_attribute_values: Attributes(terms.values),
            scan_index_forward: !query.newest_first,
            limit: query.limit,
            exclusive_start_key: query.after.as_ref().map(|position| Attributes(self.start_key(position))),
            consistent_read: query.consistent,
        };
        let answer = self.session.attempt(self.scopes(), &call).await.map_err(give_up)?;
        let next = answer.last_evaluated_key.and_then(|Attributes(last)| {
            let index = if query.index { Some(self.key_of(&last, "gsi1pk", "gsi1sk")?) } else { None };
            Some(Position { key: self.key_of(&last, "pk", "sk")?, index })
        });
        Ok((answer.items.into_iter().map(|item| item.0).collect(), next))
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
