//! Publishes the keys that prescription codes are checked with, for readers without a connection.

use crate::keys::USAGE;
use medilink_edge::{Ctx, Failure, Input, JwksRecord, NoBody, NoPath, NoQuery, Operation, Reply, jwks_key};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `prescriptions.public_keys`
pub struct PublicKeys;

/// A JSON Web Key Set (RFC 7517).
#[derive(Debug, Default, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "PrescriptionKeySet")]
pub struct KeySet {
    /// Ed25519 keys (RFC 8037).
    pub keys: Vec<Value>,
}

impl Operation for PublicKeys {
    const SPEC: Spec = Spec::http(
        "prescriptions.public_keys",
        Method::Get,
        "/v1/prescription-keys",
        "The public keys that prescription codes are checked with",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("JWKS", &[Action::GetItem])])
    .cache_seconds(300);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = KeySet;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<KeySet>, Failure> {
        let Some(record) = ctx.store().get::<JwksRecord>(&jwks_key(USAGE)).await? else {
            return Ok(Reply::ok(KeySet::default()));
        };
        Ok(Reply::ok(serde_json::from_str(&record.jwks).map_err(Failure::fault)?))
    }
}
