//! Whose account a token is about, sealed into it: credentials are found by e-mail address, and a token that leads to
//! them at once saves a round trip. Clients see nothing but bytes.

use data_encoding::BASE64URL_NOPAD;
use medilink_auth::{Secret, seal};
use medilink_kernel::Email;

/// What the sealed address stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    /// A refresh token; bound to its family.
    Refresh,
    /// The proof of a first step; bound to its user.
    Mfa,
}

impl Place {
    const fn purpose(self) -> &'static str {
        match self {
            Self::Refresh => "account-of-refresh-token",
            Self::Mfa => "account-of-mfa-token",
        }
    }
}

pub(crate) fn conceal(root: &Secret, place: Place, bound_to: &str, nonce: [u8; 12], email: &Email) -> String {
    BASE64URL_NOPAD.encode(&seal::seal(root, place.purpose(), bound_to.as_bytes(), nonce, email.as_str().as_bytes()))
}

pub(crate) fn reveal(root: &Secret, place: Place, bound_to: &str, text: &str) -> Option<Email> {
    let sealed = BASE64URL_NOPAD.decode(text.as_bytes()).ok()?;
    let plain = seal::open(root, place.purpose(), bound_to.as_bytes(), &sealed).ok()?;
    Email::new(std::str::from_utf8(&plain).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_opens_in_its_own_place_alone() {
        let root = Secret::from_bytes([7; 32]);
        let email = Email::new("amina@example.dz").unwrap();
        let text = conceal(&root, Place::Refresh, "family", [1; 12], &email);
        assert_eq!(reveal(&root, Place::Refresh, "family", &text), Some(email));
        assert_eq!(reveal(&root, Place::Refresh, "other", &text), None);
        assert_eq!(reveal(&root, Place::Mfa, "family", &text), None);
        assert_eq!(reveal(&Secret::from_bytes([8; 32]), Place::Refresh, "family", &text), None);
    }
}
