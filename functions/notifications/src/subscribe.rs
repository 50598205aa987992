//! Subscribes a browser of the caller's to messages in the background (Web Push), for as long as the caller is signed in
//! there. It takes them for nobody else from then on.

use crate::{
    browsers::without,
    records::{EndpointRecord, SubscriptionRecord, endpoint_key, subscription_key, subscriptions_partition},
    script_time::ScriptTime,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Opaque, SubscriptionId};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_push::Subscription;
use medilink_store::{Condition, Query, StoreError, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// `POST /v1/notifications/subscriptions`.
pub struct Subscribe;

/// So many browsers a person; with another one the oldest goes.
const MOST: usize = 20;

/// A browser's `PushSubscription`, as its `toJSON()` gives it.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// Where the browser's push service takes messages.
    endpoint: Opaque<1000>,
    /// When the browser lets it end; it tells by then.
    #[serde(default, rename = "expirationTime")]
    _expiration_time: Option<ScriptTime>,
    /// The browser's keys.
    keys: Keys,
}

/// What only this browser can read is written with.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Keys {
    /// Its public key, base64url.
    p256dh: Opaque<200>,
    /// Its secret, base64url.
    auth: Opaque<100>,
}

/// A subscription.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Subscribed {
    /// Which one: ends with it.
    subscription_id: SubscriptionId,
}

impl Operation for Subscribe {
    const SPEC: Spec = Spec::http(
        "notifications.subscribe",
        Method::Post,
        "/v1/notifications/subscriptions",
        "Subscribes a browser to messages in the background",
    )
    .grants(&[
        Grant::platform("WEBPUSH#", &[Action::Query, Action::PutItem, Action::DeleteItem]),
        Grant::platform("ENDPOINT#", &[Action::GetItem, Action::PutItem, Action::DeleteItem]),
    ])
    .success(&[201]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Subscribed;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Subscribed>, Failure> {
        let user = ctx.caller()?.user;
        let subscription = Subscription {
            endpoint: body.endpoint.as_str().to_owned(),
            p256dh: body.keys.p256dh.as_str().to_owned(),
            auth: body.keys.auth.as_str().to_owned(),
        };
        ctx.platform.web_push.check(&subscription).map_err(|_| {
            let detail = "A subscription at a push service that browsers use is expected.";
            Refusal::field(codes::INVALID_INPUT, "/endpoint", "invalid_subscription", detail)
        })?;
        let id = id(&subscription.endpoint);
        let (store, owner) = (ctx.store(), endpoint_key(id));
        let known = Query::partition(subscriptions_partition(user));
        let (known, former) =
            futures::try_join!(store.query::<SubscriptionRecord>(known), store.get::<EndpointRecord>(&owner))?;
        let record = SubscriptionRecord {
            subscription_id: id,
            endpoint: subscription.endpoint,
            p256dh: subscription.p256dh,
            auth: subscription.auth,
            created_at: Instant::new(ctx.now),
            session_id: Some(ctx.caller()?.session),
            browser: ctx.user_agent.clone(),
        };
        let former = former.map_or(user, |former| former.user_id);
        let mut transaction =
            Transaction::new().put(&store, "new", &subscription_key(user, id), &record, Condition::default()).put(
                &store,
                OWNER,
                &owner,
                &EndpointRecord { user_id: user },
                Condition::default().absent_or("userId", "=", former),
            );
        // A browser tells whoever sits before it: not who sat there before.
        if former != user {
            transaction = transaction.delete(&store, "former", &subscription_key(former, id), Condition::default());
        }
        let mut known = known.items;
        known.retain(|other| other.subscription_id != id);
        known.sort_by_key(|other| other.created_at);
        let too_many = (known.len() + 1).saturating_sub(MOST);
        for old in known.iter().take(too_many) {
            transaction = without(transaction, &store, user, old.subscription_id, Condition::default());
        }
        match ctx.commit(transaction, Reply::created(Subscribed { subscription_id: id })).await {
            // Two people at one browser, at once.
            Err(failure) if failure.failed(OWNER) => Err(StoreError::Busy("a browser changes hands".into()).into()),
            result => result,
        }
    }
}

/// The tag of the write that says whose a browser is.
const OWNER: &str = "owner";

/// A browser is known by its endpoint: subscribed again it is the same.
fn id(endpoint: &str) -> SubscriptionId {
    let hash: [u8; 32] = Sha256::digest(endpoint).into();
    let mut value = [0; 16];
    value.copy_from_slice(&hash[..16]);
    SubscriptionId::from_u128(u128::from_be_bytes(value))
}
