//! Sealing: what is stored but may be read and altered by nobody else (ChaCha20-Poly1305).

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use zeroize::Zeroizing;

use crate::secret::Secret;

const NONCE: usize = 12;

/// The sealed bytes were altered, cut, or sealed for another purpose, place or installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sealed bytes do not open")]
pub struct DoesNotOpen;

/// Seals `plain` for a purpose and a place (`aad`: what the bytes belong to, as their key in the store).
/// The nonce is random; it stands before the result.
#[must_use]
#[expect(clippy::expect_used, reason = "the cipher refuses only messages over 256 GB")]
pub fn seal(secret: &Secret, purpose: &str, aad: &[u8], nonce: [u8; NONCE], plain: &[u8]) -> Vec<u8> {
    let sealed = cipher(secret, purpose, aad)
        .encrypt((&nonce).into(), Payload { msg: plain, aad })
        .expect("a message in memory is not too long");
    [nonce.as_slice(), &sealed].concat()
}

/// Opens what [`seal`] made with the same purpose and place.
///
/// # Errors
/// When anything differs from what was sealed.
pub fn open(secret: &Secret, purpose: &str, aad: &[u8], sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, DoesNotOpen> {
    let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or(DoesNotOpen)?;
    cipher(secret, purpose, aad)
        .decrypt(nonce.into(), Payload { msg: sealed, aad })
        .map(Zeroizing::new)
        .map_err(|_| DoesNotOpen)
}

/// A key for each purpose and place: random nonces of 96 bits are too short for billions of messages under one key.
fn cipher(secret: &Secret, purpose: &str, aad: &[u8]) -> ChaCha20Poly1305 {
    let key = Zeroizing::new(secret.mac("seal", &[purpose.as_bytes(), aad]));
    ChaCha20Poly1305::new((&*key).into())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn secret() -> Secret {
        Secret::from_bytes([7; 32])
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens(plain: Vec<u8>, aad: Vec<u8>, nonce: [u8; 12]) {
            let sealed = seal(&secret(), "p", &aad, nonce, &plain);
            prop_assert_eq!(open(&secret(), "p", &aad, &sealed).unwrap().to_vec(), plain);
        }

        #[test]
        fn one_changed_bit_does_not_open(plain: Vec<u8>, at: prop::sample::Index, bit in 0..8_u32) {
            let mut sealed = seal(&secret(), "p", b"place", [1; 12], &plain);
            let at = at.index(sealed.len());
            sealed[at] ^= 1_u8 << bit;
            prop_assert_eq!(open(&secret(), "p", b"place", &sealed), Err(DoesNotOpen));
        }

        #[test]
        fn any_bytes_are_refused_calmly(bytes: Vec<u8>) {
            prop_assert_eq!(open(&secret(), "p", b"place", &bytes), Err(DoesNotOpen));
        }
    }

    #[test]
    fn purpose_place_and_secret_bind() {
        let sealed = seal(&secret(), "p", b"place", [1; 12], b"plain");
        assert!(open(&secret(), "p", b"place", &sealed).is_ok());
        assert!(open(&secret(), "q", b"place", &sealed).is_err());
        assert!(open(&secret(), "p", b"other", &sealed).is_err());
        assert!(open(&Secret::from_bytes([8; 32]), "p", b"place", &sealed).is_err());
        assert!(open(&secret(), "p", b"place", &sealed[..sealed.len() - 1]).is_err());
    }
}
