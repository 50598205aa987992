use medilink_kernel::{Entropy, SeededEntropy};

/// What a client decides next, by seed.
pub struct Dice(SeededEntropy);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(SeededEntropy::new(seed))
    }

    /// A number from 0 to `sides` - 1.
    pub fn roll(&self, sides: usize) -> usize {
        let mut bytes = [0; 8];
        self.0.fill(&mut bytes);
        usize::try_from(u64::from_le_bytes(bytes) % sides as u64).expect("a small number")
    }

    pub fn one_of<'a, T>(&self, things: &'a [T]) -> &'a T {
        &things[self.roll(things.len())]
    }
}
