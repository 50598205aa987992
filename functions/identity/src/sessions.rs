//! Sessions: opened by a sign-in, carried on by refreshing, ended by whatever changes the password or second factor.

use crate::{client_token::ClientToken, records::SessionRecord};
use data_encoding::BASE64URL_NOPAD;
use jiff::{SignedDuration, Timestamp};
use medilink_auth::{
    RefreshToken,
    refresh::{self, Lineage, Verdict},
};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Email, Instant, SessionId};
use medilink_operation::{Refusal, codes};
use medilink_records::Credentials;

const LIFETIME: SignedDuration = SignedDuration::from_hours(30 * 24);

/// A session about to be stored, and its first refresh token.
pub(crate) struct Opened {
    pub id: SessionId,
    pub record: SessionRecord,
    pub token: ClientToken,
}

/// A new session of the account, on the calling device.
pub(crate) fn open(ctx: &Ctx, email: &Email, credentials: &Credentials) -> Result<Opened, Failure> {
    let (root, id) = (&ctx.platform.secret, SessionId::new(ctx.now, ctx.entropy()));
    let token = RefreshToken::first(root, &id.bare(), ctx.entropy().bytes()).map_err(Failure::fault)?;
    let (expires_at, ttl) = expiry(ctx.now);
    let record = SessionRecord {
        user_id: credentials.user_id,
        email: email.clone(),
        current: token.hash(),
        previous: None,
        rotated_at: None,
        client: client(ctx),
        generation: credentials.generation,
        password_hash: credentials.password_hash.clone(),
        mfa: credentials.mfa.clone(),
        pending_secret: None,
        expires_at,
        ttl,
    };
    Ok(Opened { id, record, token: ClientToken::first(root, token, email, ctx.entropy().bytes()) })
}

/// When a session ends that is used now, and when the store may forget it.
pub(crate) fn expiry(now: Timestamp) -> (Instant, i64) {
    let until = Instant::new(now.saturating_add(LIFETIME).unwrap_or(now));
    (until, until.seconds())
}

/// The calling device, as far as it can be told.
pub(crate) fn client(ctx: &Ctx) -> String {
    let parts = [ctx.address.as_bytes(), ctx.user_agent.as_bytes()];
    BASE64URL_NOPAD.encode(&ctx.platform.secret.mac("session-client", &parts))
}

/// What becomes of a refresh token, by its hash; `None` where its session is over.
pub(crate) fn judge(
    session: &SessionRecord,
    credentials: &Credentials,
    presented: &str,
    client: &str,
    now: Timestamp,
) -> Option<Verdict> {
    let open = session.user_id == credentials.user_id
        && session.generation == credentials.generation
        && !credentials.disabled
        && session.expires_at.timestamp() > now;
    open.then(|| {
        let previous = session.previous.as_deref().zip(session.rotated_at);
        let lineage = Lineage { current: &session.current, previous };
        refresh::judge(presented, lineage, session.client == client, now)
    })
}

/// The caller's own session, which must still be there: what needs it is worth more than an access token's last minutes.
pub(crate) async fn own(ctx: &Ctx) -> Result<SessionRecord, Failure> {
    let caller = ctx.caller()?;
    let session = ctx.store().get::<SessionRecord>(&crate::records::session_key(caller.session)).await?;
    let open = |s: &SessionRecord| s.user_id == caller.user && s.expires_at.timestamp() > ctx.now;
    Ok(session.filter(open).ok_or_else(over)?)
}

/// The session has ended.
pub(crate) fn over() -> Refusal {
    Refusal::new(codes::UNAUTHENTICATED, "The session has ended.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::{Role, SeededEntropy, UserId};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn pair() -> (SessionRecord, Credentials) {
        let user_id = UserId::new(at(0), &SeededEntropy::new(1));
        let credentials = Credentials {
            user_id,
            role: Role::Patient,
            tenant_id: None,
            doctor_id: None,
            registration_id: None,
            registration_status: None,
            password_hash: "hash".into(),
            mfa: None,
            generation: 3,
            disabled: false,
        };
        let session = SessionRecord {
            user_id,
            email: Email::new("amina@example.dz").unwrap(),
            current: "new".into(),
            previous: Some("old".into()),
            rotated_at: Some(at(100)),
            client: "phone".into(),
            generation: 3,
            password_hash: "hash".into(),
            mfa: None,
            pending_secret: None,
            expires_at: Instant::new(at(1_000)),
            ttl: 1_000,
        };
        (session, credentials)
    }

    #[test]
    fn a_live_session_rotates_repeats_or_ends() {
        let (session, credentials) = pair();
        let judge = |presented, client, now| judge(&session, &credentials, presented, client, at(now));
        assert_eq!(judge("new", "phone", 105), Some(Verdict::Rotate));
        assert_eq!(judge("new", "laptop", 105), Some(Verdict::Rotate));
        assert_eq!(judge("old", "phone", 110), Some(Verdict::Repeat));
        assert_eq!(judge("old", "phone", 111), Some(Verdict::Reused));
        assert_eq!(judge("old", "laptop", 101), Some(Verdict::Reused));
        assert_eq!(judge("older", "phone", 101), Some(Verdict::Reused));
        assert_eq!(judge("new", "phone", 1_000), None);
    }

    #[test]
    fn a_changed_password_a_closed_account_or_another_owner_ends_it() {
        let changed = |change: fn(&mut Credentials)| {
            let (session, mut credentials) = pair();
            change(&mut credentials);
            judge(&session, &credentials, "new", "phone", at(105))
        };
        assert_eq!(changed(|_| ()), Some(Verdict::Rotate));
        assert_eq!(changed(|c| c.generation += 1), None);
        assert_eq!(changed(|c| c.disabled = true), None);
        assert_eq!(changed(|c| c.user_id = UserId::new(at(1), &SeededEntropy::new(2))), None);
    }

    #[test]
    fn a_session_lives_for_thirty_days() {
        let (until, ttl) = expiry(at(0));
        assert_eq!((until.seconds(), ttl), (30 * 86_400, 30 * 86_400));
    }
}
