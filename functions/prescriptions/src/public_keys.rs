//! Publishes the keys that prescription codes are checked with, for readers without a connection.

use crate::format::Format;
use crate::keys::USAGE;
use medilink_edge::{Ctx, Failure, Input, JwksRecord, NoBody, NoPath, NoQuery, Operation, Reply, jwks_key};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// `prescriptions.public_keys`
pub struct PublicKeys;

/// A JSON Web Key Set (RFC 7517), and how codes are read and checked with it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "PrescriptionKeySet")]
pub struct KeySet {
    /// Ed25519 keys (RFC 8037).
    pub keys: Vec<Value>,
    /// How a code is read.
    pub format: Format,
}

#[derive(Default, Deserialize)]
struct Published {
    keys: Vec<Value>,
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
        let record = ctx.store().get::<JwksRecord>(&jwks_key(USAGE)).await?;
        let published = record
            .map_or_else(|| Ok(Published::default()), |r| serde_json::from_str(&r.jwks).map_err(Failure::fault))?;
        Ok(Reply::ok(KeySet { keys: published.keys, format: Format::CURRENT }))
    }
}
