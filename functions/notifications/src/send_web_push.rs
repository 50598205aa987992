//! Sends a notice to its reader's browsers.

use crate::{
    delivery::{self, Delivery, asked},
    preferences::Channel,
    push_key::push_key,
    raise,
    records::{SubscriptionRecord, subscription_key, subscriptions_partition},
};
use futures::future::join_all;
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_push::{Delivery as Taken, Notification, Subscription, Urgency, VapidKey};
use medilink_store::Query;
use serde_json::json;

/// Follows the lists.
pub struct SendWebPush;

/// How long a push service keeps a message for a browser that is away, at most.
const LONGEST_SECONDS: i64 = 7 * 24 * 3600;

impl StreamOperation for SendWebPush {
    const SPEC: Spec = Spec::stream("notifications.send_web_push", "NTF#", "Sends a notice to its reader's browsers")
        .grants(&[
            delivery::NOTICE,
            delivery::READER,
            raise::WISHES,
            Grant::platform("WEBPUSH#", &[Action::Query, Action::DeleteItem]),
        ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(delivery) = asked(ctx, record, Channel::Push).await? else { return Ok(()) };
        let browsers = Query::partition(subscriptions_partition(delivery.notice.user_id));
        let browsers = ctx.store().query::<SubscriptionRecord>(browsers).await?.items;
        if browsers.is_empty() {
            return Ok(());
        }
        let key = push_key(&ctx.platform.secret)?;
        // One that cannot be reached keeps it from no other.
        let each = browsers.iter().map(|browser| send(ctx, &key, &delivery, browser));
        join_all(each).await.into_iter().collect::<Result<(), Failure>>()?;
        delivery.mark(ctx, Channel::Push).await?;
        Ok(())
    }
}

async fn send(ctx: &Ctx, key: &VapidKey, delivery: &Delivery, browser: &SubscriptionRecord) -> Result<(), Failure> {
    let notice = &delivery.notice;
    let language = delivery.reader.language.tag();
    // What a service worker shows; its name lets a browser show it once.
    let payload = json!({
        "notificationId": notice.notification_id, "kind": notice.kind, "about": notice.about, "language": language,
        "title": delivery.said.title, "body": delivery.said.body, "urgent": notice.kind.is_urgent(),
    });
    let subscription =
        Subscription { endpoint: browser.endpoint.clone(), p256dh: browser.p256dh.clone(), auth: browser.auth.clone() };
    let left = notice.until.timestamp().duration_since(ctx.now).as_secs();
    let payload = payload.to_string();
    let notification = Notification {
        payload: payload.as_bytes(),
        topic: &notice.notification_id.bare(),
        urgency: if notice.kind.is_urgent() { Urgency::High } else { Urgency::Normal },
        ttl: u32::try_from(left.clamp(0, LONGEST_SECONDS)).unwrap_or_default(),
    };
    match ctx.platform.web_push.send(key, &subscription, notification, ctx.entropy(), ctx.now).await {
        Ok(Taken::Taken) => Ok(()),
        Ok(Taken::Gone) => Ok(ctx.store().delete(&subscription_key(notice.user_id, browser.subscription_id)).await?),
        // What this browser will never take is no reason to try the others again.
        Err(error) if !error.is_temporary() => {
            tracing::warn!(trace = ctx.trace_id, cause = %error, "a push message was refused");
            Ok(())
        }
        Err(error) => Err(Failure::fault(error)),
    }
}
