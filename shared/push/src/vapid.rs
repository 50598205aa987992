use crate::PushError;
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use medilink_kernel::Entropy;
use p256::{
    SecretKey,
    ecdsa::{Signature, SigningKey, signature::Signer},
};
use serde_json::json;
use url::Url;

/// How long a token holds; a push service refuses more than a day (RFC 8292, section 2).
const LASTS: SignedDuration = SignedDuration::from_hours(12);

/// The key by which push services know who sends (RFC 8292). Browsers subscribe to its public half: whoever loses it
/// loses every subscription.
#[derive(Clone)]
pub struct VapidKey(SigningKey);

impl VapidKey {
    /// A new key.
    ///
    /// # Errors
    /// Where the randomness is none.
    pub fn generate(entropy: &dyn Entropy) -> Result<Self, PushError> {
        Ok(Self(secret(entropy)?.into()))
    }

    /// The key of these bytes.
    ///
    /// # Errors
    /// Where they are none.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, PushError> {
        SigningKey::from_slice(bytes).map(Self).map_err(|_| PushError::Key)
    }

    /// The key's bytes, to be sealed.
    pub fn to_bytes(&self) -> [u8; 32] {
        self.0.to_bytes().into()
    }

    /// What a browser wants as `applicationServerKey`: the public half, base64url.
    pub fn public_key(&self) -> String {
        BASE64URL_NOPAD.encode(self.0.verifying_key().to_sec1_point(false).as_bytes())
    }

    /// The `Authorization` of a request to a push service; `contact` is where its people reach ours.
    pub(crate) fn authorization(&self, endpoint: &Url, contact: &str, now: Timestamp) -> String {
        let audience = endpoint.origin().ascii_serialization();
        let expires = now.saturating_add(LASTS).unwrap_or(now).as_second();
        let part = |value: serde_json::Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
        let head = part(json!({"typ": "JWT", "alg": "ES256"}));
        let body = part(json!({"aud": audience, "exp": expires, "sub": contact}));
        let text = format!("{head}.{body}");
        let signature: Signature = self.0.sign(text.as_bytes());
        format!("vapid t={text}.{}, k={}", BASE64URL_NOPAD.encode(&signature.to_bytes()), self.public_key())
    }
}

/// A new secret number of the curve. One in four thousand million draws is none, so a few are made.
pub(crate) fn secret(entropy: &dyn Entropy) -> Result<SecretKey, PushError> {
    let draw = || SecretKey::from_slice(&entropy.bytes::<32>()).ok();
    (0..8).find_map(|_| draw()).ok_or(PushError::Key)
}

impl std::fmt::Debug for VapidKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("VapidKey(..)")
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use medilink_kernel::SeededEntropy;
    use p256::ecdsa::{VerifyingKey, signature::Verifier};
    use serde_json::Value;

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);

    /// What a push service reads in an `Authorization`, once the signature holds by the key beside it.
    pub(crate) fn claims(authorization: &str, key: &str) -> Value {
        let (token, shown) = authorization.strip_prefix("vapid t=").unwrap().split_once(", k=").unwrap();
        assert_eq!(shown, key);
        let decoded = |text: &str| BASE64URL_NOPAD.decode(text.as_bytes()).unwrap();
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let public = VerifyingKey::from_sec1_bytes(&decoded(key)).unwrap();
        public.verify(signed.as_bytes(), &Signature::from_slice(&decoded(signature)).unwrap()).unwrap();
        let (head, body) = signed.split_once('.').unwrap();
        let head: Value = serde_json::from_slice(&decoded(head)).unwrap();
        assert_eq!(head, json!({"typ": "JWT", "alg": "ES256"}));
        serde_json::from_slice(&decoded(body)).unwrap()
    }

    #[test]
    fn a_token_says_to_whom_until_when_and_by_whom() {
        let key = VapidKey::generate(&SeededEntropy::new(1)).unwrap();
        let endpoint = "https://fcm.googleapis.com/fcm/send/secret".parse().unwrap();
        let authorization = key.authorization(&endpoint, "mailto:ops@medilink.example", NOW);
        assert_eq!(
            claims(&authorization, &key.public_key()),
            json!({
                "aud": "https://fcm.googleapis.com",
                "exp": 1_800_000_000 + 12 * 3600,
                "sub": "mailto:ops@medilink.example",
            })
        );
    }

    #[test]
    fn a_key_survives_its_bytes_and_shows_none_of_them() {
        let key = VapidKey::generate(&SeededEntropy::new(1)).unwrap();
        let again = VapidKey::from_bytes(&key.to_bytes()).unwrap();
        assert_eq!(again.public_key(), key.public_key());
        assert_eq!(BASE64URL_NOPAD.decode(key.public_key().as_bytes()).unwrap().len(), 65);
        assert_ne!(VapidKey::generate(&SeededEntropy::new(2)).unwrap().public_key(), key.public_key());
        assert_eq!(format!("{key:?}"), "VapidKey(..)");
        for none in [[0; 32], [255; 32]] {
            assert!(matches!(VapidKey::from_bytes(&none), Err(PushError::Key)));
        }
    }
}
