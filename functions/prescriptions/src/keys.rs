//! The keys that sign prescription codes, as a process keeps them.

use crate::payload::{self, KeyId, Parts};
use jiff::Timestamp;
use medilink_auth::{Jwks, KeyRing, PublicKey, SigningKey, ring::MAX_AGE};
use medilink_edge::{Ctx, Failure, JwksRecord, jwks_key};
use medilink_kernel::Instant;
use medilink_operation::{Refusal, codes};
use medilink_store::{Key, StoreError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The use of the keys, which names their public set.
pub(crate) const USAGE: &str = "rx";

const SIGNING: &str = "prescriptions.signing";
const CHECKING: &str = "prescriptions.checking";
/// A code under an unknown key may be fresher than our keys, or forged: ask at most this often, in seconds.
const RELOAD_PAUSE: i64 = 5;

/// The keys as they are stored, sealed.
#[derive(Serialize, Deserialize)]
pub(crate) struct RingRecord {
    /// Counts the rotations.
    pub(crate) version: u32,
    /// The ring.
    #[serde(with = "serde_bytes")]
    pub(crate) sealed: Vec<u8>,
}

/// The public set as it is stored: a [`JwksRecord`], and since when each of its keys does not sign any more.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Published {
    /// The set, as JSON text.
    pub(crate) jwks: String,
    /// When a key was retired, by its name.
    #[serde(default)]
    pub(crate) retired: BTreeMap<String, Instant>,
}

/// Where the ring lives.
pub(crate) fn ring_key() -> Key {
    Key::only("KEY#rx")
}

/// The private key of this process.
pub(crate) struct Signing {
    pub(crate) key: SigningKey,
    at: Timestamp,
}

impl Signing {
    /// The key that signs now.
    pub(crate) async fn get(ctx: &Ctx) -> Result<Arc<Self>, Failure> {
        if let Some(kept) = ctx.platform.cached::<Self>(SIGNING)
            && ctx.now.duration_since(kept.at) < MAX_AGE
        {
            return Ok(kept);
        }
        let record = ctx.store().get::<RingRecord>(&ring_key()).await?;
        let record = record.ok_or_else(|| StoreError::Busy("the first signing key is not made yet".into()))?;
        let ring = KeyRing::open(&ctx.platform.secret, &record.sealed).map_err(Failure::fault)?;
        let fresh = Arc::new(Self { key: ring.current().clone(), at: ctx.now });
        ctx.platform.cache(SIGNING, Arc::clone(&fresh));
        Ok(fresh)
    }
}

/// The public keys of this process.
struct Checking {
    keys: Vec<PublicKey>,
    at: Timestamp,
}

impl Checking {
    async fn get(ctx: &Ctx, needed: KeyId) -> Result<Arc<Self>, Failure> {
        if let Some(kept) = ctx.platform.cached::<Self>(CHECKING) {
            let age = ctx.now.duration_since(kept.at);
            let knows = kept.keys.iter().any(|key| KeyId::of(key) == Ok(needed));
            if age < MAX_AGE && (knows || age.as_secs() < RELOAD_PAUSE) {
                return Ok(kept);
            }
        }
        let record = ctx.store().get::<JwksRecord>(&jwks_key(USAGE)).await?;
        let jwks =
            record.map_or_else(|| Ok(Jwks::default()), |r| serde_json::from_str(&r.jwks).map_err(Failure::fault))?;
        let keys = jwks.keys.iter().map(PublicKey::try_from).collect::<Result<_, _>>().map_err(Failure::fault)?;
        let fresh = Arc::new(Self { keys, at: ctx.now });
        ctx.platform.cache(CHECKING, Arc::clone(&fresh));
        Ok(fresh)
    }
}

/// What a payload says, where one of our keys signed it.
pub(crate) async fn verified(ctx: &Ctx, text: &str) -> Result<Parts, Failure> {
    let unverified = payload::decode(text).map_err(|_| invalid_code())?;
    let checking = Checking::get(ctx, unverified.key()).await?;
    Ok(unverified.verify(&checking.keys).map_err(|_| invalid_code())?)
}

/// The one answer to every code that is not good, whatever is wrong with it.
pub(crate) fn invalid_code() -> Refusal {
    Refusal::new(codes::INVALID_CODE, "Not the code of a prescription.")
}
