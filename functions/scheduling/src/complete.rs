//! Ends a visit

use crate::finding::{AppointmentPath, PRACTICE};
use crate::practice_step;
use crate::view::AppointmentView;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec, codes};
use medilink_records::appointment_state as state;

/// `POST /v1/appointments/{id}/complete`.
pub struct Complete;

impl Operation for Complete {
    const SPEC: Spec =
        Spec::http("scheduling.complete", Method::Post, "/v1/appointments/{id}/complete", "Ends a visit")
            .access(Access::Roles(PRACTICE))
            .audited(Part::Appointments, Purpose::Treatment)
            .grants(&[Grant::own("APT", &[Action::GetItem, Action::UpdateItem])])
            .refusals(&[codes::INVALID_STATE]);
    type Path = AppointmentPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = AppointmentView;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<AppointmentPath, NoQuery, NoBody>,
    ) -> Result<Reply<AppointmentView>, Failure> {
        practice_step::take(ctx, path.id, state::Action::Complete, None).await
    }
}
