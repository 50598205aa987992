use crate::Platform;
use std::{
    borrow::Borrow,
    collections::HashMap,
    hash::Hash,
    sync::{Arc, Mutex, PoisonError},
};

/// What a process has seen and need not ask the store again, up to a number of things: when it is full it forgets them
/// all, for they can all be asked again.
pub struct Memory<K, V> {
    known: Mutex<HashMap<K, V>>,
}

/// How many things it holds.
const HELD: usize = 4096;

impl<K, V> Default for Memory<K, V> {
    fn default() -> Self {
        Self { known: Mutex::default() }
    }
}

impl<K, V> Memory<K, V>
where
    K: Eq + Hash + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    /// The memory of this process under a name of its owner.
    pub fn of(platform: &Platform, name: &'static str) -> Arc<Self> {
        platform.cached_or(name, Self::default)
    }

    /// What is known of a thing.
    pub fn get<Q: Eq + Hash + ?Sized>(&self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
    }

    /// Learns of a thing what `newer` makes of what was known of it.
    pub fn learn(&self, key: K, newer: impl FnOnce(Option<V>) -> V) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = known.remove(&key);
        if known.len() >= HELD {
            known.clear();
        }
        known.insert(key, newer(before));
    }

    /// Keeps a thing.
    pub fn keep(&self, key: K, value: V) {
        self.learn(key, |_| value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_and_holds_only_so_many() {
        let memory = Memory::default();
        memory.keep(1, 10);
        memory.learn(1, |before| before.unwrap_or_default() + 1);
        assert_eq!(memory.get(&1), Some(11));
        assert_eq!(memory.get(&2), None);
        for n in 0..2 * HELD {
            memory.keep(n, n);
        }
        assert!(memory.known.lock().unwrap().len() <= HELD);
        assert_eq!(memory.get(&(2 * HELD - 1)), Some(2 * HELD - 1));
    }
}
