//! Reminds a patient of an appointment, where it still stands.

use crate::{
    kind::Kind,
    notice::{About, Facts, Ground, Notice, Who},
    practice::practice,
    raise::raise,
    records::Lead,
};
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{AppointmentId, TenantId};
use medilink_records::appointment_state::Status;
use medilink_records::{Appointment, AppointmentPlace, ReminderChoice};

/// Reminds the patient, if the appointment is confirmed, the practice wants it, and it is neither too early nor too
/// late.
pub(crate) async fn remind(ctx: &Ctx, tenant: TenantId, id: AppointmentId, lead: Lead) -> Result<(), Failure> {
    let Some(appointment) = stands(ctx, tenant, id).await? else { return Ok(()) };
    let start = appointment.start.timestamp();
    if appointment.status != Status::Confirmed || !is_time(lead, start, ctx.now) {
        return Ok(());
    }
    let Some(practice) = practice(ctx, tenant, appointment.doctor_id).await? else { return Ok(()) };
    if !wants(practice.settings.reminders, lead) {
        return Ok(());
    }
    let notice = Notice {
        to: appointment.patient_id,
        kind: Kind::AppointmentReminder,
        cause: format!("{id} {} {}", appointment.start, lead.as_str()),
        at: start.saturating_sub(lead.before()).unwrap_or(start),
        until: start,
        about: About::Appointment(id),
        facts: Facts {
            who: Some(Who::Doctor(practice.name)),
            start: Some(appointment.start),
            zone: Some(practice.settings.time_zone),
            ..Facts::default()
        },
        ground: Some(Ground::Appointment { tenant, appointment: id }),
    };
    raise(ctx, notice).await
}

/// The appointment as it is now.
pub(crate) async fn stands(ctx: &Ctx, tenant: TenantId, id: AppointmentId) -> Result<Option<Appointment>, Failure> {
    let Some(place) = AppointmentPlace::original(id) else { return Ok(None) };
    Ok(ctx.session.referenced_tenant(tenant).await?.get(&place.key()).await?)
}

/// Whether the reminder is neither early, for the appointment has moved on, nor stale.
fn is_time(lead: Lead, start: Timestamp, now: Timestamp) -> bool {
    let left = start.duration_since(now);
    lead.latest() < left && left <= lead.before()
}

const fn wants(choice: ReminderChoice, lead: Lead) -> bool {
    match lead {
        Lead::Day => choice.day_before,
        Lead::Hour => choice.hour_before,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reminder_has_its_time() {
        let start: Timestamp = "2027-03-02T08:00:00Z".parse().unwrap();
        let at = |lead, now: &str| is_time(lead, start, now.parse().unwrap());
        assert!(!at(Lead::Day, "2027-03-01T07:59:59Z") && at(Lead::Day, "2027-03-01T08:00:00Z"));
        // Near the start the later reminder takes over.
        assert!(at(Lead::Day, "2027-03-02T06:59:59Z") && !at(Lead::Day, "2027-03-02T07:00:00Z"));
        assert!(at(Lead::Hour, "2027-03-02T07:00:00Z") && at(Lead::Hour, "2027-03-02T07:59:59Z"));
        assert!(!at(Lead::Hour, "2027-03-02T08:00:00Z") && !at(Lead::Hour, "2027-03-02T06:59:59Z"));
    }
}
