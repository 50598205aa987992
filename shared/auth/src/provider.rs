//! The cryptography that `jsonwebtoken` works with: Ed25519 and nothing else, whatever a token's header asks for.

use std::sync::OnceLock;

use jsonwebtoken::crypto::{CryptoProvider, JwtSigner, JwtVerifier, KeyUtils};
use jsonwebtoken::errors::{ErrorKind, Result, new_error};
use jsonwebtoken::signature::{Error, Signer, Verifier};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey};

use crate::keys::{PublicKey, SigningKey};

static PROVIDER: CryptoProvider =
    CryptoProvider { signer_factory: signer, verifier_factory: verifier, key_utils: KeyUtils::new_unimplemented() };

/// Makes this the process's provider. False when something else has set another one before.
pub(crate) fn install() -> bool {
    static OURS: OnceLock<bool> = OnceLock::new();
    *OURS.get_or_init(|| PROVIDER.install_default().is_ok())
}

/// The library's form of a private key; what it calls DER is passed to the provider as it is.
pub(crate) fn encoding_key(key: &SigningKey) -> EncodingKey {
    EncodingKey::from_ed_der(key.seed().as_slice())
}

/// The library's form of a public key.
pub(crate) fn decoding_key(key: &PublicKey) -> DecodingKey {
    DecodingKey::from_ed_der(&key.to_bytes())
}

struct Ed25519Signer(SigningKey);
struct Ed25519Verifier(PublicKey);

fn signer(algorithm: &Algorithm, key: &EncodingKey) -> Result<Box<dyn JwtSigner>> {
    only_ed25519(*algorithm)?;
    let seed = key.as_bytes().try_into().map_err(|_| new_error(ErrorKind::InvalidEddsaKey))?;
    Ok(Box::new(Ed25519Signer(SigningKey::from_seed(seed))))
}

fn verifier(algorithm: &Algorithm, key: &DecodingKey) -> Result<Box<dyn JwtVerifier>> {
    only_ed25519(*algorithm)?;
    let bytes = key.try_get_as_bytes()?.try_into().map_err(|_| new_error(ErrorKind::InvalidEddsaKey))?;
    let key = PublicKey::from_bytes(bytes).map_err(|_| new_error(ErrorKind::InvalidEddsaKey))?;
    Ok(Box::new(Ed25519Verifier(key)))
}

fn only_ed25519(algorithm: Algorithm) -> Result<()> {
    if algorithm == Algorithm::EdDSA { Ok(()) } else { Err(new_error(ErrorKind::UnsupportedAlgorithm)) }
}

impl Signer<Vec<u8>> for Ed25519Signer {
    fn try_sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Error> {
        Ok(self.0.sign(message).to_vec())
    }
}

impl JwtSigner for Ed25519Signer {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

impl Verifier<Vec<u8>> for Ed25519Verifier {
    fn verify(&self, message: &[u8], signature: &Vec<u8>) -> std::result::Result<(), Error> {
        if self.0.verify(message, signature) { Ok(()) } else { Err(Error::new()) }
    }
}

impl JwtVerifier for Ed25519Verifier {
    fn algorithm(&self) -> Algorithm {
        Algorithm::EdDSA
    }
}

#[cfg(test)]
mod tests {
    use jsonwebtoken::crypto;

    use super::*;
    use crate::keys::tests::rfc_8037_key;

    /// RFC 8037, A.4: a signed "Example of Ed25519 signing".
    const MESSAGE: &[u8] = b"eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
    const SIGNATURE: &str = "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";

    #[test]
    fn rfc_8037_signature() {
        assert!(install());
        let key = rfc_8037_key();
        assert_eq!(crypto::sign(MESSAGE, &encoding_key(&key), Algorithm::EdDSA).unwrap(), SIGNATURE);
        let verify = |message: &[u8], key: &SigningKey| {
            crypto::verify(SIGNATURE, message, &decoding_key(&key.public()), Algorithm::EdDSA).unwrap()
        };
        assert!(verify(MESSAGE, &key));
        assert!(!verify(b"another", &key));
        assert!(!verify(MESSAGE, &SigningKey::from_seed(&[1; 32])));
    }

    #[test]
    fn every_other_algorithm_is_refused() {
        assert!(install());
        let key = rfc_8037_key();
        for name in ["HS256", "HS384", "HS512", "ES256", "ES384", "RS256", "RS384", "RS512", "PS256", "PS384", "PS512"]
        {
            let algorithm = name.parse().unwrap();
            let refused = |error: jsonwebtoken::errors::Error| *error.kind() == ErrorKind::UnsupportedAlgorithm;
            assert!(crypto::sign(MESSAGE, &encoding_key(&key), algorithm).is_err_and(refused), "{name}");
            let verified = crypto::verify(SIGNATURE, MESSAGE, &decoding_key(&key.public()), algorithm);
            assert!(verified.is_err_and(refused), "{name}");
        }
    }

    #[test]
    fn keys_of_another_shape_are_refused() {
        assert!(install());
        assert!(crypto::sign(MESSAGE, &EncodingKey::from_ed_der(&[1; 31]), Algorithm::EdDSA).is_err());
        assert!(crypto::verify(SIGNATURE, MESSAGE, &DecodingKey::from_ed_der(&[1; 33]), Algorithm::EdDSA).is_err());
    }
}
