use medilink_kernel::fold;

/// The longest word that is looked at, in bytes: nothing longer tells products apart.
const LONGEST: usize = 48;

/// The words of a text as searching compares them: folded, numbers apart from letters (`500mg` is `500 mg`), decimals
/// with a point and without idle noughts (`0,50` is `0.5`), Arabic digits as Latin ones.
pub fn words(text: &str) -> Vec<String> {
    let folded: Vec<char> = fold(text).chars().map(digit).collect();
    let mut words = Vec::new();
    let mut at = 0;
    while at < folded.len() {
        let begin = at;
        if folded[at].is_ascii_digit() {
            at = number_end(&folded, at);
            words.push(number(&folded[begin..at]));
        } else if folded[at].is_alphanumeric() {
            while at < folded.len() && folded[at].is_alphanumeric() && !folded[at].is_ascii_digit() {
                at += 1;
            }
            words.push(folded[begin..at].iter().collect());
        } else {
            at += 1;
        }
    }
    words.iter_mut().for_each(|word: &mut String| shorten(word));
    words
}

/// Digits, and a fraction where one follows.
fn number_end(letters: &[char], mut at: usize) -> usize {
    let is_digit = |at: usize| letters.get(at).is_some_and(char::is_ascii_digit);
    while is_digit(at) {
        at += 1;
    }
    if matches!(letters.get(at), Some('.' | ',')) && is_digit(at + 1) {
        at += 1;
        while is_digit(at) {
            at += 1;
        }
    }
    at
}

fn number(letters: &[char]) -> String {
    let text: String = letters.iter().map(|letter| if *letter == ',' { '.' } else { *letter }).collect();
    match text.split_once('.') {
        Some((whole, fraction)) => {
            let fraction = fraction.trim_end_matches('0');
            if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
        }
        None => text,
    }
}

fn shorten(word: &mut String) {
    if word.len() > LONGEST {
        let end = (0..=LONGEST).rev().find(|end| word.is_char_boundary(*end)).unwrap_or_default();
        word.truncate(end);
    }
}

fn digit(letter: char) -> char {
    let of = |zero: u32| char::from_digit(u32::from(letter) - zero, 10).unwrap_or(letter);
    match letter {
        '\u{660}'..='\u{669}' => of(0x660),
        '\u{6f0}'..='\u{6f9}' => of(0x6f0),
        '\u{66b}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn a_text_falls_into_words_as_people_type_them() {
        for (text, expected) in [
            ("Doliprane® 500mg", "doliprane 500 mg"),
            ("DOLIPRANE 500 MG", "doliprane 500 mg"),
            ("0,50 mg/ml", "0.5 mg ml"),
            ("1.0G", "1 g"),
            ("05 E 162", "05 e 162"),
            ("05E162", "05 e 162"),
            ("Amoxicilline/Ac. clavulanique", "amoxicilline ac clavulanique"),
            ("Béta-L'œuf", "beta l œuf"),
            ("٥٠٠ ملغ", "500 ملغ"),
            ("٠٫٥", "0.5"),
            ("أُمَيْنَة", "امينه"),
            (" .,- ", ""),
            ("3,", "3"),
        ] {
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
        assert!(words(&"é".repeat(500))[0].len() <= 48);
    }
}
