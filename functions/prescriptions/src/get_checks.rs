//! What the caller's practice does about warnings at prescribing.

use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{PrescribingChoice, TenantSettings};

/// `GET /v1/practice/prescribing`.
pub struct GetChecks;

impl Operation for GetChecks {
    const SPEC: Spec = Spec::http(
        "prescriptions.get_checks",
        Method::Get,
        "/v1/practice/prescribing",
        "What the own practice does about warnings at prescribing",
    )
    .access(Access::Roles(&[Role::Doctor, Role::Nurse]))
    .grants(&[Grant::own("SETTINGS", &[Action::GetItem])])
    .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = PrescribingChoice;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<PrescribingChoice>, Failure> {
        let settings = ctx.tenant().await?.get::<TenantSettings>(&TenantSettings::key()).await?;
        Ok(Reply::ok(settings.ok_or_else(Refusal::not_found)?.prescribing))
    }
}
