//! Refresh tokens: `mlr_<family>_<secret>`, opaque to clients, each good once, the next one following from it.
//!
//! The secret is 16 unguessable bytes and a tag over them and the family. Without the tag, whoever has seen a family's
//! name (it is the `sid` of access tokens) could end that family by presenting an invented token as if it were an old one.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use zeroize::Zeroizing;

use crate::digest::{equal, hash_token};
use crate::secret::Secret;

/// For how long after a rotation the same client may repeat its request, whose answer it may have lost.
pub const REPEAT_WINDOW: SignedDuration = SignedDuration::from_secs(10);

const PREFIX: &str = "mlr_";
const FAMILY: usize = 26;
const HALF: usize = 16;

/// A genuine refresh token: made with this installation's secret, though perhaps long ago.
#[derive(Clone)]
pub struct RefreshToken {
    family: String,
    secret: Zeroizing<[u8; 2 * HALF]>,
}

/// The text is no refresh token of this installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a refresh token")]
pub struct NotARefreshToken;

impl RefreshToken {
    /// The first token of a new family, whose name is the 26 characters of a ULID.
    ///
    /// # Errors
    /// When the family's name is none.
    pub fn first(root: &Secret, family: &str, random: [u8; HALF]) -> Result<Self, NotARefreshToken> {
        if !is_family(family) {
            return Err(NotARefreshToken);
        }
        Ok(Self::make(root, family, &Zeroizing::new(random)))
    }

    /// Reads what a client presents.
    ///
    /// # Errors
    /// When it is not one of ours, whatever part is wrong.
    pub fn parse(root: &Secret, text: &str) -> Result<Self, NotARefreshToken> {
        let rest = text.strip_prefix(PREFIX).ok_or(NotARefreshToken)?;
        let (family, rest) = rest.split_at_checked(FAMILY).ok_or(NotARefreshToken)?;
        let encoded = rest.strip_prefix('_').ok_or(NotARefreshToken)?;
        if !is_family(family) || encoded.len() != BASE64URL_NOPAD.encode_len(2 * HALF) {
            return Err(NotARefreshToken);
        }
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(encoded.as_bytes()).map_err(|_| NotARefreshToken)?);
        let random = bytes.first_chunk().ok_or(NotARefreshToken)?;
        let token = Self::make(root, family, random);
        if equal(token.secret.as_slice(), &bytes) { Ok(token) } else { Err(NotARefreshToken) }
    }

    /// The token that follows this one: always the same, so that it can be answered again without being stored.
    #[must_use]
    pub fn successor(&self, root: &Secret) -> Self {
        let parts = [self.family.as_bytes(), self.secret.as_slice()];
        let next = Zeroizing::new(root.mac("refresh-successor", &parts));
        let (random, _) = next.split_at(HALF);
        let mut half = Zeroizing::new([0; HALF]);
        half.copy_from_slice(random);
        Self::make(root, &self.family, &half)
    }

    /// The family.
    #[must_use]
    pub fn family(&self) -> &str {
        &self.family
    }

    /// The text, for the client.
    #[must_use]
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{PREFIX}{}_{}", self.family, BASE64URL_NOPAD.encode(self.secret.as_slice())))
    }

    /// How it is stored.
    #[must_use]
    pub fn hash(&self) -> String {
        hash_token(&self.text())
    }

    fn make(root: &Secret, family: &str, random: &[u8; HALF]) -> Self {
        let tag = root.mac("refresh-genuine", &[family.as_bytes(), random]);
        let mut secret = Zeroizing::new([0; 2 * HALF]);
        let (left, right) = secret.split_at_mut(HALF);
        left.copy_from_slice(random);
        right.copy_from_slice(&tag[..HALF]);
        Self { family: family.to_owned(), secret }
    }
}

impl fmt::Debug for RefreshToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RefreshToken({}, redacted)", self.family)
    }
}

/// A ULID in one case: the text of a family is also its key in the store.
fn is_family(text: &str) -> bool {
    text.len() == FAMILY
        && text.bytes().all(|c| matches!(c, b'0'..=b'9' | b'A'..=b'Z') && !matches!(c, b'I' | b'L' | b'O' | b'U'))
}

/// What the store knows of a live family.
#[derive(Debug, Clone, Copy)]
pub struct Lineage<'a> {
    /// The hash of the token that is good now.
    pub current: &'a str,
    /// The hash of the token before it, and when it was exchanged.
    pub previous: Option<(&'a str, Timestamp)>,
}

/// What to do with a genuine token of a live family.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Exchange it for its successor.
    Rotate,
    /// Answer its successor once more, and change nothing.
    Repeat,
    /// It was exchanged before: end the family.
    Reused,
}

/// Judges a genuine token, by its hash, of a live family.
#[must_use]
pub fn judge(presented: &str, lineage: Lineage<'_>, same_client: bool, now: Timestamp) -> Verdict {
    if equal(presented.as_bytes(), lineage.current.as_bytes()) {
        return Verdict::Rotate;
    }
    match lineage.previous {
        // Two processes' clocks differ a little: the exchange may seem to lie ahead.
        Some((previous, at))
            if same_client
                && equal(presented.as_bytes(), previous.as_bytes())
                && now.duration_since(at).abs() <= REPEAT_WINDOW =>
        {
            Verdict::Repeat
        }
        _ => Verdict::Reused,
    }
}

#[cfg(test)]
mod tests;
