//! One appointment.

use crate::finding::{AppointmentPath, BOTH_SIDES, in_practice, own_visit, place};
use crate::view::AppointmentView;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};

/// `GET /v1/appointments/{id}`.
pub struct GetAppointment;

impl Operation for GetAppointment {
    const SPEC: Spec =
        Spec::http("scheduling.get_appointment", Method::Get, "/v1/appointments/{id}", "One appointment")
            .access(Access::Roles(BOTH_SIDES))
            .audited(Part::Appointments, Purpose::Treatment)
            .grants(&[
                Grant::own("APT", &[Action::GetItem]),
                Grant::referenced("APT", &[Action::GetItem]),
                Grant::platform("P#", &[Action::GetItem]),
            ]);
    type Path = AppointmentPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = AppointmentView;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<AppointmentPath, NoQuery, NoBody>,
    ) -> Result<Reply<AppointmentView>, Failure> {
        let (caller, place) = (ctx.caller()?, place(path.id)?);
        let tenant = if caller.role == Role::Patient {
            let visit = own_visit(ctx, caller.user, &place).await?;
            ctx.session.referenced_tenant(visit.tenant).await?
        } else {
            ctx.tenant().await?
        };
        let appointment = in_practice(&tenant, &place).await?;
        ctx.on_record_of(appointment.patient_id);
        Ok(Reply::ok(appointment.into()))
    }
}
