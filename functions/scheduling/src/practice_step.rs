//! A step that the practice takes.

use crate::days::{DayWrites, VISIT};
use crate::finding::{in_practice, place};
use crate::holding::Held;
use crate::view::AppointmentView;
use medilink_edge::{Ctx, Failure, Reply};
use medilink_kernel::{AppointmentId, Instant};
use medilink_operation::Refusal;
use medilink_records::appointment_state::{Action, InvalidState, Side, Status, next};
use medilink_records::{Act, Appointment, Change, Reason};
use medilink_store::{StoreError, Transaction};

/// How often a step is decided anew because others were faster.
pub const ATTEMPTS: usize = 6;

/// Takes a step other than moving.
pub async fn take(
    ctx: &Ctx,
    id: AppointmentId,
    action: Action,
    reason: Option<Reason>,
) -> Result<Reply<AppointmentView>, Failure> {
    let (tenant, place) = (ctx.tenant().await?, place(id)?);
    let mut appointment = in_practice(&tenant, &place).await?;
    ctx.on_record_of(appointment.patient_id);
    for _ in 0..ATTEMPTS {
        let status = next(appointment.status, action, Side::Practice).map_err(invalid_state)?;
        let change = Change {
            reason: reason.clone(),
            late: status == Status::Cancelled && is_late(ctx, appointment.start),
            ..Change::new(ctx.now, status, Side::Practice)
        };
        let update = change.take(ctx.now, status).set(Act::ATTRIBUTE, ctx.act()?).when(appointment.unchanged());
        let mut transaction = Transaction::new().update(&tenant, VISIT, &place.key(), update);
        if gives_back(status) {
            let old = Some(Held::by(&appointment).map_err(Failure::fault)?);
            let (doctor, patient) = (appointment.doctor_id, appointment.patient_id);
            transaction = DayWrites { ctx, tenant: &tenant, doctor, patient, old, new: None }.add_to(transaction);
        }
        appointment.status = status;
        appointment.history.push(change);
        match ctx.commit(transaction, Reply::ok(appointment.into())).await {
            Err(failure) if failure.failed(VISIT) => appointment = found(&failure)?,
            result => return result,
        }
    }
    Err(outrun())
}

/// The appointment as it stood in the way of a step.
pub fn found(failure: &Failure) -> Result<Appointment, Failure> {
    match failure {
        Failure::Store(error) => Ok(medilink_store::read(error.found(VISIT).cloned().ok_or_else(Refusal::not_found)?)?),
        _ => Err(Failure::fault("no condition of an appointment failed")),
    }
}

/// The refusal of a step.
pub fn invalid_state(refused: InvalidState) -> Refusal {
    Refusal::invalid_state(refused.state.as_str())
}

/// Others were faster every time.
pub fn outrun() -> Failure {
    StoreError::Busy("an appointment that changes faster than it is read".into()).into()
}

/// Whether an appointment that reaches this state gives its time back: when the visit takes place, the time is used.
const fn gives_back(status: Status) -> bool {
    matches!(status, Status::Rejected | Status::Cancelled | Status::NoShow)
}

/// Whether calling off now is late: less than a day before the start.
pub fn is_late(ctx: &Ctx, start: Instant) -> bool {
    start.seconds() - ctx.now.as_second() < 24 * 3600
}
