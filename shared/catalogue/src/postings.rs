/// Which rows a word stands in, and in which field: for each word of a vocabulary, packed.
#[derive(Debug, Default)]
pub(crate) struct Postings {
    starts: Box<[u32]>,
    packed: Box<[u32]>,
}

/// Fields that are told apart; those after count as the last.
const FIELDS: u32 = 4;

/// A word in a field of a row.
pub(crate) fn posting(row: usize, field: usize) -> u32 {
    let field = u32::try_from(field).unwrap_or(FIELDS).min(FIELDS - 1);
    u32::try_from(row).unwrap_or_default() * FIELDS + field
}

impl Postings {
    /// The postings of each word, in the order of the words.
    pub(crate) fn new(words: impl Iterator<Item = Vec<u32>>) -> Self {
        let (mut starts, mut packed) = (vec![0], Vec::new());
        for mut postings in words {
            postings.sort_unstable();
            postings.dedup();
            packed.extend(postings);
            starts.push(u32::try_from(packed.len()).unwrap_or(u32::MAX));
        }
        Self { starts: starts.into(), packed: packed.into() }
    }

    pub(crate) fn bytes(&self) -> usize {
        size_of_val(&*self.starts) + size_of_val(&*self.packed)
    }

    /// The rows and fields of a word.
    pub(crate) fn of(&self, word: usize) -> impl Iterator<Item = (usize, usize)> + '_ {
        let bound = |at: usize| self.starts.get(at).copied().unwrap_or_default() as usize;
        let packed = self.packed.get(bound(word)..bound(word + 1)).unwrap_or_default();
        packed.iter().map(|posting| ((posting / FIELDS) as usize, (posting % FIELDS) as usize))
    }
}
