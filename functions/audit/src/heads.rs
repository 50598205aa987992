//! The signatures under published heads.
//!
//! A head is kept for ever, so the key under it must be known for ever: the keys are derived from the installation's root
//! secret, one for each year. None is stored, so none can be exchanged in the store, and whoever has the root checks the
//! heads of any year. What is signed is the text of five lines `medilink-head-1`, chain, place, hash and time.

use crate::records::{HeadRecord, SignedHead};
use data_encoding::{BASE64URL_NOPAD, HEXLOWER};
use jiff::{Timestamp, tz::TimeZone};
use medilink_auth::{Secret, SigningKey};
use medilink_kernel::{Instant, Sha256Hex};

const FORM: &str = "medilink-head-1";
const PURPOSE: &str = "audit-heads";

/// The key that signs in the year of an instant.
pub fn key(secret: &Secret, at: Timestamp) -> SigningKey {
    let year = at.to_zoned(TimeZone::UTC).year().to_string();
    SigningKey::from_seed(&secret.mac(PURPOSE, &[year.as_bytes()]))
}

/// Signs a head.
pub fn sign(secret: &Secret, head: &HeadRecord, now: Timestamp) -> SignedHead {
    let (key, signed_at) = (key(secret, now), Instant::new(now));
    let signature = key.sign(said(&head.chain, head.seq, &head.hash, signed_at).as_bytes());
    SignedHead {
        chain: head.chain.clone(),
        seq: head.seq,
        hash: head.hash,
        signed_at,
        kid: key.public().kid(),
        signature: BASE64URL_NOPAD.encode(&signature),
    }
}

/// Whether this installation has signed a head.
pub fn is_ours(secret: &Secret, head: &SignedHead) -> bool {
    let text = said(&head.chain, head.seq, &head.hash, head.signed_at);
    let public = key(secret, head.signed_at.timestamp()).public();
    BASE64URL_NOPAD
        .decode(head.signature.as_bytes())
        .is_ok_and(|signature| public.kid() == head.kid && public.verify(text.as_bytes(), &signature))
}

fn said(chain: &str, seq: u64, hash: &Sha256Hex, at: Instant) -> String {
    format!("{FORM}\n{chain}\n{seq}\n{}\n{at}", HEXLOWER.encode(&hash.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_ours_as_it_was_signed_and_in_no_other_way() {
        let secret = Secret::from_bytes([7; 32]);
        let now = Timestamp::from_second(1_800_000_000).unwrap();
        let signed = sign(&secret, &HeadRecord::new("platform", 5, Sha256Hex([1; 32])), now);
        assert!(is_ours(&secret, &signed) && !is_ours(&Secret::from_bytes([8; 32]), &signed));
        let year = Instant::new(Timestamp::from_second(1_830_000_000).unwrap());
        for other in [
            SignedHead { chain: "x".into(), ..signed.clone() },
            SignedHead { seq: 4, ..signed.clone() },
            SignedHead { hash: Sha256Hex([2; 32]), ..signed.clone() },
            SignedHead { signed_at: year, ..signed.clone() },
            SignedHead { signature: String::new(), ..signed.clone() },
        ] {
            assert!(!is_ours(&secret, &other), "{other:?}");
        }
    }
}
