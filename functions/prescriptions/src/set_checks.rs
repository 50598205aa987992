//! Says what the caller's practice does about warnings at prescribing. It holds for every prescription that is still to come.

use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{PrescribingChoice, TenantSettings};
use medilink_store::{Condition, Transaction, Update};

/// `PUT /v1/practice/prescribing`.
pub struct SetChecks;

impl Operation for SetChecks {
    const SPEC: Spec = Spec::http(
        "prescriptions.set_checks",
        Method::Put,
        "/v1/practice/prescribing",
        "Says what the own practice does about warnings at prescribing",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .grants(&[Grant::own("SETTINGS", &[Action::UpdateItem])])
    .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = PrescribingChoice;
    type Output = PrescribingChoice;

    async fn run(
        ctx: &Ctx,
        Input { body: choice, .. }: Input<NoPath, NoQuery, PrescribingChoice>,
    ) -> Result<Reply<PrescribingChoice>, Failure> {
        let tenant = ctx.tenant().await?;
        let update = Update::new().set("prescribing", choice).when(Condition::item_exists());
        let transaction = Transaction::new().update(&tenant, "settings", &TenantSettings::key(), update);
        match ctx.commit(transaction, Reply::ok(choice)).await {
            Err(failure) if failure.failed("settings") => Err(Refusal::not_found().into()),
            result => result,
        }
    }
}
