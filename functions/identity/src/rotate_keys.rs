//! Makes the token keys of a new installation, and exchanges them when they are due. Nobody is logged out: each key is
//! published a whole period before it signs.

use crate::records::{RingRecord, ring_key};
use jiff::Timestamp;
use medilink_auth::{KeyRing, SigningKey};
use medilink_edge::{Ctx, Failure, JwksRecord, Nothing, Reply, ScheduledOperation, jwks_key};
use medilink_kernel::Entropy;
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Condition, Transaction};
use zeroize::Zeroizing;

/// Runs daily.
pub struct RotateKeys;

impl ScheduledOperation for RotateKeys {
    const SPEC: Spec = Spec::every("identity.rotate_keys", 86_400, "Makes and rotates the token keys").grants(&[
        Grant::platform("KEY#token", &[Action::GetItem, Action::PutItem]),
        Grant::platform("JWKS", &[Action::GetItem, Action::PutItem]),
    ]);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        let (store, secret) = (ctx.store(), &ctx.platform.secret);
        let (ring_key, jwks_key) = (ring_key(), jwks_key("token"));
        let (record, published) =
            futures::try_join!(store.get::<RingRecord>(&ring_key), store.get::<JwksRecord>(&jwks_key))?;
        let stored = record.as_ref().map(|r| KeyRing::open(secret, &r.sealed)).transpose().map_err(Failure::fault)?;
        let ring = due(stored, ctx.now, ctx.entropy());
        let jwks = serde_json::to_string(&ring.jwks(ctx.now)).map_err(Failure::fault)?;
        if published.is_some_and(|published| published.jwks == jwks) {
            return Ok(());
        }
        let version = record.as_ref().map(|record| record.version);
        let unchanged =
            version.map_or_else(Condition::new_item, |version| Condition::default().equals("version", version));
        let sealed = ring.seal(secret, ctx.entropy().bytes()).map_err(Failure::fault)?;
        let record = RingRecord { sealed, version: version.map_or(0, |version| version + 1) };
        let transaction = Transaction::new().put(&store, "ring", &ring_key, &record, unchanged).put(
            &store,
            "jwks",
            &jwks_key,
            &JwksRecord { jwks },
            Condition::default(),
        );
        match ctx.commit::<Nothing>(transaction, Reply::none()).await {
            // Another one at the same work was first.
            Err(failure) if failure.failed("ring") => Ok(()),
            result => result.map(|_| ()),
        }
    }
}

/// The ring as it should be now.
fn due(stored: Option<KeyRing>, now: Timestamp, entropy: &dyn Entropy) -> KeyRing {
    let fresh = || SigningKey::from_seed(&Zeroizing::new(entropy.bytes()));
    match stored {
        None => KeyRing::new(fresh(), fresh(), now),
        Some(ring) if ring.is_due(now) => ring.rotated(fresh(), now),
        Some(ring) => ring,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::SignedDuration;
    use medilink_auth::ring::PERIOD;
    use medilink_kernel::SeededEntropy;

    #[test]
    fn the_published_set_changes_only_when_something_is_due() {
        let entropy = SeededEntropy::new(1);
        let start = Timestamp::from_second(1_000_000).unwrap();
        let names = |ring: &KeyRing, now| ring.jwks(now).keys.into_iter().map(|key| key.kid).collect::<Vec<_>>();
        let first = due(None, start, &entropy);
        let same = due(Some(first.clone()), start + SignedDuration::from_hours(24), &entropy);
        assert_eq!(names(&first, start), names(&same, start));

        let rotated = due(Some(first.clone()), start + PERIOD, &entropy);
        let after = names(&rotated, start + PERIOD);
        assert_eq!(after[0], names(&first, start)[1], "the next key signs");
        assert!(after.contains(&names(&first, start)[0]), "tokens of the retired key stay good");
        assert_eq!(after.len(), 3);

        // A day later the last of those tokens is over, and the key is taken out of the set.
        let later = start + PERIOD + SignedDuration::from_hours(24);
        assert_eq!(names(&due(Some(rotated), later, &entropy), later).len(), 2);
    }
}
