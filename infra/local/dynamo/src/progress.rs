//! How far the writer is: what can be seen already, and what of it a power cut could not take back.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::sync::watch;

use crate::access::Access;

/// Places for partitions. Two that share one make a reader wait where it need not, and nothing else.
const PLACES: usize = 1024;

/// The partitions that a call reads or writes.
pub(crate) enum Touched {
    /// These, by their places.
    Partitions(Vec<usize>),
    /// Nobody knows which.
    Anything,
}

impl Touched {
    /// What these accesses touch. An index has partitions of other keys than the items that it shows.
    pub(crate) fn of(accesses: &[Access]) -> Self {
        let mut places = Vec::with_capacity(accesses.len());
        for access in accesses {
            if access.leading_keys.is_empty() || access.name().contains('/') {
                return Self::Anything;
            }
            places.extend(access.leading_keys.iter().map(|key| place(access.name(), key)));
        }
        if places.is_empty() { Self::Anything } else { Self::Partitions(places) }
    }
}

fn place(table: &str, key: &str) -> usize {
    let mut hasher = DefaultHasher::new();
    (table, key).hash(&mut hasher);
    (hasher.finish() % PLACES as u64) as usize
}

/// What the writer tells the readers.
#[derive(Clone)]
pub(crate) struct Progress {
    /// Writes begun: what a reader sees may contain all of them.
    applied: Arc<AtomicU64>,
    /// The last write begun at each place.
    places: Arc<[AtomicU64]>,
    /// The last write begun of which nobody knows what it touches.
    anywhere: Arc<AtomicU64>,
    /// Writes that survive a power cut.
    durable: watch::Receiver<u64>,
    /// Counts the changes of table definitions, which readers have cached.
    tables: Arc<AtomicU64>,
}

impl Progress {
    /// Nothing written yet; what is durable is told through the channel.
    pub(crate) fn new(durable: watch::Receiver<u64>) -> Self {
        let places = (0..PLACES).map(|_| AtomicU64::new(0)).collect();
        Self { applied: Arc::default(), places, anywhere: Arc::default(), durable, tables: Arc::default() }
    }

    pub(crate) fn tables(&self) -> u64 {
        self.tables.load(Ordering::Acquire)
    }

    /// Writes begun.
    pub(crate) fn applied(&self) -> u64 {
        self.applied.load(Ordering::Acquire)
    }

    /// A write begins: told before anything of it can be seen.
    pub(crate) fn begin(&self, touched: &Touched) {
        let number = self.applied.fetch_add(1, Ordering::AcqRel) + 1;
        match touched {
            Touched::Partitions(places) => {
                places.iter().for_each(|at| self.places[*at].store(number, Ordering::SeqCst))
            }
            Touched::Anything => self.anywhere.store(number, Ordering::SeqCst),
        }
    }

    /// The definitions of tables have changed.
    pub(crate) fn tables_changed(&self) {
        self.tables.fetch_add(1, Ordering::AcqRel);
    }

    /// Waits until all that can be seen now of these partitions is durable; false if it never will be.
    pub(crate) async fn settled(&self, touched: &Touched) -> bool {
        let seen = match touched {
            Touched::Partitions(places) => {
                let last = places.iter().map(|at| self.places[*at].load(Ordering::SeqCst)).max().unwrap_or_default();
                last.max(self.anywhere.load(Ordering::SeqCst))
            }
            Touched::Anything => self.applied(),
        };
        if *self.durable.borrow() >= seen {
            return true;
        }
        self.durable.clone().wait_for(|durable| *durable >= seen).await.is_ok()
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;
    use serde_json::json;

    use super::*;
    use crate::Action;
    use crate::access::accesses;

    fn item(key: &str) -> Touched {
        let request = json!({"TableName": "t", "Key": {"pk": {"S": key}, "sk": {"S": "-"}}});
        Touched::of(&accesses(Action::GetItem, &request).unwrap())
    }

    fn waits(progress: &Progress, touched: &Touched) -> bool {
        progress.settled(touched).now_or_never().is_none()
    }

    #[test]
    fn whoever_reads_waits_for_what_was_written_there_and_for_nothing_else() {
        let (durable, receiver) = watch::channel(0);
        let progress = Progress::new(receiver);
        let other = (0..).map(|n| n.to_string()).find(|key| place("t", key) != place("t", "a")).unwrap();
        progress.begin(&item("a"));
        assert!(waits(&progress, &item("a")) && waits(&progress, &Touched::Anything));
        assert!(!waits(&progress, &item(&other)));
        progress.begin(&Touched::Anything);
        assert!(waits(&progress, &item(&other)));
        durable.send_replace(1);
        assert!(waits(&progress, &item("a")), "the second write may have been there, too");
        durable.send_replace(2);
        assert!(
            !waits(&progress, &item("a")) && !waits(&progress, &item(&other)) && !waits(&progress, &Touched::Anything)
        );
    }

    #[test]
    fn an_index_and_a_scan_show_anything() {
        let query = json!({"TableName": "t", "IndexName": "gsi1", "KeyConditionExpression": "gsi1pk = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}}});
        for (action, request) in [(Action::Query, query), (Action::Scan, json!({"TableName": "t"}))] {
            assert!(matches!(Touched::of(&accesses(action, &request).unwrap()), Touched::Anything));
        }
        assert!(matches!(Touched::of(&[]), Touched::Anything));
    }
}
