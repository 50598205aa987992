//! Public keys as JWKs and the set of them that is published.

use data_encoding::BASE64URL_NOPAD;
use serde::{Deserialize, Serialize};

use crate::keys::{InvalidKey, PublicKey};

/// A public Ed25519 key for checking signatures (RFC 8037).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwk {
    kty: String,
    crv: String,
    x: String,
    /// The key's name: its thumbprint.
    pub kid: String,
    #[serde(rename = "use")]
    usage: String,
    alg: String,
}

/// A key set, as published at `/.well-known/jwks.json`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Jwks {
    /// The keys, each with a name of its own.
    pub keys: Vec<Jwk>,
}

impl From<&PublicKey> for Jwk {
    fn from(key: &PublicKey) -> Self {
        Self {
            kty: "OKP".to_owned(),
            crv: "Ed25519".to_owned(),
            x: key.x(),
            kid: key.kid(),
            usage: "sig".to_owned(),
            alg: "EdDSA".to_owned(),
        }
    }
}

impl TryFrom<&Jwk> for PublicKey {
    type Error = InvalidKey;

    fn try_from(jwk: &Jwk) -> Result<Self, InvalidKey> {
        let bytes = BASE64URL_NOPAD.decode(jwk.x.as_bytes()).map_err(|_| InvalidKey)?;
        let key = Self::from_bytes(&bytes.try_into().map_err(|_| InvalidKey)?)?;
        // Every member follows from the key, the name too: a set cannot pass one key off under another's name.
        if Jwk::from(&key) == *jwk { Ok(key) } else { Err(InvalidKey) }
    }
}

impl FromIterator<PublicKey> for Jwks {
    fn from_iter<I: IntoIterator<Item = PublicKey>>(keys: I) -> Self {
        Self { keys: keys.into_iter().map(|key| Jwk::from(&key)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::keys::tests::rfc_8037_key;

    #[test]
    fn the_published_form() {
        let jwks = Jwks::from_iter([rfc_8037_key().public()]);
        assert_eq!(
            serde_json::to_value(&jwks).unwrap(),
            json!({"keys": [{
                "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo",
                "kid": "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "use": "sig", "alg": "EdDSA",
            }]})
        );
        assert_eq!(PublicKey::try_from(&jwks.keys[0]), Ok(rfc_8037_key().public()));
    }

    #[test]
    fn a_changed_member_is_refused() {
        let good = serde_json::to_value(Jwk::from(&rfc_8037_key().public())).unwrap();
        for (member, value) in [
            ("kty", "EC"),
            ("crv", "X25519"),
            ("x", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"),
            ("x", "?"),
            ("kid", "other"),
            ("use", "enc"),
            ("alg", "HS256"),
        ] {
            let mut changed = good.clone();
            changed[member] = json!(value);
            let jwk: Jwk = serde_json::from_value(changed).unwrap();
            assert_eq!(PublicKey::try_from(&jwk), Err(InvalidKey), "{member} {value}");
        }
    }
}
