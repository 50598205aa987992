//! Notes that one notification was read.

use crate::records::notice_key;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::{Instant, NotificationId};
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/notifications/{notificationId}/read`.
pub struct ReadNotification;

/// Which one.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct NotificationPath {
    /// The notification.
    pub(crate) notification_id: NotificationId,
}

impl Operation for ReadNotification {
    const SPEC: Spec = Spec::http(
        "notifications.read_notification",
        Method::Post,
        "/v1/notifications/{notificationId}/read",
        "Notes that a notification was read",
    )
    .grants(&[Grant::platform("NTF#", &[Action::UpdateItem])])
    .success(&[204]);
    type Path = NotificationPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<NotificationPath, NoQuery, NoBody>,
    ) -> Result<Reply<Nothing>, Failure> {
        let key = notice_key(ctx.caller()?.user, path.notification_id);
        let read = Update::new().set("readAt", Instant::new(ctx.now)).remove("gsi1pk").remove("gsi1sk");
        let update = read.when(Condition::item_exists());
        match ctx.commit(Transaction::new().update(&ctx.store(), "notice", &key, update), Reply::none()).await {
            Err(failure) if failure.failed("notice") => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
