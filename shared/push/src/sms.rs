use crate::{SmsError, once};
use medilink_kernel::Language;
use unicode_normalization::char::is_combining_mark;

/// A text message to one person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sms {
    /// The recipient's number in E.164: `+213551234567`.
    pub to: String,
    /// The text, in the recipient's language; cut where it is longer than three parts.
    pub text: String,
    /// What names this very message: where the channel allows it, it goes out once under a name.
    pub id: String,
    /// The recipient's language.
    pub language: Language,
}

/// A longer text goes out in parts, each paid for; more than three are nobody's short message.
const PARTS: usize = 3;

/// The letters of the telephones' own alphabet (3GPP TS 23.038), which need seven bits each. One letter outside of it,
/// and the whole text goes in sixteen.
const SEVEN_BITS: &str = "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// Those of its letters that take two.
const TWICE_SEVEN_BITS: &str = "^{}\\[~]|€";

impl Sms {
    /// Whether it can be sent at all.
    pub(crate) fn check(&self) -> Result<(), SmsError> {
        let digits = self.to.strip_prefix('+').unwrap_or_default();
        let number =
            (8..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) && !digits.starts_with('0');
        match number {
            false => Err(SmsError::Recipient),
            true if self.short_text().is_empty() => Err(SmsError::Empty),
            true => Ok(()),
        }
    }

    /// The name by which it goes out once.
    pub(crate) fn name(&self) -> String {
        once::name("sms", &self.id)
    }

    /// The text as it goes out: no control characters, and no longer than three parts.
    pub fn short_text(&self) -> String {
        let clean: String = self.text.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect();
        cut(clean.trim())
    }
}

/// What a letter takes of a part in the telephones' alphabet; `None` where it is not in it.
fn septets(letter: char) -> Option<usize> {
    match letter {
        _ if SEVEN_BITS.contains(letter) => Some(1),
        _ if TWICE_SEVEN_BITS.contains(letter) => Some(2),
        _ => None,
    }
}

/// The text, or as much of it as goes into three parts with an ellipsis after it.
fn cut(text: &str) -> String {
    // A text in one part has more room than one in several, each of which says which it is.
    let seven_bits = text.chars().all(|c| septets(c).is_some());
    let (size, room, ellipsis): (fn(char) -> usize, usize, &str) = match seven_bits {
        true => (|c| septets(c).unwrap_or_default(), PARTS * 153, "..."),
        false => (char::len_utf16, PARTS * 67, "…"),
    };
    if text.chars().map(size).sum::<usize>() <= room {
        return text.to_owned();
    }
    let mut left = room - ellipsis.chars().map(size).sum::<usize>();
    let mut end = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let Some(rest) = left.checked_sub(size(letter)) else { break };
        left = rest;
        // A mark belongs to the letter before it: they stay or go together.
        if !letters.peek().is_some_and(|(_, next)| is_combining_mark(*next)) {
            end = start + letter.len_utf8();
        }
    }
    format!("{}{ellipsis}", text[..end].trim_end())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    pub(crate) fn sms() -> Sms {
        Sms {
            to: "+213551234567".into(),
            text: "موعدك مع د. سمير قاسي غدًا على الساعة 09:00".into(),
            id: "appointment:1:reminder".into(),
            language: Language::Ar,
        }
    }

    fn sent(text: &str) -> String {
        Sms { text: text.into(), ..sms() }.short_text()
    }

    #[test]
    fn a_text_that_fits_stays_as_it_is() {
        for text in [sms().text, "a".repeat(459), "é".repeat(459), "€".repeat(229), "ê".repeat(201), "🩺".repeat(100)]
        {
            assert_eq!(sent(&text), text);
        }
        assert_eq!(sent("one\ntwo"), "one\ntwo");
    }

    #[test]
    fn a_longer_one_is_cut_to_three_parts_between_letters() {
        assert_eq!(sent(&"a".repeat(460)), format!("{}...", "a".repeat(456)));
        assert_eq!(sent(&"€".repeat(230)), format!("{}...", "€".repeat(228)));
        assert_eq!(sent(&"م".repeat(202)), format!("{}…", "م".repeat(200)));
        assert_eq!(sent(&"🩺".repeat(101)), format!("{}…", "🩺".repeat(100)));
        // The hundred and first letter has its mark in the 201st place: both go.
        let marked = "مَ".repeat(100) + "مَّ";
        assert_eq!(sent(&marked), format!("{}…", "مَ".repeat(100)));
        let marked = format!("{}مَّ{}", "م".repeat(198), "م".repeat(10));
        assert_eq!(sent(&marked), format!("{}…", "م".repeat(198)));
    }

    #[test]
    fn control_characters_do_not_go_out() {
        assert_eq!(sent("\u{1b}[31m a\r\nb\0\u{85}c\t"), "[31m a \nb  c");
    }

    #[test]
    fn only_a_number_in_full_gets_a_message() {
        for to in ["", "+", "0551234567", "+0551234567", "+2135512345678901", "+2135", "+21355123456x", "213551234567"]
        {
            assert!(matches!(Sms { to: to.into(), ..sms() }.check(), Err(SmsError::Recipient)), "{to}");
        }
        assert!(matches!(Sms { text: " \r\n\0".into(), ..sms() }.check(), Err(SmsError::Empty)));
        sms().check().unwrap();
    }
}
