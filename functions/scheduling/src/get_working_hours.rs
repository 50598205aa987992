//! The doctor's own weekly hours.

use crate::records::{Schedule, schedule_key};
use crate::working_hours::WorkingHours;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};

/// `GET /v1/schedule/working-hours`.
pub struct GetWorkingHours;

impl Operation for GetWorkingHours {
    const SPEC: Spec =
        Spec::http("scheduling.get_working_hours", Method::Get, "/v1/schedule/working-hours", "The own weekly hours")
            .access(Access::Roles(&[Role::Doctor]))
            .grants(&[Grant::own("SCHEDULE", &[Action::GetItem])])
            .refusals(&[codes::NOT_FOUND]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = WorkingHours;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<WorkingHours>, Failure> {
        let doctor = ctx.caller()?.doctor.ok_or_else(Refusal::not_found)?;
        let schedule = ctx.tenant().await?.get::<Schedule>(&schedule_key(doctor)).await?;
        Ok(Reply::ok(schedule.ok_or_else(Refusal::not_found)?.hours))
    }
}
