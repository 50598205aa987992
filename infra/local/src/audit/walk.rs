//! The walk along one chain: no I/O.

use super::finding::{Fault, Finding};
use super::read::Link;
use super::seen::{Seen, digest};
use jiff::{SignedDuration, Timestamp};
use medilink_audit::chain::{BEGINNING, hash};
use medilink_audit::heads;
use medilink_audit::records::{HeadRecord, LinkRecord};
use medilink_auth::Secret;
use medilink_kernel::{AccessId, Sha256Hex, UserId};
use medilink_records::AccessEntry;
use std::collections::{BTreeMap, BTreeSet};

/// A patient's line may come so much later than its entry.
const LATE: SignedDuration = SignedDuration::from_mins(15);

/// An entry, and by whom it is.
type Named = Option<(AccessId, UserId)>;

/// A walk on its way.
pub(super) struct Walk<'a> {
    chain: &'a str,
    seen: &'a Seen,
    now: Timestamp,
    last: Step,
    count: u64,
    /// The hashes at places that were signed.
    at_signed: BTreeMap<u64, Sha256Hex>,
    /// Places that were looked at.
    settled: BTreeSet<u64>,
    findings: Vec<Finding>,
}

/// The last link that was taken.
struct Step {
    place: u64,
    hash: Sha256Hex,
    entry: Named,
    /// Whether it was not as it should be: then nothing can be said of how the next one follows it.
    broken: bool,
    /// Which finding says that its copy says something else: where the next link does not follow, it is the link that was
    /// changed.
    doubt: Option<usize>,
}

impl<'a> Walk<'a> {
    /// At the beginning of a chain.
    pub(super) fn new(chain: &'a str, seen: &'a Seen, now: Timestamp) -> Self {
        let last = Step { place: 0, hash: BEGINNING, entry: None, broken: false, doubt: None };
        let (at_signed, settled, findings) = (BTreeMap::new(), BTreeSet::new(), Vec::new());
        Self { chain, seen, now, last, count: 0, at_signed, settled, findings }
    }

    /// Links walked.
    pub(super) const fn count(&self) -> u64 {
        self.count
    }

    /// The next link.
    pub(super) fn take(&mut self, Link { place, record }: Link) {
        self.count += 1;
        for missing in self.last.place + 1..place {
            self.removed(missing);
        }
        self.settled.insert(place);
        let Some(link) = record else {
            self.find(place, None, Fault::Changed);
            self.last = Step { place, hash: BEGINNING, entry: None, broken: true, doubt: None };
            return;
        };
        let entry = Some((link.entry.id, link.entry.user));
        if self.seen.signed(self.chain).iter().any(|head| head.seq == place) {
            self.at_signed.insert(place, link.hash);
        }
        let whole = link.seq == place && hash(self.chain, place, &link.prev, &link.entry) == link.hash;
        let fault = self.fault(place, &link.entry, whole);
        if let Some(fault) = fault {
            self.find(place, entry, fault);
        } else if place == self.last.place + 1 && !self.last.broken && link.prev != self.last.hash {
            self.does_not_follow();
        }
        let doubt = if fault.is_none() { self.copies(place, &link) } else { None };
        self.last = Step { place, hash: link.hash, entry, broken: fault.is_some(), doubt };
    }

    /// What is wrong with a link, by its hash and by the place that its entry says it has.
    fn fault(&self, place: u64, entry: &AccessEntry, whole: bool) -> Option<Fault> {
        match self.seen.copy_of(entry.id) {
            Some(copy) if copy.chain == self.chain && copy.seq == Some(place) => (!whole).then_some(Fault::Changed),
            Some(copy) if copy.chain == self.chain && copy.seq.is_some() => Some(Fault::Swapped),
            // Where a signed head stands over it, it was an entry whose copy is gone.
            None if whole && self.seen.signed(self.chain).iter().any(|head| head.seq >= place) => None,
            _ => Some(Fault::Inserted),
        }
    }

    /// The link before is sound by itself, but this one was made after another.
    fn does_not_follow(&mut self) {
        match self.last.doubt.and_then(|doubt| self.findings.get_mut(doubt)) {
            Some(finding) => finding.fault = Fault::Changed,
            None => self.find(self.last.place, self.last.entry, Fault::Changed),
        }
    }

    /// Looks at the copies of an entry whose link is as it should be; gives the finding of one that says something else.
    fn copies(&mut self, place: u64, link: &LinkRecord) -> Option<usize> {
        let (entry, named) = (&link.entry, Some((link.entry.id, link.entry.user)));
        if self.seen.copy_of(entry.id).is_none_or(|copy| copy.digest != digest(entry)) {
            self.find(place, named, Fault::Copy);
            return Some(self.findings.len() - 1);
        }
        let fresh = self.now.duration_since(entry.at()) < LATE;
        for patient in &entry.patients {
            let wanted = digest(&AccessEntry { patients: vec![*patient], ..entry.clone() });
            match self.seen.line(entry.id, *patient) {
                Some(line) if line == wanted => {}
                None if fresh => {}
                _ => self.find(place, named, Fault::Line(*patient)),
            }
        }
        None
    }

    /// After the last link: what should have come.
    pub(super) fn end(mut self, head: Option<&HeadRecord>, secret: &Secret) -> Vec<Finding> {
        let (last, hash) = (self.last.place, self.last.hash);
        let (ours, foreign): (Vec<_>, Vec<_>) =
            self.seen.signed(self.chain).iter().partition(|head| heads::is_ours(secret, head));
        let furthest = ours.iter().map(|head| head.seq).chain(head.map(|head| head.seq)).max().unwrap_or(last);
        let missing: BTreeSet<_> = (last + 1..=furthest).chain(self.seen.places(self.chain)).collect();
        // Past the head as it was looked at, a platform at work goes on.
        missing.into_iter().filter(|seq| *seq <= furthest).for_each(|seq| self.removed(seq));
        if last > 0 && head.is_none_or(|head| head.seq == last && head.hash != hash) && !self.last.broken {
            self.find(last, self.last.entry, Fault::Head);
        }
        for head in foreign {
            self.find(head.seq, None, Fault::Signature);
        }
        for head in ours {
            if self.at_signed.get(&head.seq).is_some_and(|hash| *hash != head.hash) {
                self.find(head.seq, self.named(head.seq), Fault::Rewritten);
            }
        }
        self.findings
    }

    fn removed(&mut self, seq: u64) {
        if self.settled.insert(seq) {
            self.find(seq, self.named(seq), Fault::Removed);
        }
    }

    /// The entry that says of itself that it has a place.
    fn named(&self, seq: u64) -> Named {
        let id = self.seen.at(self.chain, seq)?;
        Some((id, self.seen.copy_of(id)?.user))
    }

    fn find(&mut self, seq: u64, entry: Named, fault: Fault) {
        let (entry, user) = entry.unzip();
        self.findings.push(Finding { chain: self.chain.to_owned(), seq, entry, user, fault });
    }
}
