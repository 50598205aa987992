//! Plans the reminders of appointments. A plan is a hint: what is true is read when its time has come, so one that is
//! older than its appointment does no harm.

use crate::{
    raise_from_appointments::read,
    records::{Due, Lead, reminder_key},
};
use futures::future::try_join_all;
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::TenantId;
use medilink_operation::{Action, Grant, Spec};
use medilink_records::Appointment;
use medilink_records::appointment_state::Status;
use medilink_store::Condition;

/// Follows appointments.
pub struct PlanReminders;

/// The tag of a plan in a write.
const PLAN: &str = "plan";

impl StreamOperation for PlanReminders {
    const SPEC: Spec =
        Spec::tenant_stream("notifications.plan_reminders", "APT", "Plans the reminders of appointments")
            .grants(&[Grant::platform("DUE#", &[Action::PutItem, Action::DeleteItem])]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(tenant) = record.tenant else { return Ok(()) };
        let (new, old) = (read(record.new)?, read(record.old)?);
        match (new.as_ref().filter(|a| expects(a)), old.as_ref().filter(|a| expects(a))) {
            (Some(new), Some(old)) if new.start == old.start => Ok(()),
            (Some(new), _) => plan(ctx, tenant, new).await,
            (None, Some(old)) => drop_plans(ctx, old).await,
            (None, None) => Ok(()),
        }
    }
}

/// Whether a patient is expected, or may be.
pub(crate) const fn expects(appointment: &Appointment) -> bool {
    matches!(appointment.status, Status::Requested | Status::Confirmed)
}

/// Writes the plans of an appointment; those whose time has passed are no more.
pub(crate) async fn plan(ctx: &Ctx, tenant: TenantId, appointment: &Appointment) -> Result<(), Failure> {
    let each = Lead::ALL.map(|lead| async move {
        let (id, moves) = (appointment.appointment_id, appointment.moves);
        let start = appointment.start.timestamp();
        let at = start.saturating_sub(lead.before()).unwrap_or(Timestamp::MIN);
        let key = reminder_key(id, lead);
        if at <= ctx.now {
            return Ok(ctx.store().delete_when(&key, no_newer(moves)).await?);
        }
        let due = Due::Reminder { tenant, appointment: id, lead, moves }.at(at);
        match ctx.store().put(PLAN, &key, &due, no_newer(moves)).await {
            Err(error) if !error.failed(PLAN) => Err(Failure::from(error)),
            _ => Ok(()),
        }
    });
    try_join_all(each).await?;
    Ok(())
}

async fn drop_plans(ctx: &Ctx, appointment: &Appointment) -> Result<(), Failure> {
    let (store, keys) = (ctx.store(), Lead::ALL.map(|lead| reminder_key(appointment.appointment_id, lead)));
    try_join_all(keys.iter().map(|key| store.delete_when(key, no_newer(appointment.moves)))).await?;
    Ok(())
}

/// No newer plan stands there: of two records that come out of order the older has moved less often.
fn no_newer(moves: u32) -> Condition {
    Condition::default().absent_or("moves", "<=", moves)
}
