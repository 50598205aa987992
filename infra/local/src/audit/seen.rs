//! What lies beside the chains: heads, signed heads, and the copies of entries, each by what it has to agree with.

use super::read;
use medilink_audit::chain::{BEGINNING, chain_of, hash};
use medilink_audit::records::{HEADS, HeadRecord, LINKS, SIGNED, SignedHead};
use medilink_dynamo::Engine;
use medilink_kernel::{AccessId, Sha256Hex, UserId};
use medilink_records::{AccessEntry, AccessItem, OpenedLine, read_opened_partition};
use serde_json::Value;
use std::collections::{BTreeSet, HashMap};

/// All of it. Of entries only hashes are kept, so that a long trail fits.
#[derive(Default)]
pub(super) struct Seen {
    chains: BTreeSet<String>,
    heads: HashMap<String, HeadRecord>,
    signed: HashMap<String, Vec<SignedHead>>,
    copies: HashMap<AccessId, Kept>,
    places: HashMap<(String, u64), AccessId>,
    lines: HashMap<(AccessId, UserId), Sha256Hex>,
}

/// An entry among those of whoever it is by.
#[derive(Clone)]
pub(super) struct Kept {
    pub(super) user: UserId,
    pub(super) chain: String,
    pub(super) seq: Option<u64>,
    pub(super) digest: Sha256Hex,
}

/// What an entry says, as one value.
pub(super) fn digest(entry: &AccessEntry) -> Sha256Hex {
    hash("", 0, &BEGINNING, entry)
}

/// Whether a patient's line is that of an entry.
pub(super) fn is_line_of(line: &AccessEntry, entry: &AccessEntry, patient: UserId) -> bool {
    digest(line) == digest(&AccessEntry { patients: vec![patient], ..entry.clone() })
}

/// Looks at all of it.
pub(super) async fn look(engine: &Engine) -> Result<Seen, String> {
    let mut seen = Seen::default();
    read::items(engine, |pk, item| seen.take(pk, item)).await?;
    Ok(seen)
}

impl Seen {
    fn take(&mut self, pk: &str, item: &Value) {
        if let Some(chain) = pk.strip_prefix(LINKS) {
            self.chains.insert(chain.to_owned());
        } else if pk.starts_with(HEADS) {
            read::plain(item).into_iter().for_each(|head| self.head(head));
        } else if pk.starts_with(SIGNED) {
            read::plain(item).into_iter().for_each(|head| self.signed_head(head));
        } else if pk.starts_with("ACCESS#") {
            read::plain(item).into_iter().for_each(|copy| self.copy(&copy));
        } else if let Some(patient) = read_opened_partition(pk) {
            let lines = read::plain::<OpenedLine>(item).into_iter();
            self.lines.extend(lines.map(|line| ((line.entry.id, patient), digest(&line.entry))));
        }
    }

    fn head(&mut self, head: HeadRecord) {
        self.chains.insert(head.chain.clone());
        self.heads.insert(head.chain.clone(), head);
    }

    fn signed_head(&mut self, head: SignedHead) {
        self.chains.insert(head.chain.clone());
        self.signed.entry(head.chain.clone()).or_default().push(head);
    }

    fn copy(&mut self, item: &AccessItem) {
        let chain = chain_of(&item.entry);
        if let Some(seq) = item.seq {
            self.places.insert((chain.clone(), seq), item.entry.id);
        }
        let copy = Kept { user: item.entry.user, chain, seq: item.seq, digest: digest(&item.entry) };
        self.copies.insert(item.entry.id, copy);
    }

    /// Every chain that anything tells of, with its head.
    pub(super) fn chains(&self) -> impl Iterator<Item = (String, Option<HeadRecord>)> {
        let of_copies = self.places.keys().map(|(chain, _)| chain);
        let all: BTreeSet<_> = self.chains.iter().chain(of_copies).cloned().collect();
        all.into_iter().map(|chain| (chain.clone(), self.heads.get(&chain).cloned()))
    }

    /// The heads of a chain that were signed.
    pub(super) fn signed(&self, chain: &str) -> &[SignedHead] {
        self.signed.get(chain).map_or(&[], Vec::as_slice)
    }

    /// The copy of an entry.
    pub(super) fn copy_of(&self, id: AccessId) -> Option<&Kept> {
        self.copies.get(&id)
    }

    /// The entry that says of itself that it has a place.
    pub(super) fn at(&self, chain: &str, seq: u64) -> Option<AccessId> {
        self.places.get(&(chain.to_owned(), seq)).copied()
    }

    /// The places of a chain that entries say they have.
    pub(super) fn places(&self, chain: &str) -> impl Iterator<Item = u64> {
        self.places.keys().filter(move |(of, _)| of == chain).map(|(_, seq)| *seq)
    }

    /// What a patient reads of an entry.
    pub(super) fn line(&self, id: AccessId, patient: UserId) -> Option<Sha256Hex> {
        self.lines.get(&(id, patient)).copied()
    }

    /// How many entries have no place yet.
    pub(super) fn waiting(&self) -> usize {
        self.copies.values().filter(|copy| copy.seq.is_none()).count()
    }
}
