//! The token keys of an installation and their rotation, which logs nobody out.
//!
//! A key is published one whole period before it signs, and stays published after that until its last token is over.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::claims::LONGEST_LIFETIME;
use crate::jwk::Jwks;
use crate::keys::{PublicKey, SigningKey};
use crate::seal::{self, DoesNotOpen};
use crate::secret::Secret;

/// How long a key signs.
pub const PERIOD: SignedDuration = SignedDuration::from_hours(30 * 24);

/// How long a process may go on with a ring it has read; then it must read it again.
pub const MAX_AGE: SignedDuration = SignedDuration::from_mins(10);

const PURPOSE: &str = "key-ring";

/// The keys: one that signs, one that will, and those whose tokens may still be about.
#[derive(Debug, Clone)]
pub struct KeyRing {
    current: SigningKey,
    since: Timestamp,
    next: SigningKey,
    previous: Vec<Retired>,
}

#[derive(Debug, Clone)]
struct Retired {
    key: PublicKey,
    at: Timestamp,
}

impl KeyRing {
    /// The ring of a new installation.
    #[must_use]
    pub fn new(current: SigningKey, next: SigningKey, now: Timestamp) -> Self {
        Self { current, since: now, next, previous: Vec::new() }
    }

    /// The key that signs.
    #[must_use]
    pub fn current(&self) -> &SigningKey {
        &self.current
    }

    /// Every key under which a valid token may come, now or soon.
    #[must_use]
    pub fn jwks(&self, now: Timestamp) -> Jwks {
        let previous = self.previous.iter().filter(|key| key.is_needed(now)).map(|retired| retired.key);
        [self.current.public(), self.next.public()].into_iter().chain(previous).collect()
    }

    /// Whether the current key has signed for its period.
    #[must_use]
    pub fn is_due(&self, now: Timestamp) -> bool {
        now.duration_since(self.since) >= PERIOD
    }

    /// The ring after a rotation: the next key signs, `fresh` is the next, the current one is retired.
    #[must_use]
    pub fn rotated(&self, fresh: SigningKey, now: Timestamp) -> Self {
        let mut previous: Vec<_> = self.previous.iter().filter(|key| key.is_needed(now)).cloned().collect();
        previous.push(Retired { key: self.current.public(), at: now });
        Self { current: self.next.clone(), since: now, next: fresh, previous }
    }

    /// The ring as it is stored: sealed, with its private keys.
    ///
    /// # Errors
    /// When its instants cannot be written as JSON.
    pub fn seal(&self, secret: &Secret, nonce: [u8; 12]) -> Result<Vec<u8>, serde_json::Error> {
        let stored = Stored {
            current: Seed(*self.current.seed()),
            since: self.since,
            next: Seed(*self.next.seed()),
            previous: self.previous.iter().map(|retired| (retired.key.to_bytes(), retired.at)).collect(),
        };
        let plain = Zeroizing::new(serde_json::to_vec(&stored)?);
        Ok(seal::seal(secret, PURPOSE, b"", nonce, &plain))
    }

    /// The ring from its stored form.
    ///
    /// # Errors
    /// When the bytes are not what [`KeyRing::seal`] made under this secret.
    pub fn open(secret: &Secret, sealed: &[u8]) -> Result<Self, DoesNotOpen> {
        let plain = seal::open(secret, PURPOSE, b"", sealed)?;
        let stored: Stored = serde_json::from_slice(&plain).map_err(|_| DoesNotOpen)?;
        let previous = stored.previous.iter().map(|(bytes, at)| {
            PublicKey::from_bytes(bytes).map(|key| Retired { key, at: *at }).map_err(|_| DoesNotOpen)
        });
        Ok(Self {
            current: SigningKey::from_seed(&stored.current.0),
            since: stored.since,
            next: SigningKey::from_seed(&stored.next.0),
            previous: previous.collect::<Result<_, _>>()?,
        })
    }
}

impl Retired {
    /// A process may have signed with it for as long as it kept the older ring.
    fn is_needed(&self, now: Timestamp) -> bool {
        now.duration_since(self.at) <= MAX_AGE + LONGEST_LIFETIME
    }
}

#[derive(Serialize, Deserialize)]
struct Stored {
    current: Seed,
    since: Timestamp,
    next: Seed,
    previous: Vec<([u8; 32], Timestamp)>,
}

#[derive(Serialize, Deserialize)]
struct Seed([u8; 32]);

impl Drop for Seed {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(n: u8) -> SigningKey {
        SigningKey::from_seed(&[n; 32])
    }

    fn published(ring: &KeyRing, now: Timestamp) -> Vec<String> {
        ring.jwks(now).keys.into_iter().map(|jwk| jwk.kid).collect()
    }

    fn kids<const N: usize>(keys: [u8; N]) -> Vec<String> {
        keys.map(|n| key(n).public().kid()).to_vec()
    }

    const T0: Timestamp = Timestamp::UNIX_EPOCH;

    #[test]
    fn a_key_is_published_before_while_and_after_it_signs() {
        let ring = KeyRing::new(key(1), key(2), T0);
        assert_eq!(published(&ring, T0), kids([1, 2]));
        assert!(!ring.is_due(T0 + PERIOD - SignedDuration::from_secs(1)));
        let t1 = T0 + PERIOD;
        assert!(ring.is_due(t1));

        let ring = ring.rotated(key(3), t1);
        assert!(!ring.is_due(t1));
        assert_eq!(ring.current().public(), key(2).public());
        let last = t1 + MAX_AGE + LONGEST_LIFETIME;
        assert_eq!(published(&ring, last), kids([2, 3, 1]));
        assert_eq!(published(&ring, last + SignedDuration::from_secs(1)), kids([2, 3]));
    }

    #[test]
    fn hasty_rotations_lose_no_key() {
        let minute = SignedDuration::from_mins(1);
        let ring = KeyRing::new(key(1), key(2), T0).rotated(key(3), T0 + minute).rotated(key(4), T0 + minute * 2);
        assert_eq!(published(&ring, T0 + minute * 3), kids([3, 4, 1, 2]));
        // The forgotten ones are dropped for good at the next rotation.
        assert_eq!(ring.rotated(key(5), T0 + PERIOD).previous.len(), 1);
    }

    #[test]
    fn the_stored_form_reads_back_under_its_secret_alone() {
        let (secret, now) = (Secret::from_bytes([7; 32]), T0 + PERIOD);
        let ring = KeyRing::new(key(1), key(2), T0).rotated(key(3), now);
        let sealed = ring.seal(&secret, [1; 12]).unwrap();
        let read = KeyRing::open(&secret, &sealed).unwrap();
        assert_eq!(format!("{read:?}"), format!("{ring:?}"));
        assert_eq!(read.current().seed(), key(2).seed());
        assert!(KeyRing::open(&Secret::from_bytes([8; 32]), &sealed).is_err());
    }
}
