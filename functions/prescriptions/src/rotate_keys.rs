//! Makes the first signing key and a new one every month; keeps publishing the old ones while codes of theirs live.

use crate::keys::{Published, RingRecord, USAGE, ring_key};
use jiff::{SignedDuration, Timestamp};
use medilink_auth::{Jwks, KeyRing, SigningKey};
use medilink_edge::{Ctx, Failure, ScheduledOperation, jwks_key};
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Condition, Transaction};

/// How long a retired key stays published: longer than any prescription lives that it may have signed.
const KEPT: SignedDuration = SignedDuration::from_hours(400 * 24);

/// `prescriptions.rotate_keys`
pub struct RotateKeys;

impl ScheduledOperation for RotateKeys {
    const SPEC: Spec =
        Spec::every("prescriptions.rotate_keys", 86_400, "Makes and rotates the keys of prescription codes").grants(&[
            Grant::platform("KEY#rx", &[Action::GetItem, Action::PutItem]),
            Grant::platform("JWKS", &[Action::GetItem, Action::PutItem]),
        ]);

    async fn run(ctx: &Ctx) -> Result<(), Failure> {
        let (store, secret) = (ctx.store(), &ctx.platform.secret);
        let (ring_key, jwks_key) = (ring_key(), jwks_key(USAGE));
        let (stored, published) =
            futures::try_join!(store.get::<RingRecord>(&ring_key), store.get::<Published>(&jwks_key))?;
        let fresh = || SigningKey::from_seed(&ctx.entropy().bytes());
        let (ring, unchanged) = match &stored {
            None => (KeyRing::new(fresh(), fresh(), ctx.now), Condition::new_item()),
            Some(record) => {
                let ring = KeyRing::open(secret, &record.sealed).map_err(Failure::fault)?;
                if !ring.is_due(ctx.now) {
                    return Ok(());
                }
                (ring.rotated(fresh(), ctx.now), Condition::default().equals("version", record.version))
            }
        };
        let sealed = ring.seal(secret, ctx.entropy().bytes()).map_err(Failure::fault)?;
        let record = RingRecord { version: stored.map_or(0, |record| record.version) + 1, sealed };
        let published = publish(&ring, published, ctx.now).map_err(Failure::fault)?;
        let transaction = Transaction::new().put(&store, "ring", &ring_key, &record, unchanged).put(
            &store,
            "published",
            &jwks_key,
            &published,
            Condition::default(),
        );
        match ctx.session.transact(transaction).await {
            // Another run was first: its keys are as good.
            Err(error) if error.failed("ring") => Ok(()),
            result => Ok(result?),
        }
    }
}

/// The public set of a ring, with the keys published before that are still needed.
fn publish(ring: &KeyRing, before: Option<Published>, now: Timestamp) -> Result<Published, serde_json::Error> {
    let mut jwks = ring.jwks(now);
    let Some(Published { jwks: known, mut retired }) = before else {
        return Ok(Published { jwks: serde_json::to_string(&jwks)?, retired: Default::default() });
    };
    let known: Jwks = serde_json::from_str(&known)?;
    let old: Vec<_> = known.keys.into_iter().filter(|key| jwks.keys.iter().all(|live| live.kid != key.kid)).collect();
    for key in old {
        let since = *retired.entry(key.kid.clone()).or_insert_with(|| now.into());
        if now.duration_since(since.timestamp()) <= KEPT {
            jwks.keys.push(key);
        } else {
            retired.remove(&key.kid);
        }
    }
    Ok(Published { jwks: serde_json::to_string(&jwks)?, retired })
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_auth::ring::PERIOD;

    fn kids(published: &Published) -> Vec<String> {
        let jwks: Jwks = serde_json::from_str(&published.jwks).unwrap();
        jwks.keys.into_iter().map(|key| key.kid).collect()
    }

    #[test]
    fn a_key_stays_published_while_its_codes_live() {
        let key = |n: u8| SigningKey::from_seed(&[n; 32]);
        let first = key(1).public().kid();
        let mut now = Timestamp::from_second(1_800_000_000).unwrap();
        let mut ring = KeyRing::new(key(1), key(2), now);
        let mut published = publish(&ring, None, now).unwrap();
        let mut last_seen = now;
        for n in 3..30 {
            now += PERIOD;
            ring = ring.rotated(key(n), now);
            published = publish(&ring, Some(published), now).unwrap();
            let kids = kids(&published);
            assert!(kids.contains(&ring.current().public().kid()) && kids.contains(&key(n).public().kid()));
            assert!(kids.len() < 20, "{}", kids.len());
            if kids.contains(&first) {
                last_seen = now;
            }
        }
        // It signed until the first rotation; a prescription lives 366 days.
        let signed_last = Timestamp::from_second(1_800_000_000).unwrap() + PERIOD;
        assert!(last_seen.duration_since(signed_last) > SignedDuration::from_hours(366 * 24));
        assert!(!kids(&published).contains(&first) && !published.retired.contains_key(&first));
    }
}
