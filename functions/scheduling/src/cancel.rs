//! Calls an appointment off.

use crate::days::{DayWrites, VISIT};
use crate::finding::{AppointmentPath, BOTH_SIDES, Why, own_visit, place};
use crate::practice_step::{self, ATTEMPTS, found, invalid_state, is_late, outrun};
use crate::view::{AppointmentView, after_step};
use crate::visit_ref::VisitRef;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{AppointmentId, Role, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec, codes};
use medilink_records::appointment_state::{self as state, Side, Status, next};
use medilink_records::{Act, Change, Reason};
use medilink_store::{Condition, Transaction};

/// `POST /v1/appointments/{id}/cancel`.
pub struct Cancel;

impl Operation for Cancel {
    const SPEC: Spec =
        Spec::http("scheduling.cancel", Method::Post, "/v1/appointments/{id}/cancel", "Calls an appointment off")
            .access(Access::Roles(BOTH_SIDES))
            .audited(Part::Appointments, Purpose::Treatment)
            .grants(&[
                Grant::own("APT", &[Action::GetItem, Action::UpdateItem]),
                Grant::own("DAY#", &[Action::UpdateItem]),
                Grant::referenced("APT", &[Action::GetItem, Action::UpdateItem]),
                Grant::referenced("DAY#", &[Action::UpdateItem]),
                Grant::platform("P#", &[Action::GetItem, Action::UpdateItem]),
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
        let caller = ctx.caller()?;
        if caller.role == Role::Patient {
            by_patient(ctx, caller.user, path.id, body.reason).await
        } else {
            practice_step::take(ctx, path.id, state::Action::Cancel, body.reason).await
        }
    }
}

/// The patient's own day says enough; what it does not say, the transaction asks by its condition.
async fn by_patient(
    ctx: &Ctx,
    patient: UserId,
    id: AppointmentId,
    reason: Option<Reason>,
) -> Result<Reply<AppointmentView>, Failure> {
    let place = place(id)?;
    let mut visit = own_visit(ctx, patient, &place).await?;
    let tenant = ctx.session.referenced_tenant(visit.tenant).await?;
    for _ in 0..ATTEMPTS {
        let late = is_late(ctx, visit.held.slot.start());
        let change = Change { reason: reason.clone(), late, ..Change::new(ctx.now, Status::Cancelled, Side::Patient) };
        let update = change.take(ctx.now, Status::Cancelled).set(Act::ATTRIBUTE, ctx.act()?);
        let update = update.when(allows(state::Action::Cancel, &visit));
        let transaction = Transaction::new().update(&tenant, VISIT, &place.key(), update);
        let days = DayWrites { ctx, tenant: &tenant, doctor: visit.doctor, patient, old: Some(visit.held), new: None };
        let answer = after_step(&tenant, &place, change, Status::Cancelled, visit.held.slot);
        match ctx.commit_while(days.add_to(transaction), answer).await {
            Err(failure) if failure.failed(VISIT) => {
                let appointment = found(&failure)?;
                next(appointment.status, state::Action::Cancel, Side::Patient).map_err(invalid_state)?;
                visit = VisitRef::to(visit.tenant, &appointment).map_err(Failure::fault)?;
            }
            result => return result,
        }
    }
    Err(outrun())
}

/// That the appointment is where the patient's day says, in a state that allows the patient this step.
pub fn allows(action: state::Action, visit: &VisitRef) -> Condition {
    let allowed = Status::ALL.into_iter().filter(|status| next(*status, action, Side::Patient).is_ok());
    let names: Vec<&str> = allowed.map(Status::as_str).collect();
    Condition::default().one_of("status", &names).equals("moves", visit.held.moves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patients_step_leads_to_one_state_whatever_the_present_one() {
        for (action, after) in
            [(state::Action::Cancel, Status::Cancelled), (state::Action::Reschedule, Status::Requested)]
        {
            let reached: Vec<_> = Status::ALL.into_iter().filter_map(|s| next(s, action, Side::Patient).ok()).collect();
            assert_eq!(reached, [after, after]);
        }
    }
}
