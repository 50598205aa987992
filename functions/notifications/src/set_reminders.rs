//! Says when the caller's practice has its patients reminded. It holds for every reminder that is still to come.

use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_records::{ReminderChoice, TenantSettings};
use medilink_store::{Condition, Transaction, Update};

/// `PUT /v1/practice/reminders`.
pub struct SetReminders;

impl Operation for SetReminders {
    const SPEC: Spec = Spec::http(
        "notifications.set_reminders",
        Method::Put,
        "/v1/practice/reminders",
        "Says when the own practice has its patients reminded",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .grants(&[Grant::own("SETTINGS", &[Action::UpdateItem])])
    .refusals(&[medilink_operation::codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = ReminderChoice;
    type Output = ReminderChoice;

    async fn run(
        ctx: &Ctx,
        Input { body: choice, .. }: Input<NoPath, NoQuery, ReminderChoice>,
    ) -> Result<Reply<ReminderChoice>, Failure> {
        let tenant = ctx.tenant().await?;
        let update = Update::new().set("reminders", choice).when(Condition::item_exists());
        let transaction = Transaction::new().update(&tenant, "settings", &TenantSettings::key(), update);
        match ctx.commit(transaction, Reply::ok(choice)).await {
            Err(failure) if failure.failed("settings") => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
