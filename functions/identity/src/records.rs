//! Keys and items of this domain; nothing else formats them.

use jiff::Timestamp;
use medilink_kernel::{Email, Instant, UserId};
use medilink_records::Mfa;
pub(crate) use medilink_records::session_key;
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// One sign-in: a family of refresh tokens.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SessionRecord {
    pub user_id: UserId,
    /// Leads to the credentials.
    pub email: Email,
    /// Hash of the refresh token that is good now.
    pub current: String,
    /// Hash of the one before it.
    pub previous: Option<String>,
    /// When that one was exchanged.
    pub rotated_at: Option<Timestamp>,
    /// Hash of network address and `User-Agent`, as of the last exchange.
    pub client: String,
    /// `Credentials.generation`: under a later one this session has ended, and what follows is void.
    pub generation: u32,
    /// The password as of this generation: asking for it again then needs no second read.
    pub password_hash: String,
    /// The second factor as of this generation; its codes may have been used elsewhere since.
    pub mfa: Option<Mfa>,
    /// A second factor whose first code has not been shown yet, sealed.
    #[serde(default, with = "serde_bytes")]
    pub pending_secret: Option<Vec<u8>>,
    pub expires_at: Instant,
    pub ttl: i64,
}

/// A wish for a new password. Written alike for known and unknown addresses; what follows is filled in for known ones.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResetRecord {
    pub email: Email,
    pub expires_at: Instant,
    pub ttl: i64,
    /// Hash of the token that was mailed.
    pub token_hash: Option<String>,
    pub user_id: Option<UserId>,
    /// `Credentials.generation` when the token was made: any change since then voids it.
    pub generation: Option<u32>,
}

/// The token keys with their private parts, sealed.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct RingRecord {
    #[serde(with = "serde_bytes")]
    pub sealed: Vec<u8>,
    /// Counts rotations, so that two at once make one.
    pub version: u32,
}

/// A network address from which somebody has signed in to an account.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct FamiliarRecord {
    /// When that is forgotten; the store may do so later.
    pub ttl: i64,
}

/// An attempt under an `Idempotency-Key`, so that its repetitions are not counted.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct AttemptRecord {
    pub ttl: i64,
}

pub(crate) fn reset_key(request: &str) -> Key {
    Key::only(format!("RESET#{request}"))
}

pub(crate) fn ring_key() -> Key {
    Key::only("KEY#token")
}

/// The counter of a window that began at `start`.
pub(crate) fn attempts_key(partition: &str, start: i64) -> Key {
    Key::new(partition, start.to_string())
}

pub(crate) fn attempt_key(partition: &str, start: i64, request: &str) -> Key {
    Key::new(partition, format!("{start}#{request}"))
}

pub(crate) fn familiar_key(partition: &str) -> Key {
    Key::new(partition, "familiar")
}
