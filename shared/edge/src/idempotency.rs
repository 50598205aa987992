//! `Idempotency-Key`: the receipt of an answer is written with the act itself, so nothing is done twice, whatever is
//! repeated, at once or after a cut, and the first answer comes again byte for byte.

use crate::{Caller, Ctx, Failure, Platform, Request, Response};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use medilink_auth::{Secret, seal};
use medilink_operation::{Kind, Refusal, Spec, codes};
use medilink_store::{Condition, Item, Key, Session, StoreError, Transaction};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

const TAG: &str = "receipt";
const PURPOSE: &str = "receipt";
const KEPT_SECONDS: i64 = 24 * 3600;

/// A request that carries a key.
pub(crate) struct Idempotency {
    key: Key,
    body_hash: String,
}

#[derive(Serialize, Deserialize)]
struct Receipt {
    /// Hash of the body that was answered.
    h: String,
    /// Status and body, sealed: answers hold names and tokens.
    #[serde(with = "serde_bytes")]
    a: Vec<u8>,
    /// When it is forgotten, by us.
    x: i64,
    /// When DynamoDB may delete it.
    ttl: i64,
}

impl Idempotency {
    /// Reads the header, where the operation takes one.
    pub(crate) fn read(
        request: &Request,
        spec: &Spec,
        caller: Option<&Caller>,
        secret: Option<&str>,
    ) -> Result<Option<Self>, Refusal> {
        let mut keys = request
            .headers
            .iter()
            .filter(|(name, _)| spec.mutates() && name == "idempotency-key")
            .map(|(_, key)| key.as_str());
        let Some(key) = keys.next() else { return Ok(None) };
        if keys.next().is_some() || !(1..=255).contains(&key.len()) || !key.bytes().all(|b| b.is_ascii_graphic()) {
            return Err(Refusal::new(
                codes::INVALID_IDEMPOTENCY_KEY,
                "1 to 255 visible ASCII characters are expected.",
            ));
        }
        let caller = caller.map_or_else(|| format!("address {}", request.address), |c| c.user.to_string());
        let mut hash = Sha256::new();
        // A secret in a header is part of who calls: without it an answer would open to whoever shares the address.
        for part in [caller.as_str(), secret.unwrap_or_default(), spec.id, &request.raw_path, key] {
            hash.update((part.len() as u64).to_le_bytes());
            hash.update(part);
        }
        let key = Key::only(format!("IDEM#{}", BASE64URL_NOPAD.encode(&hash.finalize())));
        // No body and an empty object are the same request.
        let body = match request.body.trim_ascii() {
            b"" => b"{}",
            body => body,
        };
        Ok(Some(Self { key, body_hash: BASE64URL_NOPAD.encode(&Sha256::digest(body)) }))
    }

    fn receipt(&self, platform: &Platform, now: Timestamp, status: u16, body: &[u8]) -> Receipt {
        let plain = [&status.to_be_bytes()[..], body].concat();
        let sealed = seal::seal(&platform.secret, PURPOSE, self.key.pk.as_bytes(), platform.entropy.bytes(), &plain);
        let until = now.as_second() + KEPT_SECONDS;
        Receipt { h: self.body_hash.clone(), a: sealed, x: until, ttl: until }
    }

    fn condition(now: Timestamp) -> Condition {
        Condition::default().absent_or("x", "<=", now.as_second())
    }

    /// Adds the receipt to the transaction that does the act.
    pub(crate) fn add(&self, ctx: &Ctx, transaction: Transaction, status: u16, body: &[u8]) -> Transaction {
        let receipt = self.receipt(&ctx.platform, ctx.now, status, body);
        transaction.put(&ctx.store(), TAG, &self.key, &receipt, Self::condition(ctx.now))
    }

    /// Writes the receipt of an answer that wrote nothing itself; gives an earlier answer where there is one.
    pub(crate) async fn record(
        &self,
        platform: &Platform,
        session: &Session,
        now: Timestamp,
        response: &Response,
    ) -> Result<(), Failure> {
        let receipt = self.receipt(platform, now, response.status, &response.body);
        session.platform().put(TAG, &self.key, &receipt, Self::condition(now)).await.map_err(Self::earlier)
    }

    /// Names the request: key, caller, address and body together.
    pub(crate) fn name(&self) -> String {
        BASE64URL_NOPAD.encode(&Sha256::digest(format!("{}\n{}", self.key.pk, self.body_hash)))
    }

    /// Stops with an earlier answer where there is one.
    pub(crate) async fn look(&self, session: &Session, now: Timestamp) -> Result<(), Failure> {
        let Some(item) = session.platform().get_item(&self.key).await? else { return Ok(()) };
        let until = item.get("x").and_then(|v| v.as_n().ok()).and_then(|n| n.parse::<i64>().ok());
        if until.is_some_and(|until| until > now.as_second()) { Err(Failure::Replay(Box::new(item))) } else { Ok(()) }
    }

    /// An earlier receipt in the way comes before every other reason.
    pub(crate) fn earlier(error: StoreError) -> Failure {
        match error.found(TAG) {
            Some(item) => Failure::Replay(Box::new(item.clone())),
            None => Failure::Store(error),
        }
    }

    /// The earlier answer: status and body.
    pub(crate) fn open(&self, secret: &Secret, item: Item) -> Result<(u16, Vec<u8>), Failure> {
        let receipt: Receipt = medilink_store::read(item)?;
        if receipt.h != self.body_hash {
            return Err(Refusal::new(codes::IDEMPOTENCY_MISMATCH, "The same key came with another body before.").into());
        }
        let plain = seal::open(secret, PURPOSE, self.key.pk.as_bytes(), &receipt.a).map_err(Failure::fault)?;
        match plain.split_at_checked(2) {
            Some((&[high, low], body)) => Ok((u16::from_be_bytes([high, low]), body.to_vec())),
            _ => Err(Failure::fault("a receipt without a status")),
        }
    }
}

/// Whether a refusal is the answer to this request for good, and so is kept under its key.
pub(crate) fn is_final(refusal: &Refusal) -> bool {
    matches!(refusal.code.kind, Kind::NotFound | Kind::Conflict | Kind::Unprocessable)
        && refusal.code != codes::IDEMPOTENCY_MISMATCH
        && refusal.code != codes::REQUEST_IN_PROGRESS
}
