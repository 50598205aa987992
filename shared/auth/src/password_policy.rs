//! Which passwords are accepted: NIST SP 800-63B: length and known bad ones, no rules about kinds of characters.

/// Fewest characters of a password.
pub const MIN_CHARS: usize = 8;
/// Most characters of a password.
pub const MAX_CHARS: usize = 128;

/// Of the commonest passwords in published leaks, those long enough to pass otherwise.
const COMMON: &str = include_str!("common_passwords.txt");

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Weak {
    /// Fewer than [`MIN_CHARS`] characters.
    #[error("too short")]
    TooShort,
    /// More than [`MAX_CHARS`] characters.
    #[error("too long")]
    TooLong,
    /// Characters that nobody sees or types.
    #[error("invisible characters")]
    Invisible,
    /// One of the commonest passwords, or one character again and again.
    #[error("too common")]
    TooCommon,
    /// The account's own e-mail address, or the part before its @.
    #[error("is the e-mail address")]
    IsEmail,
}

/// Checks a new password, already in NFC, for the account with this address.
///
/// # Errors
/// With the first reason to refuse it.
pub fn check(password: &str, email: &str) -> Result<(), Weak> {
    let chars = password.chars().count();
    if chars < MIN_CHARS {
        return Err(Weak::TooShort);
    }
    if chars > MAX_CHARS {
        return Err(Weak::TooLong);
    }
    if password.chars().any(is_invisible) {
        return Err(Weak::Invisible);
    }
    let lower = password.to_lowercase();
    let email = email.to_lowercase();
    if lower == email || email.split_once('@').is_some_and(|(name, _)| lower == name) {
        return Err(Weak::IsEmail);
    }
    let mut rest = lower.chars();
    let first = rest.next();
    if rest.all(|c| Some(c) == first) || COMMON.lines().any(|common| common == lower) {
        return Err(Weak::TooCommon);
    }
    Ok(())
}

/// Controls, and what turns the direction of text: a field that shows dots hides that they are there.
fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200b}' | '\u{200e}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(check("1Zk9pX0", "a@b.dz"), Err(Weak::TooShort));
        assert_eq!(check("كلمةسرط", "a@b.dz"), Err(Weak::TooShort));
        assert_eq!(check("كلمة سرط", "a@b.dz"), Ok(()));
        assert_eq!(check(&"aé".repeat(64), "a@b.dz"), Ok(()));
        assert_eq!(check(&format!("{}x", "aé".repeat(64)), "a@b.dz"), Err(Weak::TooLong));
    }

    #[test]
    fn common_ones_are_refused_in_any_case() {
        for password in ["password", "PassWord", "12345678", "azertyuiop", "medilink", "aaaaaaaa", "........"] {
            assert_eq!(check(password, "a@b.dz"), Err(Weak::TooCommon), "{password}");
        }
        assert_eq!(check("correct horse", "a@b.dz"), Ok(()));
    }

    #[test]
    fn what_cannot_be_seen_is_refused() {
        for odd in ['\0', '\n', '\u{7f}', '\u{202e}', '\u{2066}', '\u{feff}'] {
            assert_eq!(check(&format!("correct {odd} horse"), "a@b.dz"), Err(Weak::Invisible), "{odd:?}");
        }
        assert_eq!(check("می‌خواهم کتاب", "a@b.dz"), Ok(()));
    }

    #[test]
    fn the_address_is_refused() {
        for password in ["amina.benali@example.dz", "AMINA.Benali@Example.dz", "amina.benali"] {
            assert_eq!(check(password, "amina.benali@example.dz"), Err(Weak::IsEmail), "{password}");
        }
        assert_eq!(check("amina.benali.1", "amina.benali@example.dz"), Ok(()));
    }

    #[test]
    fn the_list_holds_only_what_the_length_lets_through() {
        for common in COMMON.lines() {
            assert!((MIN_CHARS..=MAX_CHARS).contains(&common.chars().count()), "{common}");
            assert_eq!(common, common.to_lowercase());
        }
        assert!(COMMON.lines().count() >= 150);
    }
}
