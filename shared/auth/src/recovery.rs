//! Recovery codes: for one who has lost the authenticator app. Ten, each good once.

use data_encoding::BASE64URL_NOPAD;

use crate::secret::Secret;

/// How many codes an account gets.
pub const COUNT: usize = 10;

const CHARS: usize = 10;

/// Crockford's base32: no letters that look like digits. Five bits a character, 50 a code.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// New codes, as `abcd-efgh-jk`, from random bytes.
#[must_use]
pub fn codes(random: &[u8; COUNT * CHARS]) -> Vec<String> {
    let (codes, _) = random.as_chunks::<CHARS>();
    codes.iter().map(format).collect()
}

fn format(random: &[u8; CHARS]) -> String {
    let mut code = String::with_capacity(CHARS + 2);
    for (at, byte) in random.iter().enumerate() {
        if at == 4 || at == 8 {
            code.push('-');
        }
        code.push(ALPHABET[usize::from(byte % 32)].into());
    }
    code
}

/// How a user's code is stored, however it was typed; none when it is no code. Keyed, because 50 bits alone would not
/// withstand guessing by one who has read the store.
#[must_use]
pub fn hash(secret: &Secret, user: &str, typed: &str) -> Option<String> {
    let code = normalise(typed)?;
    Some(BASE64URL_NOPAD.encode(&secret.mac("recovery-code", &[user.as_bytes(), code.as_bytes()])))
}

fn normalise(typed: &str) -> Option<String> {
    let mut code = String::with_capacity(CHARS);
    for c in typed.chars().filter(|c| !matches!(c, ' ' | '-')) {
        let c = match c.to_ascii_lowercase() {
            'o' => '0',
            'i' | 'l' => '1',
            c => c,
        };
        if code.len() == CHARS || !u8::try_from(c).is_ok_and(|byte| ALPHABET.contains(&byte)) {
            return None;
        }
        code.push(c);
    }
    (code.len() == CHARS).then_some(code)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn stored(typed: &str) -> Option<String> {
        hash(&Secret::from_bytes([7; 32]), "usr_1", typed)
    }

    #[test]
    fn codes_have_their_form() {
        let mut random = [0; 100];
        for (at, byte) in random.iter_mut().enumerate() {
            *byte = (at as u8).wrapping_mul(7);
        }
        let codes = codes(&random);
        assert_eq!(codes.len(), 10);
        assert_eq!(codes[0], "07en-w3ah-rz");
        let mut different = codes.clone();
        different.sort();
        different.dedup();
        assert_eq!(different.len(), 10);
    }

    #[test]
    fn however_typed_it_is_the_same_code() {
        let right = stored("abcd-ef01-jk").unwrap();
        for typed in ["ABCD-EF01-JK", "abcdef01jk", " abcd ef01 jk ", "abcd-efol-jk", "abcd-efOI-jk"] {
            assert_eq!(stored(typed).as_ref(), Some(&right), "{typed}");
        }
        assert_ne!(stored("abcd-ef02-jk"), Some(right));
    }

    #[test]
    fn what_is_no_code_has_no_hash() {
        for typed in ["", "abcd-ef01-j", "abcd-ef01-jkm", "abcd-ef01-ju", "abcd-ef01-j\u{661}", "abcd_ef01_jk"] {
            assert_eq!(stored(typed), None, "{typed}");
        }
    }

    #[test]
    fn equal_codes_of_two_users_are_stored_apart() {
        let secret = Secret::from_bytes([7; 32]);
        assert_ne!(hash(&secret, "usr_1", "abcd-ef01-jk"), hash(&secret, "usr_2", "abcd-ef01-jk"));
        assert_ne!(stored("abcd-ef01-jk"), hash(&Secret::from_bytes([8; 32]), "usr_1", "abcd-ef01-jk"));
    }

    proptest! {
        #[test]
        fn every_new_code_can_be_typed(random in prop::array::uniform10(any::<u8>())) {
            prop_assert_eq!(normalise(&format(&random)).unwrap(), format(&random).replace('-', ""));
        }

        #[test]
        fn any_text_is_read_calmly(typed in ".*") {
            if let Some(code) = normalise(&typed) {
                prop_assert_eq!(code.len(), CHARS);
            }
        }
    }
}
