/// How far a word that was typed with one slip of the fingers goes with a word that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slip {
    /// It is the whole word.
    Whole,
    /// It is how the word begins.
    Beginning,
}

/// The least letters of a word in which a slip is forgiven.
pub(crate) const LEAST: usize = 4;
/// The least letters that may be the beginning of a word with a slip in it: fewer are the beginning of too many.
const LEAST_BEGINNING: usize = 5;

/// Whether `typed` is `word`, or its beginning, but for one slip: a letter that is another, too much, missing, or changed
/// places with the next. What goes without a slip is not asked here.
pub(crate) fn slip(typed: &[char], word: &[char]) -> Option<Slip> {
    let same = typed.iter().zip(word).take_while(|(a, b)| a == b).count();
    // Everything that is typed stands there: no slip, or the last letter is one too many.
    let rest = &typed[same..];
    let known = &word[same..];
    let (Some((_, after)), skipped) = (rest.split_first(), known.get(1..)) else { return None };
    let begins = |typed: &[char], word: Option<&[char]>| {
        word.filter(|word| word.starts_with(typed)).map(|word| word.len() == typed.len())
    };
    let swapped = || match (rest, known) {
        ([a, b, typed @ ..], [c, d, word @ ..]) if (a, b) == (d, c) => begins(typed, Some(word)),
        _ => None,
    };
    let ways = [begins(after, skipped), begins(after, Some(known)), begins(rest, skipped), swapped()];
    let best = ways.into_iter().flatten().max()?;
    match best {
        true => Some(Slip::Whole),
        false => (typed.len() >= LEAST_BEGINNING).then_some(Slip::Beginning),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn judged(typed: &str, word: &str) -> Option<Slip> {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        slip(&letters(typed), &letters(word))
    }

    #[test]
    fn one_slip_is_forgiven_and_no_more() {
        for typed in
            ["diliprane", "doliprame", "dolliprane", "doliprne", "odliprane", "doliparne", "oliprane", "dolipranee"]
        {
            assert_eq!(judged(typed, "doliprane"), Some(Slip::Whole), "{typed}");
        }
        assert_eq!(judged("doilp", "doliprane"), Some(Slip::Beginning));
        assert_eq!(judged("dilip", "doliprane"), Some(Slip::Beginning));
        for typed in ["diliprame", "xxliprane", "d", "", "dilp", "doliprane"] {
            assert_eq!(judged(typed, "doliprane"), None, "{typed}");
        }
    }

    proptest! {
        #[test]
        fn every_slip_is_found(word in "[a-z]{5,12}", at in 0..12usize, way in 0..4u8, letter in prop::char::range('a', 'z')) {
            let mut typed: Vec<char> = word.chars().collect();
            let known = typed.clone();
            let at = at % typed.len();
            match way {
                0 => typed[at] = letter,
                1 => { typed.remove(at); }
                2 => typed.insert(at, letter),
                _ if at + 1 < typed.len() => typed.swap(at, at + 1),
                _ => {}
            }
            let plain = known.starts_with(&typed);
            prop_assert!(plain || slip(&typed, &known) == Some(Slip::Whole), "{typed:?}");
        }
    }
}
