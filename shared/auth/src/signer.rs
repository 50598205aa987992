//! Making tokens.

use jiff::Timestamp;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};

use crate::claims::{Claims, Grant, Realm, TokenError, TokenType};
use crate::keys::SigningKey;
use crate::provider;

/// Signs tokens with one key.
pub struct Signer {
    realm: Realm,
    key: EncodingKey,
    kid: String,
}

/// A new token and what it says.
#[derive(Clone)]
pub struct Issued {
    /// The token, for the client.
    pub token: String,
    /// Its claims.
    pub claims: Claims,
}

impl Signer {
    /// A signer for the realm.
    ///
    /// # Errors
    /// [`TokenError::Provider`] only.
    pub fn new(realm: Realm, key: &SigningKey) -> Result<Self, TokenError> {
        if !provider::install() {
            return Err(TokenError::Provider);
        }
        Ok(Self { realm, key: provider::encoding_key(key), kid: key.public().kid() })
    }

    /// A new token from now on. `jti` is the token's own id.
    ///
    /// # Errors
    /// When signing fails.
    pub fn issue(&self, kind: TokenType, grant: Grant, jti: String, now: Timestamp) -> Result<Issued, TokenError> {
        let claims = Claims::new(kind, &self.realm, grant, jti, now);
        Ok(Issued { token: self.sign(kind, &claims)?, claims })
    }

    /// A token that says exactly this.
    ///
    /// # Errors
    /// When signing fails.
    pub fn sign(&self, kind: TokenType, claims: &Claims) -> Result<String, TokenError> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some(kind.typ().to_owned());
        header.kid = Some(self.kid.clone());
        encode(&header, claims, &self.key).map_err(|error| TokenError::Signing(error.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use data_encoding::BASE64URL_NOPAD;
    use serde_json::{Value, json};

    use super::*;

    fn parts(token: &str) -> Vec<Value> {
        let parts = token.split('.').take(2).map(|part| BASE64URL_NOPAD.decode(part.as_bytes()).unwrap());
        parts.map(|part| serde_json::from_slice(&part).unwrap()).collect()
    }

    #[test]
    fn the_wire_form_of_both_kinds() {
        let realm = Realm { issuer: "iss".to_owned(), audience: "aud".to_owned() };
        let key = SigningKey::from_seed(&[1; 32]);
        let signer = Signer::new(realm, &key).unwrap();
        let now = Timestamp::from_second(1_700_000_000).unwrap();
        for (kind, typ, lifetime) in [(TokenType::Access, "at+jwt", 900), (TokenType::Mfa, "mfa+jwt", 300)] {
            let grant = Grant {
                user: "usr_1".to_owned(),
                session: "family".to_owned(),
                role: "doctor".to_owned(),
                tenant: Some("ten_1".to_owned()),
                doctor: None,
            };
            let issued = signer.issue(kind, grant, "id".to_owned(), now).unwrap();
            let expected = json!({
                "iss": "iss", "aud": "aud", "sub": "usr_1", "jti": "id", "iat": 1_700_000_000, "nbf": 1_700_000_000,
                "exp": 1_700_000_000 + lifetime, "sid": "family", "role": "doctor", "tenant": "ten_1",
            });
            let header = json!({"typ": typ, "alg": "EdDSA", "kid": key.public().kid()});
            assert_eq!(parts(&issued.token), [header, expected]);
        }
    }
}
