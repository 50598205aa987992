//! Sends a notice to its reader's browsers.

use crate::{
    browsers::{self, forget, parted},
    delivery::{self, Asked, Delivery, told},
    ground,
    preferences::Channel,
    push_key::push_key,
    raise,
    records::{SubscriptionRecord, subscriptions_partition},
};
use futures::future::{join_all, try_join_all};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_push::{Delivery as Taken, Fate, Notification, PushError, ServiceError, Subscription, Urgency, VapidKey};
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
            ground::APPOINTMENT,
            ground::PRESCRIPTION,
            ground::MESSAGE,
            Grant::platform("WEBPUSH#", &[Action::Query, Action::DeleteItem]),
            browsers::ENDPOINT,
            browsers::SESSIONS,
            browsers::CREDENTIALS,
        ])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(asked) = Asked::read(ctx, record, Channel::Push)? else { return Ok(()) };
        let user = asked.reader();
        let browsers = Query::partition(subscriptions_partition(user));
        let browsers = ctx.store().query::<SubscriptionRecord>(browsers).await?.items;
        if browsers.is_empty() {
            return Ok(());
        }
        let Some(delivery) = asked.delivery(ctx).await? else { return Ok(()) };
        let (browsers, ended) = parted(ctx, &delivery.reader.email, browsers).await?;
        try_join_all(ended.iter().map(|browser| forget(ctx, user, browser.subscription_id))).await?;
        if browsers.is_empty() {
            return Ok(());
        }
        let key = push_key(&ctx.platform.secret)?;
        let missing: Vec<_> = browsers
            .into_iter()
            .filter(|browser| !delivery.notice.pushed_to.contains(&browser.subscription_id))
            .collect();
        // One that cannot be reached keeps it from no other, and what others have had is not sent to them again.
        let sent = join_all(missing.iter().map(|browser| send(ctx, &key, &delivery, browser))).await;
        if sent.iter().all(Result::is_ok) {
            delivery.mark(ctx, Channel::Push).await?;
            return Ok(());
        }
        let had =
            missing.iter().zip(&sent).filter(|(_, sent)| sent.is_ok()).map(|(browser, _)| browser.subscription_id);
        delivery.mark_browsers(ctx, had.collect()).await?;
        sent.into_iter().collect()
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
        Ok(Taken::Gone) => forget(ctx, notice.user_id, browser.subscription_id).await,
        // It is made with another key, or is none: nothing will ever come of it. Too long are only we.
        Err(PushError::Service(ServiceError::Refused(status @ 400..=499))) if status != 413 => {
            tracing::warn!(trace = ctx.trace_id, status, "a browser's subscription is given up");
            forget(ctx, notice.user_id, browser.subscription_id).await
        }
        Err(error) if error.fate() == Fate::Refused => {
            told(ctx, &error, Fate::Refused);
            Ok(())
        }
        // By its name a message is one, so that what may have been taken can be sent again.
        Err(error) => Err(Failure::Outside(told(ctx, &error, Fate::NotTaken))),
    }
}
