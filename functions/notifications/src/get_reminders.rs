//! When the caller's practice has its patients reminded.

use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_records::{ReminderChoice, TenantSettings};

/// `GET /v1/practice/reminders`.
pub struct GetReminders;

impl Operation for GetReminders {
    const SPEC: Spec = Spec::http(
        "notifications.get_reminders",
        Method::Get,
        "/v1/practice/reminders",
        "When the own practice has its patients reminded",
    )
    .access(Access::Roles(&[Role::Doctor, Role::Nurse, Role::Receptionist]))
    .grants(&[Grant::own("SETTINGS", &[Action::GetItem])])
    .refusals(&[medilink_operation::codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ReminderChoice;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<ReminderChoice>, Failure> {
        let settings = ctx.tenant().await?.get::<TenantSettings>(&TenantSettings::key()).await?;
        Ok(Reply::ok(settings.ok_or_else(Refusal::not_found)?.reminders))
    }
}
