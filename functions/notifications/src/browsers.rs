//! The browsers of a person that take messages in the background: whose they are, and for how long.
//!
//! A browser belongs to whoever subscribed it last, for as long as that sign-in lasts. The sign-in is asked for before
//! anything is sent: a shared browser tells nothing of whoever has left it, nor a stolen one after the password was reset.

use crate::records::{SubscriptionRecord, endpoint_key, subscription_key};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Email, SubscriptionId, UserId};
use medilink_operation::{Action, Grant};
use medilink_records::{Credentials, SessionHead, credentials_key, session_key};
use medilink_store::{Condition, PlatformStore, StoreError, Transaction};
use std::collections::BTreeSet;

/// What forgetting a browser needs, beside its `WEBPUSH#`.
pub(crate) const ENDPOINT: Grant = Grant::platform("ENDPOINT#", &[Action::DeleteItem]);
/// What asking for sign-ins needs.
pub(crate) const SESSIONS: Grant = Grant::platform("SES#", &[Action::GetItem]);
/// See [`SESSIONS`].
pub(crate) const CREDENTIALS: Grant = Grant::platform("EMAIL#", &[Action::GetItem]);

/// Parts browsers into those whose sign-in lasts, and those whose has ended.
pub(crate) async fn parted(
    ctx: &Ctx,
    owner: &Email,
    browsers: Vec<SubscriptionRecord>,
) -> Result<(Vec<SubscriptionRecord>, Vec<SubscriptionRecord>), Failure> {
    let sessions: BTreeSet<_> = browsers.iter().filter_map(|browser| browser.session_id.map(session_key)).collect();
    let (store, sessions) = (ctx.store(), sessions.into_iter().collect::<Vec<_>>());
    let credentials = credentials_key(owner);
    let (heads, credentials) =
        futures::try_join!(store.get_many::<SessionHead>(&sessions), store.get::<Credentials>(&credentials))?;
    let Some(credentials) = credentials.filter(|credentials| !credentials.disabled) else {
        return Ok((Vec::new(), browsers));
    };
    let lasts = |head: &SessionHead| {
        head.user_id == credentials.user_id
            && head.generation == credentials.generation
            && head.expires_at.timestamp() > ctx.now
    };
    let lasting: BTreeSet<_> = heads.into_iter().filter(|(_, head)| lasts(head)).map(|(key, _)| key).collect();
    Ok(browsers
        .into_iter()
        .partition(|browser| browser.session_id.is_some_and(|id| lasting.contains(&session_key(id)))))
}

/// Forgets a browser of a person's.
pub(crate) async fn forget(ctx: &Ctx, user: UserId, id: SubscriptionId) -> Result<(), Failure> {
    match ctx.session.transact(without(Transaction::new(), &ctx.store(), user, id, Condition::default())).await {
        // It is somebody else's meanwhile, and so no more this person's.
        Err(StoreError::Condition { .. }) | Ok(()) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

/// Adds to a transaction that a browser is this person's no more.
pub(crate) fn without(
    transaction: Transaction,
    store: &PlatformStore,
    user: UserId,
    id: SubscriptionId,
    there: Condition,
) -> Transaction {
    let own = Condition::default().absent_or("userId", "=", user);
    transaction.delete(store, "subscription", &subscription_key(user, id), there).delete(
        store,
        "endpoint",
        &endpoint_key(id),
        own,
    )
}
