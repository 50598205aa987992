//! The root secret, and the keys derived from it: one purpose, one key.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use hkdf::Hkdf;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

const HMAC_BLOCK: usize = 64;

/// The 32-byte root from which every other secret of an installation is derived.
#[derive(Clone)]
pub struct Secret(Zeroizing<[u8; 32]>);

/// A key for one purpose.
#[derive(Clone)]
pub struct Key32(Zeroizing<[u8; 32]>);

/// The text is not 32 bytes in base64url without padding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a root secret is 32 bytes in base64url without padding (43 characters)")]
pub struct InvalidSecret;

impl Secret {
    /// A root from random bytes.
    #[must_use]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A root as it is configured.
    ///
    /// # Errors
    /// When the text is anything but 32 bytes in base64url without padding.
    pub fn from_base64url(text: &str) -> Result<Self, InvalidSecret> {
        let bytes = Zeroizing::new(BASE64URL_NOPAD.decode(text.as_bytes()).map_err(|_| InvalidSecret)?);
        Ok(Self(Zeroizing::new(bytes.as_slice().try_into().map_err(|_| InvalidSecret)?)))
    }

    /// The root as it is configured, for writing a new one down.
    #[must_use]
    pub fn to_base64url(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE64URL_NOPAD.encode(self.0.as_slice()))
    }

    /// The key of a purpose (HKDF-SHA256).
    #[must_use]
    pub fn derive(&self, purpose: &str) -> Key32 {
        self.expand(&[b"medilink/v1/key/", purpose.as_bytes()])
    }

    /// A tag over a list of parts (HMAC-SHA256). Each part counts with its length, so no two lists share a tag.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 32] {
        // Not the key of `derive`: a caller who hands that one out must not hand out tags with it.
        let key = self.expand(&[b"medilink/v1/mac/", purpose.as_bytes()]);
        // HMAC itself pads a short key with zeros to its block; doing it here leaves no length to refuse.
        let mut block = Zeroizing::new([0; HMAC_BLOCK]);
        let (head, _) = block.split_at_mut(key.as_bytes().len());
        head.copy_from_slice(key.as_bytes());
        let mut mac = Hmac::<Sha256>::new((&*block).into());
        for part in parts {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().into()
    }

    #[expect(clippy::expect_used, reason = "HKDF refuses only outputs longer than 255 hashes; this one is one hash")]
    fn expand(&self, info: &[&[u8]]) -> Key32 {
        let mut key = Zeroizing::new([0; 32]);
        Hkdf::<Sha256>::new(None, self.0.as_slice())
            .expand_multi_info(info, key.as_mut_slice())
            .expect("one hash is not too long");
        Key32(key)
    }
}

impl Key32 {
    /// The key's bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(redacted)")
    }
}

impl fmt::Debug for Key32 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key32(redacted)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_form_reads_back() {
        let secret = Secret::from_bytes([7; 32]);
        let read = Secret::from_base64url(&secret.to_base64url()).unwrap();
        assert_eq!(read.derive("x").as_bytes(), secret.derive("x").as_bytes());
    }

    #[test]
    fn other_texts_are_refused() {
        for text in ["", "AAAA", "not base64!", &"A".repeat(42), &"A".repeat(44), &format!("{}=", "A".repeat(43))] {
            assert_eq!(Secret::from_base64url(text).err(), Some(InvalidSecret), "{text:?}");
        }
    }

    #[test]
    fn each_purpose_has_its_own_key() {
        let secret = Secret::from_bytes([7; 32]);
        assert_ne!(secret.derive("a").as_bytes(), secret.derive("b").as_bytes());
        assert_ne!(secret.derive("a").as_bytes(), Secret::from_bytes([8; 32]).derive("a").as_bytes());
        assert_ne!(secret.mac("a", &[b"x"]), secret.mac("b", &[b"x"]));
    }

    #[test]
    fn a_derived_key_makes_no_tags() {
        let secret = Secret::from_bytes([7; 32]);
        let mut block = [0; HMAC_BLOCK];
        block[..32].copy_from_slice(secret.derive("a").as_bytes());
        let tag: [u8; 32] = Hmac::<Sha256>::new((&block).into()).finalize().into_bytes().into();
        assert_ne!(tag, secret.mac("a", &[]));
    }

    #[test]
    fn no_two_lists_share_a_tag() {
        let secret = Secret::from_bytes([7; 32]);
        let lists: [&[&[u8]]; 7] = [&[], &[b""], &[b"", b""], &[b"ab"], &[b"a", b"b"], &[b"ab", b""], &[b"", b"ab"]];
        for (i, left) in lists.iter().enumerate() {
            for right in &lists[i + 1..] {
                assert_ne!(secret.mac("p", left), secret.mac("p", right));
            }
        }
    }

    #[test]
    fn debug_shows_nothing() {
        let secret = Secret::from_bytes([7; 32]);
        assert_eq!(format!("{secret:?} {:?}", secret.derive("a")), "Secret(redacted) Key32(redacted)");
    }
}
