//! What streams may do in life, and do here all the time where a test gives a seed: repeat, come late, cut batches to odd
//! sizes, and tell of different keys in another order. Of one key the order stays.

use medilink_kernel::{Entropy, SeededEntropy};
use std::time::Duration;

/// The disorder of one follower.
pub struct Disorder(SeededEntropy);

impl Disorder {
    /// By a seed, and another one for each operation and table.
    pub fn new(seed: u64, operation: &str, table: &str) -> Self {
        let names = operation.bytes().chain([0]).chain(table.bytes());
        Self(SeededEntropy::new(names.fold(seed, |hash, byte| hash.wrapping_mul(31).wrapping_add(u64::from(byte)))))
    }

    /// A number below `sides`.
    fn roll(&self, sides: usize) -> usize {
        let bytes = (&self.0 as &dyn Entropy).bytes();
        usize::try_from(u64::from_le_bytes(bytes) % sides.max(1) as u64).unwrap_or_default()
    }

    /// How many records the next batch may have.
    pub fn cut(&self, most: usize) -> usize {
        if self.roll(2) == 0 { 1 + self.roll(7) } else { most }
    }

    /// How late the next batch comes.
    pub fn delay(&self) -> Duration {
        let late = if self.roll(3) == 0 { self.roll(150) } else { 0 };
        Duration::from_millis(late as u64)
    }

    /// Whether the stream goes back now.
    pub fn repeats(&self) -> bool {
        self.roll(4) == 0
    }

    /// Another order, in which what has the same key stays in its own.
    pub fn shuffle<T>(&self, batch: &mut [T], key: impl Fn(&T) -> &str) {
        for _ in 0..3 * batch.len() {
            let at = self.roll(batch.len());
            if at + 1 < batch.len() && key(&batch[at]) != key(&batch[at + 1]) {
                batch.swap(at, at + 1);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_order_of_one_key_stays(seed: u64, keys in prop::collection::vec("[a-c]", 0..30)) {
            let before: Vec<_> = keys.into_iter().enumerate().collect();
            let mut after = before.clone();
            Disorder::new(seed, "a.b", "t").shuffle(&mut after, |(_, key)| key);
            for key in ["a", "b", "c"] {
                let of = |batch: &[(usize, String)]| -> Vec<usize> {
                    batch.iter().filter(|(_, own)| own == key).map(|(at, _)| *at).collect()
                };
                prop_assert_eq!(of(&before), of(&after));
            }
        }
    }

    #[test]
    fn a_seed_gives_the_same_disorder_and_everything_happens() {
        let row = |seed, operation| {
            let disorder = Disorder::new(seed, operation, "t");
            let turn = |_| (disorder.cut(100), disorder.delay(), disorder.repeats());
            (0..200).map(turn).collect::<Vec<_>>()
        };
        assert_eq!(row(1, "a.b"), row(1, "a.b"));
        assert_ne!(row(1, "a.b"), row(2, "a.b"));
        assert_ne!(row(1, "a.b"), row(1, "a.c"));
        let row = row(1, "a.b");
        assert!(row.iter().any(|turn| turn.0 < 8) && row.iter().any(|turn| turn.0 == 100));
        assert!(row.iter().any(|turn| !turn.1.is_zero()) && row.iter().any(|turn| turn.2));
        let mut keys = ["a", "b", "c", "d", "e"];
        Disorder::new(1, "a.b", "t").shuffle(&mut keys, |key| key);
        assert_ne!(keys, ["a", "b", "c", "d", "e"]);
    }
}
