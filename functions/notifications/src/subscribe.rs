//! Subscribes a browser of the caller's to messages in the background (Web Push).

use crate::{
    records::{SubscriptionRecord, subscription_key, subscriptions_partition},
    script_time::ScriptTime,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Opaque, SubscriptionId};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_push::Subscription;
use medilink_store::{Condition, Query, Transaction};
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
    .grants(&[Grant::platform("WEBPUSH#", &[Action::Query, Action::PutItem, Action::DeleteItem])])
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
        let known = Query::partition(subscriptions_partition(user));
        let mut known = ctx.store().query::<SubscriptionRecord>(known).await?.items;
        let id = id(&subscription.endpoint);
        let record = SubscriptionRecord {
            subscription_id: id,
            endpoint: subscription.endpoint,
            p256dh: subscription.p256dh,
            auth: subscription.auth,
            created_at: Instant::new(ctx.now),
        };
        let store = ctx.store();
        let put = Transaction::new().put(&store, "new", &subscription_key(user, id), &record, Condition::default());
        known.retain(|other| other.subscription_id != id);
        known.sort_by_key(|other| other.created_at);
        let too_many = (known.len() + 1).saturating_sub(MOST);
        let transaction = known.iter().take(too_many).fold(put, |transaction, old| {
            transaction.delete(&store, "old", &subscription_key(user, old.subscription_id), Condition::default())
        });
        ctx.commit(transaction, Reply::created(Subscribed { subscription_id: id })).await
    }
}

/// A browser is known by its endpoint: subscribed again it is the same.
fn id(endpoint: &str) -> SubscriptionId {
    let hash: [u8; 32] = Sha256::digest(endpoint).into();
    let mut value = [0; 16];
    value.copy_from_slice(&hash[..16]);
    SubscriptionId::from_u128(u128::from_be_bytes(value))
}
