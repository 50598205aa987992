//! Moves an appointment to another free slot.

use crate::cancel::allows;
use crate::days::VISIT;
use crate::finding::{AppointmentPath, BOTH_SIDES, in_practice, own_visit, place};
use crate::hours_seen::judge;
use crate::moving::Move;
use crate::practice_step::{ATTEMPTS, found, invalid_state, outrun};
use crate::records::{SCHEDULES, Schedule};
use crate::refusals::{availability, invalid_slot, slot_ahead};
use crate::view::{AppointmentView, after_step};
use crate::visit_ref::VisitRef;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{AppointmentId, Instant, Role, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::appointment_state::{self as state, Side, Status, next};
use medilink_records::doctor_key;
use medilink_store::Query;
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/appointments/{id}/reschedule`.
pub struct Reschedule;

/// Names the check of the doctor's directory entry.
const ENTRY: &str = "entry";

/// Another time.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct NewTime {
    /// The start of a free slot.
    pub start: Instant,
}

impl Operation for Reschedule {
    const SPEC: Spec =
        Spec::http("scheduling.reschedule", Method::Post, "/v1/appointments/{id}/reschedule", "Moves an appointment")
            .access(Access::Roles(BOTH_SIDES))
            .audited(Part::Appointments, Purpose::Treatment)
            .grants(&[
                Grant::own("APT", &[Action::GetItem, Action::UpdateItem, Action::PutItem, Action::DeleteItem]),
                Grant::own("DAY#", &[Action::UpdateItem, Action::Query]),
                Grant::own("SCHEDULE", &[Action::Query]),
                Grant::referenced("APT", &[Action::GetItem, Action::UpdateItem, Action::PutItem, Action::DeleteItem]),
                Grant::referenced("DAY#", &[Action::UpdateItem, Action::Query]),
                Grant::platform("P#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("DIR#", &[Action::GetItem, Action::ConditionCheckItem]),
            ])
            .refusals(&[codes::INVALID_STATE, codes::INVALID_SLOT, codes::SLOT_TAKEN, codes::PATIENT_BUSY]);
    type Path = AppointmentPath;
    type Query = NoQuery;
    type Body = NewTime;
    type Output = AppointmentView;

    async fn run(
        ctx: &Ctx,
        Input { path, body, .. }: Input<AppointmentPath, NoQuery, NewTime>,
    ) -> Result<Reply<AppointmentView>, Failure> {
        let caller = ctx.caller()?;
        if caller.role == Role::Patient {
            by_patient(ctx, caller.user, path.id, body.start).await
        } else {
            by_practice(ctx, path.id, body.start).await
        }
    }
}

async fn by_practice(ctx: &Ctx, id: AppointmentId, start: Instant) -> Result<Reply<AppointmentView>, Failure> {
    let (tenant, place) = (ctx.tenant().await?, place(id)?);
    let tenant_id = ctx.caller()?.tenant.ok_or_else(Refusal::not_found)?;
    let schedules = async { Ok(tenant.query::<Schedule>(Query::partition(SCHEDULES)).await?.items) };
    let (mut appointment, schedules) = futures::try_join!(in_practice(&tenant, &place), schedules)?;
    ctx.on_record_of(appointment.patient_id);
    for _ in 0..ATTEMPTS {
        let status = next(appointment.status, state::Action::Reschedule, Side::Practice).map_err(invalid_state)?;
        let schedule = schedules.iter().find(|schedule| schedule.doctor_id == appointment.doctor_id);
        let availability = availability(&schedule.ok_or_else(invalid_slot)?.hours)?;
        let to = slot_ahead(&availability, start, ctx.now.into())?;
        let from = VisitRef::to(tenant_id, &appointment).map_err(Failure::fault)?;
        let patient = appointment.patient_id;
        let step = Move { ctx, tenant: &tenant, place, from, patient, to, side: Side::Practice };
        let change = step.change();
        let transaction = step.transaction(appointment.unchanged(), status, &change)?;
        (appointment.start, appointment.end, appointment.status) = (to.start(), to.end(), status);
        appointment.history.push(change);
        match ctx.commit(transaction, Reply::ok(appointment.into())).await {
            Err(failure) if failure.failed(VISIT) => appointment = found(&failure)?,
            Err(failure) => return Err(step.wanted(&availability).refuse(failure).await),
            reply => return reply,
        }
    }
    Err(outrun())
}

async fn by_patient(
    ctx: &Ctx,
    patient: UserId,
    id: AppointmentId,
    start: Instant,
) -> Result<Reply<AppointmentView>, Failure> {
    let place = place(id)?;
    let mut from = own_visit(ctx, patient, &place).await?;
    let mut judged = judge(ctx, from.doctor, start, false).await?;
    let tenant = ctx.session.referenced_tenant(from.tenant).await?;
    for _ in 0..ATTEMPTS {
        let step = Move { ctx, tenant: &tenant, place, from, patient, to: judged.slot, side: Side::Patient };
        let condition = allows(state::Action::Reschedule, &from);
        let change = step.change();
        let mut transaction = step.transaction(condition, Status::Requested, &change)?;
        if let Some(condition) = judged.condition.clone() {
            transaction = transaction.check(&ctx.store(), ENTRY, &doctor_key(from.doctor), condition);
        }
        let answer = after_step(&tenant, &place, change, Status::Requested, judged.slot);
        match ctx.commit_while(transaction, answer).await {
            Err(failure) if failure.failed(VISIT) => {
                let appointment = found(&failure)?;
                next(appointment.status, state::Action::Reschedule, Side::Patient).map_err(invalid_state)?;
                from = VisitRef::to(from.tenant, &appointment).map_err(Failure::fault)?;
            }
            Err(failure) if failure.failed(ENTRY) => judged = judge(ctx, from.doctor, start, true).await?,
            Err(failure) => return Err(step.wanted(&judged.availability).refuse(failure).await),
            reply => return reply,
        }
    }
    Err(outrun())
}
