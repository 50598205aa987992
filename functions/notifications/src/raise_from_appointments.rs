//! Tells patients and doctors what becomes of appointments.

use crate::{
    kind::Kind,
    notice::{About, Facts, Ground, Notice, Who},
    practice::{Practice, practice},
    raise::{self, raise},
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::TenantId;
use medilink_operation::{Action, Grant, Spec};
use medilink_records::appointment_state::{Side, Status};
use medilink_records::{Appointment, Change};
use serde_json::Value;

/// Follows appointments.
pub struct RaiseFromAppointments;

impl StreamOperation for RaiseFromAppointments {
    const SPEC: Spec = Spec::tenant_stream(
        "notifications.raise_from_appointments",
        "APT",
        "Tells patients and doctors what becomes of appointments",
    )
    .grants(&[
        Grant::platform("TENANT#", &[Action::GetItem]),
        Grant::platform("DIR#", &[Action::GetItem]),
        Grant::referenced("SETTINGS", &[Action::GetItem]),
        raise::LIST,
        raise::WISHES,
        raise::ARRIVE,
        raise::DUE,
    ]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant), Some(new)) = (record.tenant, read(record.new)?) else { return Ok(()) };
        let known = read(record.old)?.map(|old| old.history).unwrap_or_default();
        let news: Vec<_> = new.history.iter().filter(|change| !known.contains(change)).collect();
        if !news.iter().any(|change| told(change).is_some()) {
            return Ok(());
        }
        let Some(practice) = practice(ctx, tenant, new.doctor_id).await? else { return Ok(()) };
        // One after the other: what came first is told first.
        for change in news {
            if let Some(notice) = notice(tenant, &practice, &new, change) {
                raise(ctx, notice).await?;
            }
        }
        Ok(())
    }
}

/// An appointment; `None` for what only leads to one that has moved.
pub(crate) fn read(image: Option<Value>) -> Result<Option<Appointment>, Failure> {
    let Some(image) = image.filter(|image| image.get("status").is_some()) else { return Ok(None) };
    serde_json::from_value(image).map(Some).map_err(Failure::fault)
}

/// What a step is to the side that did not take it; `None` for what that side sees happen.
fn told(change: &Change) -> Option<Kind> {
    Some(match (change.status, change.by) {
        (Status::Requested, Side::Patient) => Kind::AppointmentRequested,
        (Status::Requested, Side::Practice) => Kind::AppointmentBooked,
        (Status::Confirmed, Side::Practice) => Kind::AppointmentConfirmed,
        (Status::Rejected, _) => Kind::AppointmentRejected,
        (Status::Rescheduled, _) => Kind::AppointmentMoved,
        (Status::Cancelled, _) => Kind::AppointmentCancelled,
        _ => return None,
    })
}

fn notice(tenant: TenantId, practice: &Practice, appointment: &Appointment, change: &Change) -> Option<Notice> {
    let kind = told(change)?;
    let (to, who) = match change.by {
        Side::Practice => (appointment.patient_id, Some(Who::Doctor(practice.name.clone()))),
        Side::Patient => {
            let patient = appointment.patient.as_ref();
            (practice.doctor, patient.map(|p| Who::Other(format!("{} {}", p.first_name, p.last_name))))
        }
    };
    let id = appointment.appointment_id;
    Some(Notice {
        to,
        kind,
        // A step is known by what it is, when it was taken, and where from.
        cause: format!("{id} {} {} {:?}", change.status.as_str(), change.at, change.moved_from),
        at: change.at.timestamp(),
        until: appointment.end.timestamp(),
        about: About::Appointment(id),
        facts: Facts {
            who,
            start: Some(appointment.start),
            moved_from: change.moved_from,
            zone: Some(practice.settings.time_zone.clone()),
            reason: change.reason.as_ref().map(|reason| reason.as_str().to_owned()),
        },
        ground: Some(Ground::Appointment { tenant, appointment: id }),
    })
}
