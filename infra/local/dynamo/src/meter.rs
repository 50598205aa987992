//! Counts what operations ask of the store: sequential round trips, accesses and capacity units.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Serialize;

use crate::access::Access;
use crate::capacity::Consumed;
use crate::{Action, Caller};

/// As many invocations are remembered one by one; what they did stays in their operation's sums.
const INVOCATIONS: usize = 4096;

/// Calls of one action on one table, and what they consumed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Units {
    /// Answered calls.
    pub calls: u64,
    /// Read capacity units.
    pub read: f64,
    /// Write capacity units.
    pub write: f64,
}

/// What one invocation did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InvocationUse {
    /// Calls.
    pub calls: u32,
    /// Calls that had to wait for one another; parallel ones count once.
    pub round_trips: u32,
    /// Read capacity units.
    pub read: f64,
    /// Write capacity units.
    pub write: f64,
}

/// What all invocations of one operation did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct OperationUse {
    /// Invocations that reached the store.
    pub invocations: u64,
    /// Calls.
    pub calls: u64,
    /// Calls that the policy denied.
    pub denied: u64,
    /// The most that any single invocation did, each figure by itself.
    pub most: InvocationUse,
    /// How often each resource was reached, by IAM action.
    pub accesses: BTreeMap<String, BTreeMap<String, u64>>,
    /// Capacity by table, by action on the wire.
    pub units: BTreeMap<String, BTreeMap<String, Units>>,
}

/// One partition key that an operation reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reach {
    /// The operation.
    pub operation: String,
    /// IAM's action, without `dynamodb:`.
    pub action: &'static str,
    /// `medilink-pool` or `medilink-pool/index/gsi1`.
    pub resource: String,
    /// The partition key.
    pub key: String,
    /// The tenants that the invocation was opened for.
    pub tenants: String,
}

#[derive(Default)]
struct Counts {
    watched: Option<BTreeSet<Reach>>,
    operations: BTreeMap<String, OperationUse>,
    invocations: HashMap<String, InvocationUse>,
    order: VecDeque<String>,
}

/// The counters. Cheap enough to be always on.
#[derive(Default)]
pub struct Meter(Mutex<Counts>);

/// A call under way.
pub(crate) struct Started {
    /// How many calls in a row it makes: itself after the longest row that was finished when it began.
    round_trip: u32,
}

impl Meter {
    /// Everything counted since the start or the last reset, by operation.
    #[must_use]
    pub fn snapshot(&self) -> BTreeMap<String, OperationUse> {
        self.counts().operations.clone()
    }

    /// What one of the latest invocations did.
    #[must_use]
    pub fn invocation(&self, id: &str) -> Option<InvocationUse> {
        self.counts().invocations.get(id).cloned()
    }

    /// From now on every partition key is remembered, too; for tests, as their number has no bound.
    pub fn watch(&self) {
        self.counts().watched.get_or_insert_default();
    }

    /// What was reached since [`watch`](Self::watch).
    #[must_use]
    pub fn reached(&self) -> BTreeSet<Reach> {
        self.counts().watched.clone().unwrap_or_default()
    }

    /// Forgets everything.
    pub fn reset(&self) {
        *self.counts() = Counts::default();
    }

    pub(crate) fn denied(&self, caller: &Caller) {
        self.counts().operation(&caller.operation).denied += 1;
    }

    pub(crate) fn start(&self, caller: &Caller, accesses: &[Access]) -> Started {
        let mut counts = self.counts();
        if !counts.invocations.contains_key(&caller.invocation) {
            counts.admit(&caller.invocation);
            counts.operation(&caller.operation).invocations += 1;
        }
        counts.remember(caller, accesses);
        let operation = counts.operation(&caller.operation);
        operation.calls += 1;
        for access in accesses {
            *entry(entry(&mut operation.accesses, access.name()), access.action) += 1;
        }
        let round_trips = counts.invocations.get(&caller.invocation).map_or(0, |invocation| invocation.round_trips);
        Started { round_trip: round_trips + 1 }
    }

    pub(crate) fn finish(&self, started: &Started, caller: &Caller, action: Action, consumed: &[Consumed]) {
        let mut counts = self.counts();
        let mut invocation = counts.invocations.get(&caller.invocation).cloned().unwrap_or_default();
        invocation.calls += 1;
        invocation.round_trips = invocation.round_trips.max(started.round_trip);
        let operation = counts.operation(&caller.operation);
        for Consumed { table_name, capacity_units } in consumed {
            let units = entry(entry(&mut operation.units, table_name), action.name());
            let (all, own) = if action.is_read() {
                (&mut units.read, &mut invocation.read)
            } else {
                (&mut units.write, &mut invocation.write)
            };
            *all += capacity_units;
            *own += capacity_units;
            units.calls += 1;
        }
        operation.most = InvocationUse {
            calls: operation.most.calls.max(invocation.calls),
            round_trips: operation.most.round_trips.max(invocation.round_trips),
            read: operation.most.read.max(invocation.read),
            write: operation.most.write.max(invocation.write),
        };
        if let Some(kept) = counts.invocations.get_mut(&caller.invocation) {
            *kept = invocation;
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Counts {
    fn operation(&mut self, id: &str) -> &mut OperationUse {
        entry(&mut self.operations, id)
    }

    fn remember(&mut self, caller: &Caller, accesses: &[Access]) {
        let Some(watched) = &mut self.watched else { return };
        let reach = |access: &Access, key: &String| Reach {
            operation: caller.operation.clone(),
            action: access.action,
            resource: access.name().to_owned(),
            key: key.clone(),
            tenants: caller.tenants.clone(),
        };
        watched
            .extend(accesses.iter().flat_map(|access| access.leading_keys.iter().map(move |key| reach(access, key))));
    }

    fn admit(&mut self, invocation: &str) {
        if self.order.len() == INVOCATIONS
            && let Some(oldest) = self.order.pop_front()
        {
            self.invocations.remove(&oldest);
        }
        self.order.push_back(invocation.to_owned());
        self.invocations.insert(invocation.to_owned(), InvocationUse::default());
    }
}

/// The value of the key, made if missing.
fn entry<'a, V: Default>(map: &'a mut BTreeMap<String, V>, key: &str) -> &'a mut V {
    map.entry(key.to_owned()).or_default()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::PolicyDocument;

    fn caller(invocation: &str) -> Caller {
        let policy = Arc::new(PolicyDocument::new(Vec::new()));
        Caller { operation: "a.b".to_owned(), invocation: invocation.to_owned(), tenants: String::new(), policy }
    }

    fn units(table: &str, units: f64) -> Vec<Consumed> {
        vec![Consumed { table_name: table.to_owned(), capacity_units: units }]
    }

    #[test]
    fn parallel_calls_are_one_round_trip_and_a_row_is_as_long_as_it_is() {
        let meter = Meter::default();
        let caller = caller("1");
        let (first, second) = (meter.start(&caller, &[]), meter.start(&caller, &[]));
        meter.finish(&first, &caller, Action::GetItem, &units("t", 0.5));
        // Begun while the second is still under way, but after the first.
        let third = meter.start(&caller, &[]);
        meter.finish(&second, &caller, Action::GetItem, &units("t", 0.5));
        meter.finish(&third, &caller, Action::TransactWriteItems, &units("t", 6.0));
        let most = InvocationUse { calls: 3, round_trips: 2, read: 1.0, write: 6.0 };
        assert_eq!(meter.invocation("1").unwrap(), most);
        let operation = &meter.snapshot()["a.b"];
        assert_eq!((operation.invocations, operation.calls), (1, 3));
        assert_eq!(operation.units["t"]["GetItem"], Units { calls: 2, read: 1.0, write: 0.0 });
        assert_eq!(operation.most, most);
    }

    #[test]
    fn keys_are_remembered_where_somebody_watches() {
        let meter = Meter::default();
        let access = Access {
            action: "GetItem",
            resource: "arn:aws:dynamodb:r:1:table/t".to_owned(),
            leading_keys: vec!["k".to_owned()],
        };
        meter.start(&caller("1"), std::slice::from_ref(&access));
        assert!(meter.reached().is_empty());
        meter.watch();
        meter.start(&caller("2"), std::slice::from_ref(&access));
        meter.start(&caller("3"), &[access]);
        let reached = meter.reached();
        let reach = reached.first().unwrap();
        assert_eq!((reached.len(), reach.resource.as_str(), reach.key.as_str()), (1, "t", "k"));
    }

    #[test]
    fn old_invocations_are_forgotten_but_stay_in_the_sums() {
        let meter = Meter::default();
        for id in 0..=INVOCATIONS {
            let caller = caller(&id.to_string());
            let started = meter.start(&caller, &[]);
            meter.finish(&started, &caller, Action::PutItem, &units("t", 1.0));
        }
        assert!(meter.invocation("0").is_none() && meter.invocation("1").is_some());
        assert_eq!(meter.snapshot()["a.b"].invocations, INVOCATIONS as u64 + 1);
        meter.reset();
        assert!(meter.snapshot().is_empty() && meter.invocation("1").is_none());
    }
}
