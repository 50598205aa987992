//! Declines a requested appointment

use crate::finding::{AppointmentPath, PRACTICE, Why};
use crate::practice_step;
use crate::view::AppointmentView;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec, codes};
use medilink_records::appointment_state as state;

/// `POST /v1/appointments/{id}/reject`.
pub struct Reject;

impl Operation for Reject {
    const SPEC: Spec = Spec::http(
        "scheduling.reject",
        Method::Post,
        "/v1/appointments/{id}/reject",
        "Declines a requested appointment",
    )
    .access(Access::Roles(PRACTICE))
    .audited(Part::Appointments, Purpose::Treatment)
    .grants(&[
        Grant::own("APT", &[Action::GetItem, Action::UpdateItem]),
        Grant::own("DAY#", &[Action::UpdateItem]),
        Grant::platform("P#", &[Action::UpdateItem]),
    ])
    .refusals(&[codes::INVALID_STATE]);
    type Path = AppointmentPath;
    type Query = NoQuery;
    type Body = Why;
    type Output = AppointmentView;

    async fn run(
        ctx: &Ctx,
        Input { path, body, .. }: Input<AppointmentPath, NoQuery, Why>,
    ) -> Result<Reply<AppointmentView>, Failure> {
        practice_step::take(ctx, path.id, state::Action::Reject, body.reason).await
    }
}
