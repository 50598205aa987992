//! Notes that everything up to a notification was read.

use crate::records::{NoticeRecord, notice_key, preferences_key};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::NotificationId;
use medilink_operation::{Action, Grant, Method, Refusal, Spec};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/notifications/read`.
pub struct ReadUpTo;

/// Up to which.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// The latest that the reader has seen: what came in since stays unread.
    up_to: NotificationId,
}

impl Operation for ReadUpTo {
    const SPEC: Spec = Spec::http(
        "notifications.read_up_to",
        Method::Post,
        "/v1/notifications/read",
        "Notes that everything up to a notification was read",
    )
    .grants(&[Grant::platform("NTF#", &[Action::GetItem]), Grant::platform("NTFPREF#", &[Action::UpdateItem])])
    .refusals(&[medilink_operation::codes::NOT_FOUND])
    .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let user = ctx.caller()?.user;
        let notice = ctx.store().get::<NoticeRecord>(&notice_key(user, body.up_to)).await?;
        let arrived = notice.ok_or_else(Refusal::not_found)?.arrived;
        // Never back: another device may have seen more.
        let further = Condition::default().absent_or("readUpTo", "<", arrived);
        let update = Update::new().set("readUpTo", arrived).when(further);
        let transaction = Transaction::new().update(&ctx.store(), "wishes", &preferences_key(user), update);
        match ctx.commit(transaction, Reply::none()).await {
            Err(failure) if failure.failed("wishes") => Ok(Reply::none()),
            result => result,
        }
    }
}
