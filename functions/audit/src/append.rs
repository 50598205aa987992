//! Appends entries to their chains, each once.
//!
//! A link, the chain's new head and the entry's place are one transaction over the head that was read. An entry that has
//! a place gets no other, however often and by whatever way it comes.

use crate::chain::{self, BEGINNING, chain_of};
use crate::records::{HeadRecord, LinkRecord, head_key, link_key};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{AccessEntry, AccessItem, access_key};
use medilink_store::{Condition, Key, StoreError, Transaction};
use std::collections::{BTreeMap, BTreeSet};

/// Follows what people touch.
pub struct Append;

/// Entries of one transaction: two writes each, and the head, of the hundred that there may be.
const AT_ONCE: usize = 40;
/// How often it is tried anew where others append to the same chain.
const ATTEMPTS: usize = 10;

impl StreamOperation for Append {
    const SPEC: Spec = Spec::stream("audit.append", "ACCESS#", "Appends who opened what to its chain").grants(&[
        Grant::platform("ACCESS#", &[Action::GetItem, Action::PutItem]),
        Grant::platform("TRAIL#", &[Action::PutItem]),
        Grant::platform("CHAIN#", &[Action::GetItem, Action::PutItem]),
    ]);
    const TOGETHER: bool = true;

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        Self::run_many(ctx, vec![record]).await
    }

    async fn run_many(ctx: &Ctx, records: Vec<StreamRecord>) -> Result<(), Failure> {
        let mut chains = BTreeMap::<String, BTreeMap<_, AccessEntry>>::new();
        for new in records.into_iter().filter_map(|record| record.new) {
            let item: AccessItem = serde_json::from_value(new).map_err(Failure::fault)?;
            // The change that gave it its place is no news.
            if item.seq.is_none() {
                chains.entry(chain_of(&item.entry)).or_default().insert(item.entry.id, item.entry);
            }
        }
        for (chain, entries) in chains {
            let entries: Vec<_> = entries.into_values().collect();
            for some in entries.chunks(AT_ONCE) {
                append(ctx, &chain, some).await?;
            }
        }
        Ok(())
    }
}

async fn append(ctx: &Ctx, chain: &str, entries: &[AccessEntry]) -> Result<(), Failure> {
    let (store, head_key) = (ctx.store(), head_key(chain));
    let keys: Vec<Key> = entries.iter().map(|entry| access_key(entry.user, entry.id)).collect();
    for _ in 0..ATTEMPTS {
        let (head, there) =
            futures::try_join!(store.get::<HeadRecord>(&head_key), store.get_many::<AccessItem>(&keys))?;
        let placed: BTreeSet<_> = there.iter().filter(|(_, it)| it.seq.is_some()).map(|(_, it)| it.entry.id).collect();
        let fresh: Vec<_> = entries.iter().filter(|entry| !placed.contains(&entry.id)).collect();
        if fresh.is_empty() {
            return Ok(());
        }
        match ctx.session.transact(links(ctx, chain, head.as_ref(), &fresh)).await {
            // Others were faster: with the chain, or with one of the entries.
            Err(StoreError::Condition { .. }) => {}
            result => return Ok(result?),
        }
    }
    Err(StoreError::Busy("a chain that grows faster than it is read".into()).into())
}

fn links(ctx: &Ctx, chain: &str, head: Option<&HeadRecord>, entries: &[&AccessEntry]) -> Transaction {
    let store = ctx.store();
    let (mut seq, mut prev) = head.map_or((0, BEGINNING), |head| (head.seq, head.hash));
    let unmoved = head.map_or_else(Condition::new_item, |head| Condition::default().equals("seq", head.seq));
    let mut transaction = Transaction::new();
    for entry in entries {
        seq += 1;
        let hash = chain::hash(chain, seq, &prev, entry);
        let link = LinkRecord::new(seq, prev, hash, (*entry).clone());
        let placed = AccessItem { entry: (*entry).clone(), seq: Some(seq) };
        transaction = transaction.put(&store, "link", &link_key(chain, seq), &link, Condition::new_item()).put(
            &store,
            "entry",
            &access_key(entry.user, entry.id),
            &placed,
            Condition::default().absent("seq"),
        );
        prev = hash;
    }
    transaction.put(&store, "head", &head_key(chain), &HeadRecord::new(chain, seq, prev), unmoved)
}
