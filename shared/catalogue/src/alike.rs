use crate::{
    skeleton::{is_arabic, skeleton},
    slip::{Slip, slip},
};

/// The least letters of a word in which a slip is forgiven: shorter names of substances are too near to one another.
const LEAST: usize = 6;
/// The least consonants that tell a word by its sound.
const LEAST_SOUNDS: usize = 3;

/// Whether a word that somebody wrote is a word that is known: the same, but for one slip, or by its sound where it is
/// written in Arabic letters. Both are as [`crate::words`] gives them.
pub fn alike(written: &str, known: &str) -> bool {
    if written == known {
        return true;
    }
    let written: Vec<char> = written.chars().collect();
    let known: Vec<char> = known.chars().collect();
    if is_arabic(&written) {
        let sounds = skeleton(&written);
        return sounds.len() >= LEAST_SOUNDS && sounds == skeleton(&known);
    }
    written.len() >= LEAST && written.len().abs_diff(known.len()) <= 1 && slip(&written, &known) == Some(Slip::Whole)
}

#[cfg(test)]
mod tests {
    use super::alike;

    #[test]
    fn a_word_is_known_in_its_spellings_and_no_other_is() {
        for written in ["amoxicilline", "amoxiciline", "amoxicillime", "أموكسيسيلين"] {
            assert!(alike(written, "amoxicilline"), "{written}");
        }
        for written in ["ampicilline", "amoxi", "", "أمبيسيلين", "iodo"] {
            assert!(!alike(written, "amoxicilline") && !alike(written, "iode"), "{written}");
        }
    }
}
