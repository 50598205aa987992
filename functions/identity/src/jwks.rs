//! The public keys under which tokens and prescriptions are signed.

use medilink_edge::{Ctx, Failure, Input, JwksRecord, NoBody, NoPath, NoQuery, Operation, Reply, jwks_key};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /v1/.well-known/jwks.json`.
pub struct PublicKeys;

/// A set of keys (RFC 7517).
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
pub struct KeySet {
    keys: Vec<PublicKey>,
}

/// A public Ed25519 key (RFC 8037).
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct PublicKey {
    kty: String,
    crv: String,
    x: String,
    kid: String,
    #[serde(rename = "use")]
    usage: String,
    alg: String,
}

impl Operation for PublicKeys {
    const SPEC: Spec =
        Spec::http("identity.jwks", Method::Get, "/v1/.well-known/jwks.json", "The platform's public keys")
            .access(Access::Public)
            .grants(&[Grant::platform("JWKS", &[Action::GetItem])])
            .cache_seconds(300);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = KeySet;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<KeySet>, Failure> {
        let sets = ctx.store().get_many::<JwksRecord>(&[jwks_key("token"), jwks_key("rx")]).await?;
        let mut all = KeySet::default();
        for (_, record) in sets {
            let set: KeySet = serde_json::from_str(&record.jwks).map_err(Failure::fault)?;
            all.keys.extend(set.keys);
        }
        Ok(Reply::ok(all))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_auth::{Jwks, SigningKey};

    #[test]
    fn a_published_set_passes_through_unchanged() {
        let jwks = Jwks::from_iter([SigningKey::from_seed(&[7; 32]).public()]);
        let text = serde_json::to_string(&jwks).unwrap();
        let read: KeySet = serde_json::from_str(&text).unwrap();
        assert_eq!(serde_json::to_string(&read).unwrap(), text);
    }
}
