use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Characters that nobody types and that turn what others read: controls, bidi overrides and isolates, separators,
/// tags, the byte order mark, the soft hyphen, letters without a shape (Hangul fillers, the Mongolian separator). The
/// marks that Arabic and Persian need (ZWNJ, ZWJ) stay.
fn is_hostile(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{180e}' | '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Whether a character shows by itself: blanks, joiners and marks without a letter to sit on do not.
fn is_visible(c: char) -> bool {
    !c.is_whitespace() && !is_combining_mark(c) && !matches!(c, '\u{200c}' | '\u{200d}' | '\u{2800}')
}

fn clean(raw: &str, min: usize, max: usize, lines: bool) -> Result<String, String> {
    // Normalising can only shrink or triple a text: refuse the absurd before working on it.
    if raw.len() > max.saturating_mul(16).saturating_add(64) {
        return Err(format!("too_long: at most {max} characters"));
    }
    let text: String = raw.trim().nfc().collect();
    if text.chars().any(|c| is_hostile(c) && !(lines && matches!(c, '\n' | '\t'))) {
        return Err("invalid_characters: control and direction characters are not accepted".to_owned());
    }
    let length = text.chars().count();
    if length > 0 && !text.chars().any(is_visible) {
        return Err("empty: a text with something to see is expected".to_owned());
    }
    if length < min {
        return Err(if length == 0 {
            "empty: a text is expected".to_owned()
        } else {
            format!("too_short: at least {min} characters")
        });
    }
    if length > max {
        return Err(format!("too_long: at most {max} characters"));
    }
    Ok(text)
}

macro_rules! bounded {
    ($(#[$doc:meta])* $name:ident, $lines:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
        #[serde(transparent)]
        pub struct $name<const MIN: usize, const MAX: usize>(String);

        impl<const MIN: usize, const MAX: usize> $name<MIN, MAX> {
            /// Cleans and checks a text; the error begins with a code.
            pub fn new(raw: &str) -> Result<Self, String> {
                clean(raw, MIN, MAX, $lines).map(Self)
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// The text, owned.
            pub fn into_string(self) -> String {
                self.0
            }
        }

        impl<const MAX: usize> Default for $name<0, MAX> {
            /// The empty text, where a text may be empty.
            fn default() -> Self {
                Self(String::new())
            }
        }

        impl<const MIN: usize, const MAX: usize> std::ops::Deref for $name<MIN, MAX> {
            type Target = str;
            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl<const MIN: usize, const MAX: usize> std::fmt::Display for $name<MIN, MAX> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl<'de, const MIN: usize, const MAX: usize> Deserialize<'de> for $name<MIN, MAX> {
            fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                Self::new(&Cow::<'de, str>::deserialize(d)?).map_err(D::Error::custom)
            }
        }

        impl<const MIN: usize, const MAX: usize> schemars::JsonSchema for $name<MIN, MAX> {
            fn inline_schema() -> bool {
                true
            }
            fn schema_name() -> Cow<'static, str> {
                format!("{}{MIN}To{MAX}", stringify!($name)).into()
            }
            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({"type": "string", "minLength": MIN, "maxLength": MAX})
            }
        }
    };
}

bounded! {
    /// One line of text by a person: trimmed, NFC, `MIN` to `MAX` characters, without control and direction characters.
    Text, false
}
bounded! {
    /// Several lines by a person, as in notes: like [`Text`], with line feeds and tabs.
    Lines, true
}

/// A string that is only ever compared or parsed further (tokens, codes, cursors): up to `MAX` bytes, never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct Opaque<const MAX: usize>(String);

impl<const MAX: usize> Opaque<MAX> {
    /// The string as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<const MAX: usize> std::fmt::Debug for Opaque<MAX> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opaque(..)")
    }
}

impl<'de, const MAX: usize> Deserialize<'de> for Opaque<MAX> {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = String::deserialize(d)?;
        match text.len() {
            0 => Err(D::Error::custom("empty: a text is expected")),
            n if n > MAX => Err(D::Error::custom(format!("too_long: at most {MAX} characters"))),
            _ => Ok(Self(text)),
        }
    }
}

impl<const MAX: usize> schemars::JsonSchema for Opaque<MAX> {
    fn inline_schema() -> bool {
        true
    }
    fn schema_name() -> Cow<'static, str> {
        format!("Opaque{MAX}").into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "string", "minLength": 1, "maxLength": MAX})
    }
}

/// A text as searching compares it: lower case, without accents and vowel marks, Arabic letters that are written in
/// several ways brought to one (أ إ آ to ا, ى to ي, ة to ه), without tatweel.
pub fn fold(text: &str) -> String {
    text.nfkd()
        .filter(|c| !is_combining_mark(*c) && *c != '\u{640}')
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
            'ى' => 'ي',
            'ة' => 'ه',
            other => other,
        })
        .collect()
}

/// Arabic letters that were stored in the shape of their place in a word (`ﻷ`) as the letters that they are.
pub fn unshaped(text: &str) -> String {
    let shaped = |letter: char| matches!(letter, '\u{fb50}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}');
    let letters = text.chars().map(|letter| (shaped(letter), letter));
    let mut plain = String::with_capacity(text.len());
    for (shaped, letter) in letters {
        if shaped { plain.extend(std::iter::once(letter).nfkc()) } else { plain.push(letter) }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    type Name = Text<1, 5>;

    #[test]
    fn a_text_is_trimmed_and_bounded_in_characters() {
        assert_eq!(Name::new("  أمينة ").unwrap().as_str(), "أمينة");
        assert!(Name::new("   ").unwrap_err().starts_with("empty"));
        assert!(Name::new("abcdef").unwrap_err().starts_with("too_long"));
    }

    #[test]
    fn what_turns_or_hides_text_is_refused() {
        for hostile in [
            "a\0b",
            "a\u{202e}b",
            "a\u{2066}b",
            "a\u{feff}b",
            "a\nb",
            "a\u{7f}b",
            "a\u{ad}b",
            "a\u{61c}b",
            "a\u{115f}b",
            "a\u{1160}b",
            "a\u{180e}b",
            "a\u{3164}b",
            "a\u{ffa0}b",
        ] {
            assert!(Name::new(hostile).unwrap_err().starts_with("invalid_characters"), "{hostile:?}");
        }
        assert_eq!(Lines::<0, 9>::new("a\nb\tc").unwrap().as_str(), "a\nb\tc");
    }

    #[test]
    fn a_text_has_something_to_see() {
        for blank in ["\u{200d}", "\u{200c}\u{200d}", "\u{301}", "\u{64e}\u{200c}", "\u{2800}"] {
            assert!(Name::new(blank).unwrap_err().starts_with("empty"), "{blank:?}");
        }
        assert_eq!(Name::new("نامه\u{200c}").unwrap().as_str(), "نامه\u{200c}");
        assert_eq!(Text::<0, 5>::new("").unwrap().as_str(), "");
    }

    #[test]
    fn searching_meets_other_spellings() {
        assert_eq!(fold("Béjaïa"), "bejaia");
        assert_eq!(fold("أُمَيْنَة"), fold("امينه"));
        assert_eq!(unshaped("اﻷغواط ﬁn"), "الأغواط ﬁn");
    }
}
