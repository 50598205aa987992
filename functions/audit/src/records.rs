//! Keys and items of the chains; nothing else formats them.

use crate::chain::chain_of;
use medilink_kernel::{AccessId, CalendarDate, Instant, Sha256Hex};
use medilink_records::AccessEntry;
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// The partition of the index that lists every chain.
pub const CHAINS: &str = "CHAINS";

/// One link of a chain: an entry at its place.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct LinkRecord {
    /// Its place, from 1 on.
    pub seq: u64,
    /// The hash of the link before it; noughts for the first.
    pub prev: Sha256Hex,
    /// Its own: [`crate::chain::hash`].
    pub hash: Sha256Hex,
    /// The entry.
    #[serde(flatten)]
    pub entry: AccessEntry,
    /// The index by time.
    gsi1pk: String,
    gsi1sk: String,
}

impl LinkRecord {
    /// The link of an entry at a place of its chain.
    pub fn new(seq: u64, prev: Sha256Hex, hash: Sha256Hex, entry: AccessEntry) -> Self {
        let (gsi1pk, gsi1sk) = (link_partition(&chain_of(&entry)), entry.id.bare());
        Self { seq, prev, hash, entry, gsi1pk, gsi1sk }
    }
}

/// Where a chain has come to.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct HeadRecord {
    /// Which chain.
    pub chain: String,
    /// The place of its last link.
    pub seq: u64,
    /// The hash of its last link.
    pub hash: Sha256Hex,
    gsi1pk: String,
    gsi1sk: String,
}

impl HeadRecord {
    /// The end of a chain.
    pub fn new(chain: &str, seq: u64, hash: Sha256Hex) -> Self {
        Self { chain: chain.to_owned(), seq, hash, gsi1pk: CHAINS.to_owned(), gsi1sk: chain.to_owned() }
    }
}

/// The end of a chain as it was published and signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SignedHead {
    /// Which chain.
    pub chain: String,
    /// The place of its last link then.
    pub seq: u64,
    /// The hash of that link.
    pub hash: Sha256Hex,
    /// When it was signed.
    pub signed_at: Instant,
    /// The name of the key.
    pub kid: String,
    /// The signature, in base64url.
    pub signature: String,
}

/// What the partitions of links begin with.
pub const LINKS: &str = "TRAIL#";
/// What the partitions of heads begin with.
pub const HEADS: &str = "CHAIN#";
/// What the partitions of signed heads begin with.
pub const SIGNED: &str = "HEADS#";

/// The partition of a chain's links.
pub fn link_partition(chain: &str) -> String {
    format!("{LINKS}{chain}")
}

/// Where a link lies.
pub fn link_key(chain: &str, seq: u64) -> Key {
    Key::new(link_partition(chain), format!("{seq:012}"))
}

/// Where a chain's head lies.
pub fn head_key(chain: &str) -> Key {
    Key::only(format!("{HEADS}{chain}"))
}

/// The partition of the heads that were signed on a date.
pub fn signed_partition(date: CalendarDate) -> String {
    format!("{SIGNED}{}", date.date())
}

/// Where a signed head lies.
pub fn signed_key(date: CalendarDate, chain: &str, seq: u64) -> Key {
    Key::new(signed_partition(date), format!("{chain}#{seq:012}"))
}

/// How entries sort by time: the least id of a millisecond.
pub fn position(at: jiff::Timestamp) -> String {
    let millis = u128::try_from(at.as_millisecond()).unwrap_or_default() & ((1 << 48) - 1);
    AccessId::from_u128(millis << 80).bare()
}
