//! Marks around what is filled into a sentence, such as a name, so that its direction stays its own (UAX 9, FSI and PDI).

/// Begins a part whose direction is that of its first letter.
const FIRST_STRONG_ISOLATE: char = '\u{2068}';
/// Ends it.
const POP_ISOLATE: char = '\u{2069}';

/// A part of a sentence.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// The sentence's own words.
    Own(&'a str),
    /// What was filled in.
    Filled(&'a str),
    /// The line ends here.
    LineEnd,
}

/// The value between marks, without any that it brings along.
pub(crate) fn isolated(value: &str) -> String {
    let clean: String = value.chars().filter(|c| !is_directional(*c)).collect();
    format!("{FIRST_STRONG_ISOLATE}{clean}{POP_ISOLATE}")
}

/// The sentence without marks, for where nobody understands them.
pub(crate) fn bare(sentence: &str) -> String {
    sentence.replace([FIRST_STRONG_ISOLATE, POP_ISOLATE], "")
}

/// The sentence in pieces, for a page that has its own way to keep directions apart.
pub(crate) fn pieces(sentence: &str) -> Vec<Piece<'_>> {
    let mut found = Vec::new();
    let mut filled = false;
    for part in sentence.split_inclusive([FIRST_STRONG_ISOLATE, POP_ISOLATE]) {
        let text = part.trim_end_matches([FIRST_STRONG_ISOLATE, POP_ISOLATE]);
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                found.push(Piece::LineEnd);
            }
            if !line.is_empty() {
                found.push(if filled { Piece::Filled(line) } else { Piece::Own(line) });
            }
        }
        filled = part.ends_with(FIRST_STRONG_ISOLATE);
    }
    found
}

/// Characters that turn the direction of what follows, beyond the sentence they stand in.
fn is_directional(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_filled_in_stands_apart() {
        let sentence = format!("مرحبًا {}،", isolated("Samir\nKaci"));
        assert_eq!(
            pieces(&sentence),
            [Piece::Own("مرحبًا "), Piece::Filled("Samir"), Piece::LineEnd, Piece::Filled("Kaci"), Piece::Own("،")]
        );
        assert_eq!(bare(&sentence), "مرحبًا Samir\nKaci،");
        assert_eq!(pieces(""), []);
    }

    #[test]
    fn nobody_turns_a_line_around_by_a_name() {
        let name = isolated("\u{202e}\u{2069}Samir\u{2068}\u{2066}");
        assert_eq!(name, "\u{2068}Samir\u{2069}");
        assert_eq!(pieces("a\u{2069}b\u{2068}c"), [Piece::Own("a"), Piece::Own("b"), Piece::Filled("c")]);
    }
}
