use crate::{
    Condition, Item, Key, Keyspace, Session, StoreError, Update,
    attributes::Attributes,
    calls::{Done, TransactWrite, TransactWrites, Write},
    condition::Terms,
    failure::{Failure, Reason},
    session::give_up,
};
use medilink_operation::policy::TenantScope;
use serde::Serialize;

/// Writes that happen all or not at all, over any keyspaces of one session. Each write has a tag that names it in
/// [`StoreError::Condition`].
#[derive(Default, Clone)]
pub struct Transaction {
    writes: Vec<(&'static str, TransactWrite)>,
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
            let condition_expression = when.render(&mut terms)?;
            let put = Write { item: Attributes(at.keyed(key, record)?), condition_expression, ..at.write() };
            Ok(TransactWrite::Put(put.with_terms(terms).telling()))
        })
    }

    /// Changes an item.
    #[must_use]
    pub fn update(self, at: &Keyspace, tag: &'static str, key: &Key, update: Update) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let change = Write {
                key: Some(at.full_key(key)),
                update_expression: Some(update.render(&mut terms)?),
                condition_expression: update.condition().render(&mut terms)?,
                ..at.write()
            };
            Ok(TransactWrite::Update(change.with_terms(terms).telling()))
        })
    }

    /// Deletes an item.
    #[must_use]
    pub fn delete(self, at: &Keyspace, tag: &'static str, key: &Key, when: Condition) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let condition_expression = when.render(&mut terms)?;
            let delete = Write { key: Some(at.full_key(key)), condition_expression, ..at.write() };
            Ok(TransactWrite::Delete(delete.with_terms(terms).telling()))
        })
    }

    /// Writes nothing, but lets the rest happen only where the condition holds. Costs as much as a write.
    #[must_use]
    pub fn check(self, at: &Keyspace, tag: &'static str, key: &Key, when: Condition) -> Self {
        self.write(at, tag, || {
            let mut terms = Terms::default();
            let condition_expression = Some(when.render(&mut terms)?.unwrap_or_default());
            let check = Write { key: Some(at.full_key(key)), condition_expression, ..at.write() };
            Ok(TransactWrite::ConditionCheck(check.with_terms(terms).telling()))
        })
    }

    fn write(
        mut self,
        at: &Keyspace,
        tag: &'static str,
        make: impl FnOnce() -> Result<TransactWrite, StoreError>,
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
        let (tags, transact_items): (Vec<_>, Vec<_>) = transaction.writes.into_iter().unzip();
        // The store takes 1 to 36 characters; randomness keeps two invocations with one trace id apart.
        let call = TransactWrites { transact_items, client_request_token: self.token() };
        let mut attempt = 0;
        let result = loop {
            let result = self.attempt(&scopes, &call).await;
            attempt += 1;
            if attempt >= crate::retry::ATTEMPTS || !in_conflict(&result) {
                break result;
            }
            self.0.store.pause(attempt).await;
        };
        outcome(&tags, result)
    }
}

type Outcome = Result<Done, Failure>;

fn reasons(result: &Outcome) -> &[Reason] {
    match result {
        Err(Failure::Refused(refusal)) => &refusal.details.reasons,
        _ => &[],
    }
}

fn has(result: &Outcome, codes: &[&str]) -> bool {
    reasons(result).iter().any(|reason| reason.code.as_deref().is_some_and(|code| codes.contains(&code)))
}

/// Cancelled by nothing but others at work on the same items, or by throttling: worth another try.
fn in_conflict(result: &Outcome) -> bool {
    !has(result, &["ConditionalCheckFailed", "ValidationError"])
        && has(result, &["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"])
}

fn outcome(tags: &[&'static str], result: Outcome) -> Result<(), StoreError> {
    if has(&result, &["ConditionalCheckFailed"]) {
        let failed: Vec<(&'static str, Option<Item>)> = tags
            .iter()
            .zip(reasons(&result))
            .filter(|(_, reason)| reason.code.as_deref() == Some("ConditionalCheckFailed"))
            .map(|(tag, reason)| (*tag, reason.item.as_ref().map(|item| item.0.clone())))
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
        Err(Failure::Refused(refusal)) if refusal.code == "TransactionCanceledException" => {
            Err(StoreError::Fault(format!("cancelled: {:?}", refusal.message)))
        }
        Err(failure) => Err(give_up(failure)),
    }
}
