//! The refresh token as a client holds it: the token, a dot, and the sealed account.

use crate::account_hint::{Place, conceal, reveal};
use medilink_auth::{RefreshToken, Secret};
use medilink_kernel::{Email, Opaque, SessionId};

/// A refresh token in a body.
pub(crate) type Presented = Opaque<1024>;

/// A genuine refresh token and whose it is.
#[derive(Debug)]
pub(crate) struct ClientToken {
    pub token: RefreshToken,
    pub email: Email,
    hint: String,
}

impl ClientToken {
    /// The first token of a family.
    pub(crate) fn first(root: &Secret, token: RefreshToken, email: &Email, nonce: [u8; 12]) -> Self {
        let hint = conceal(root, Place::Refresh, token.family(), nonce, email);
        Self { token, email: email.clone(), hint }
    }

    /// Reads what a client presents; `None` where any part is not ours.
    pub(crate) fn read(root: &Secret, text: &Presented) -> Option<Self> {
        let (token, hint) = text.as_str().split_once('.')?;
        let token = RefreshToken::parse(root, token).ok()?;
        let email = reveal(root, Place::Refresh, token.family(), hint)?;
        Some(Self { token, email, hint: hint.to_owned() })
    }

    /// The family.
    pub(crate) fn session(&self) -> Option<SessionId> {
        SessionId::from_bare(self.token.family()).ok()
    }

    /// The one that follows; always the same.
    pub(crate) fn successor(&self, root: &Secret) -> Self {
        Self { token: self.token.successor(root), email: self.email.clone(), hint: self.hint.clone() }
    }

    /// The text, for the client.
    pub(crate) fn text(&self) -> String {
        format!("{}.{}", self.token.text().as_str(), self.hint)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn presented(text: &str) -> Presented {
        serde_json::from_value(text.into()).unwrap()
    }

    #[test]
    fn it_reads_back_and_no_part_can_be_exchanged() {
        let root = Secret::from_bytes([7; 32]);
        let email = Email::new("amina@example.dz").unwrap();
        let make = |family: &str| {
            ClientToken::first(&root, RefreshToken::first(&root, family, [3; 16]).unwrap(), &email, [1; 12])
        };
        let (one, other) = (make("01JZ0000000000000000000000"), make("01JZ0000000000000000000001"));
        let read = ClientToken::read(&root, &presented(&one.text())).unwrap();
        assert_eq!((read.email.clone(), read.token.hash()), (email.clone(), one.token.hash()));
        assert_eq!(read.successor(&root).text(), one.successor(&root).text());
        assert_ne!(read.successor(&root).text(), one.text());

        let mixed = format!("{}.{}", one.token.text().as_str(), other.hint);
        for wrong in [mixed.as_str(), one.token.text().as_str(), ".", "x.y"] {
            assert!(ClientToken::read(&root, &presented(wrong)).is_none(), "{wrong}");
        }
    }
}
