use crate::{
    skeleton::{is_arabic, skeleton},
    slip::{LEAST, Slip, slip},
};
use std::ops::Range;

/// Sorted words, in one piece of memory.
#[derive(Debug, Default)]
pub(crate) struct Vocabulary {
    letters: Box<str>,
    ends: Box<[u32]>,
    /// The consonants of each word, where words are met by their sound; written as the words are.
    sounds: Option<(Box<str>, Box<[u32]>)>,
}

/// How a word that was typed is met by one that is known; better ones are larger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The consonants begin so, but for one.
    SoundsAlike,
    /// The consonants begin so.
    SoundsBeginning,
    /// The consonants are the same.
    Sounds,
    /// The word begins so, but for a slip.
    SlipBeginning,
    /// The word but for a slip.
    Slip,
    /// The word begins so.
    Beginning,
    /// The word itself.
    Exact,
}

impl Vocabulary {
    /// The vocabulary of these words, which are sorted.
    pub(crate) fn new<'a>(words: impl Iterator<Item = &'a str> + Clone, by_sound: bool) -> Self {
        let sounds = by_sound.then(|| {
            let sounds = words.clone().map(|word| skeleton(&word.chars().collect::<Vec<_>>()).into_iter().collect());
            packed(sounds)
        });
        let (letters, ends) = packed(words.map(str::to_owned));
        Self { letters, ends, sounds }
    }

    pub(crate) fn bytes(&self) -> usize {
        let piece = |(letters, ends): (&str, &[u32])| letters.len() + size_of_val(ends);
        let sounds = self.sounds.as_ref().map_or(0, |(letters, ends)| piece((letters, ends)));
        piece((&self.letters, &self.ends)) + sounds
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len()
    }

    fn word(&self, number: usize) -> &str {
        piece(&self.letters, &self.ends, number)
    }

    /// Tells of every word that meets what was typed, each once or more.
    pub(crate) fn each(&self, typed: &str, mut tell: impl FnMut(usize, Match)) {
        let literal = self.beginning(typed);
        for number in literal.clone() {
            let whole = self.word(number).len() == typed.len();
            tell(number, if whole { Match::Exact } else { Match::Beginning });
        }
        let letters: Vec<char> = typed.chars().collect();
        if letters.len() >= LEAST && !letters[0].is_ascii_digit() {
            self.slips(&letters, &literal, &mut tell);
        }
        if is_arabic(&letters) {
            self.sounds(&skeleton(&letters), &mut tell);
        }
    }

    /// The words that begin so: they stand side by side.
    fn beginning(&self, typed: &str) -> Range<usize> {
        let first = partition(self.len(), |number| self.word(number) < typed);
        let count = partition(self.len() - first, |number| self.word(first + number).starts_with(typed));
        first..first + count
    }

    /// A word that is known is looked at for no longer than it goes with what was typed: some nanoseconds each.
    fn slips(&self, typed: &[char], literal: &Range<usize>, tell: &mut impl FnMut(usize, Match)) {
        let mut word = Vec::new();
        for number in (0..self.len()).filter(|number| !literal.contains(number)) {
            let known = self.word(number);
            if known.len() + 1 < typed.len() {
                continue;
            }
            word.clear();
            word.extend(known.chars().take(typed.len() + 2));
            match slip(typed, &word) {
                Some(Slip::Whole) => tell(number, Match::Slip),
                Some(Slip::Beginning) => tell(number, Match::SlipBeginning),
                None => {}
            }
        }
    }

    fn sounds(&self, typed: &[char], tell: &mut impl FnMut(usize, Match)) {
        let Some((sounds, ends)) = self.sounds.as_ref().filter(|_| typed.len() >= 2) else { return };
        let mut known = Vec::new();
        for number in 0..self.len() {
            known.clear();
            known.extend(piece(sounds, ends, number).chars());
            if known == typed {
                tell(number, Match::Sounds);
            } else if known.starts_with(typed) {
                tell(number, Match::SoundsBeginning);
            } else if typed.len() >= LEAST && slip(typed, &known) == Some(Slip::Whole) {
                tell(number, Match::SoundsAlike);
            }
        }
    }
}

fn packed(words: impl Iterator<Item = String>) -> (Box<str>, Box<[u32]>) {
    let (mut letters, mut ends) = (String::new(), Vec::new());
    for word in words {
        letters.push_str(&word);
        ends.push(u32::try_from(letters.len()).unwrap_or(u32::MAX));
    }
    (letters.into(), ends.into())
}

fn piece<'a>(letters: &'a str, ends: &[u32], number: usize) -> &'a str {
    let begin = number.checked_sub(1).map_or(0, |before| ends[before] as usize);
    letters.get(begin..ends[number] as usize).unwrap_or_default()
}

/// How many of the numbers from 0 on the test holds for; it holds for none after the first that it does not hold for.
fn partition(count: usize, holds: impl Fn(usize) -> bool) -> usize {
    let (mut low, mut high) = (0, count);
    while low < high {
        let middle = low.midpoint(high);
        if holds(middle) { low = middle + 1 } else { high = middle }
    }
    low
}
