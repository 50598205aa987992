//! Ed25519 keys: for tokens, and for whatever else is signed.

use std::fmt;

use data_encoding::BASE64URL_NOPAD;
use ed25519_dalek::Signer;
use zeroize::Zeroizing;

use crate::digest::sha256;

/// A private key.
#[derive(Clone)]
pub struct SigningKey(ed25519_dalek::SigningKey);

/// A public key that signatures can safely be checked with.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(ed25519_dalek::VerifyingKey);

/// The bytes or the JWK are no usable Ed25519 public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a usable Ed25519 public key")]
pub struct InvalidKey;

impl SigningKey {
    /// The key of 32 random bytes.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// The 32 bytes it was made of, for sealing it.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Its public key.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The signature of a message.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl PublicKey {
    /// Reads a public key.
    ///
    /// # Errors
    /// When the bytes are no point of the curve, or one for which signatures mean nothing.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, InvalidKey> {
        let key = ed25519_dalek::VerifyingKey::from_bytes(bytes).map_err(|_| InvalidKey)?;
        if key.is_weak() { Err(InvalidKey) } else { Ok(Self(key)) }
    }

    /// Its 32 bytes.
    #[must_use]
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Its bytes in base64url, the `x` of a JWK.
    #[must_use]
    pub fn x(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.as_bytes())
    }

    /// Its name: the JWK thumbprint (RFC 7638, RFC 8037).
    #[must_use]
    pub fn kid(&self) -> String {
        let members = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{}"}}"#, self.x());
        BASE64URL_NOPAD.encode(&sha256(members.as_bytes()))
    }

    /// Whether a signature of the message was made with this key. A signature has one valid form only.
    #[must_use]
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        ed25519_dalek::Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SigningKey({})", self.public().kid())
    }
}

impl fmt::Debug for PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PublicKey({})", self.kid())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// RFC 8037, A.1: the private key `d`.
    pub(crate) fn rfc_8037_key() -> SigningKey {
        let seed = BASE64URL_NOPAD.decode(b"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A").unwrap();
        SigningKey::from_seed(&seed.try_into().unwrap())
    }

    #[test]
    fn rfc_8037_public_key_and_thumbprint() {
        let public = rfc_8037_key().public();
        assert_eq!(public.x(), "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo");
        assert_eq!(public.kid(), "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
    }

    #[test]
    fn rfc_8032_test_2() {
        let seed = data_encoding::HEXLOWER
            .decode(b"4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb")
            .unwrap();
        let key = SigningKey::from_seed(&seed.try_into().unwrap());
        let signature = key.sign(&[0x72]);
        assert_eq!(
            data_encoding::HEXLOWER.encode(&signature),
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da\
             085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00"
        );
        assert!(key.public().verify(&[0x72], &signature));
        assert!(!key.public().verify(&[0x73], &signature));
        assert!(!key.public().verify(&[0x72], &signature[..63]));
        assert!(!rfc_8037_key().public().verify(&[0x72], &signature));
    }

    #[test]
    fn keys_that_prove_nothing_are_refused() {
        // The neutral element, and a value that is no point.
        let mut neutral = [0; 32];
        neutral[0] = 1;
        let mut none = [0; 32];
        none[0] = 2;
        for bytes in [neutral, none] {
            assert_eq!(PublicKey::from_bytes(&bytes), Err(InvalidKey));
        }
        let public = rfc_8037_key().public();
        assert_eq!(PublicKey::from_bytes(&public.to_bytes()), Ok(public));
    }

    #[test]
    fn seed_reads_back_and_debug_hides_it() {
        let key = rfc_8037_key();
        assert_eq!(SigningKey::from_seed(&key.seed()).public(), key.public());
        assert_eq!(format!("{key:?}"), "SigningKey(kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k)");
    }
}
