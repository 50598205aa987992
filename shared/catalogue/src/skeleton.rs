//! The consonants of a word, in an alphabet that Latin and Arabic letters share.
//!
//! Names of medicines are written in Arabic by ear: vowels come and go, and one letter stands for several. What is left
//! without vowels, with sounds that are not told apart brought together (p and b, v and f, z and s, g and j), is the same
//! from either script: `دوليبران` and `DOLIPRANE` are both `dlbrn`.

/// Whether a word is written in Arabic letters.
pub(crate) fn is_arabic(word: &[char]) -> bool {
    word.iter().any(|letter| matches!(letter, '\u{620}'..='\u{64a}' | '\u{671}'..='\u{6d3}'))
}

/// The consonants of a folded word; a sound that is doubled counts once.
pub(crate) fn skeleton(word: &[char]) -> Vec<char> {
    let mut sounds = Vec::with_capacity(word.len());
    if is_arabic(word) {
        word.iter().for_each(|letter| sounds.extend(arabic(*letter).chars()));
    } else {
        let mut rest = word;
        while let Some((sound, length)) = latin(rest, sounds.is_empty()) {
            sounds.extend(sound.chars());
            rest = &rest[length..];
        }
    }
    sounds.dedup();
    sounds
}

fn arabic(letter: char) -> &'static str {
    match letter {
        'ب' | 'پ' => "b",
        'ت' | 'ط' => "t",
        'ج' | 'غ' | 'ڨ' | 'گ' => "g",
        'ڤ' | 'ف' => "f",
        'د' | 'ض' | 'ظ' => "d",
        'ر' => "r",
        'ز' | 'س' | 'ص' | 'ث' | 'ذ' => "s",
        'ش' | 'چ' => "c",
        'ك' | 'ق' | 'خ' | 'ک' => "k",
        'ل' => "l",
        'م' => "m",
        'ن' => "n",
        // Vowels, the mute h, and what is not heard in such names.
        _ => "",
    }
}

/// The sound at the beginning of what is left, and how many letters write it; French and DCI spelling.
fn latin(rest: &[char], first: bool) -> Option<(&'static str, usize)> {
    let (letter, next) = (*rest.first()?, rest.get(1).copied().unwrap_or(' '));
    let soft = matches!(next, 'e' | 'i' | 'y');
    Some(match letter {
        'b' => ("b", 1),
        'p' if next == 'h' => ("f", 2),
        'p' => ("b", 1),
        'c' if next == 'h' && matches!(rest.get(2), Some('l' | 'r' | 'o')) => ("k", 2),
        'c' | 's' if next == 'h' => ("c", 2),
        'c' if soft => ("s", 1),
        'c' | 'k' => ("k", 1),
        'q' if next == 'u' => ("k", 2),
        'q' => ("k", 1),
        'x' if first => ("s", 1),
        'x' => ("ks", 1),
        's' | 'z' => ("s", 1),
        't' => ("t", 1),
        'd' => ("d", 1),
        'f' | 'v' => ("f", 1),
        'g' | 'j' => ("g", 1),
        'l' => ("l", 1),
        'm' => ("m", 1),
        'n' => ("n", 1),
        'r' => ("r", 1),
        _ => ("", 1),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;

    #[test]
    fn both_scripts_have_one_skeleton() {
        for (arabic, latin) in [
            ("دوليبران", "DOLIPRANE"),
            ("أوجمنتين", "AUGMENTIN"),
            ("اوغمنتين", "AUGMENTIN"),
            ("باراسيتامول", "PARACETAMOL"),
            ("أموكسيسيلين", "AMOXICILLINE"),
            ("كلاموكسيل", "CLAMOXYL"),
            ("فولتارين", "VOLTARENE"),
            ("فنتولين", "VENTOLINE"),
            ("سبازفون", "SPASFON"),
            ("غافيسكون", "GAVISCON"),
            ("بلافيكس", "PLAVIX"),
            ("لازيليكس", "LASILIX"),
            ("ايفيرالغان", "EFFERALGAN"),
            ("فوسيدين", "FUCIDINE"),
            ("غلوكوفاج", "GLUCOPHAGE"),
            ("ليفوتيروكس", "LEVOTHYROX"),
            ("كارديجيك", "KARDEGIC"),
            ("زيتروماكس", "ZITHROMAX"),
            ("كلورامفينيكول", "CHLORAMPHENICOL"),
            ("ايبوبروفين", "IBUPROFENE"),
            ("زاريلتو", "XARELTO"),
        ] {
            let of = |text: &str| {
                words(text).iter().flat_map(|w| skeleton(&w.chars().collect::<Vec<_>>())).collect::<String>()
            };
            assert_eq!(of(arabic), of(latin), "{arabic} {latin}");
        }
    }
}
