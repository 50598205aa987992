//! What a notice stands on: when it goes out late, after quiet hours, an outage or an admin's replay, it is told only while
//! it is still so.

use crate::{kind::Kind, notice::Ground, raise_from_messages::progress, records::NoticeRecord, remind::stands};
use medilink_edge::{Ctx, Failure};
use medilink_operation::{Action, Grant};
use medilink_records::appointment_state::Status;
use medilink_records::{Appointment, PrescriptionProgress, prescription_state_key};

/// What asking needs.
pub(crate) const APPOINTMENT: Grant = Grant::referenced("APT", &[Action::GetItem]);
/// See [`APPOINTMENT`].
pub(crate) const PRESCRIPTION: Grant = Grant::referenced("RX#", &[Action::GetItem]);
/// See [`APPOINTMENT`].
pub(crate) const MESSAGE: Grant = Grant::platform("INBOX#", &[Action::GetItem]);

/// Whether what a notice says is still so.
pub(crate) async fn matters(ctx: &Ctx, notice: &NoticeRecord) -> Result<bool, Failure> {
    match notice.ground {
        None => Ok(true),
        Some(Ground::Appointment { tenant, appointment }) => {
            let appointment = stands(ctx, tenant, appointment).await?;
            Ok(appointment.is_some_and(|appointment| is_so(notice, &appointment)))
        }
        Some(Ground::Message { conversation, from, number }) => {
            Ok(progress(ctx, conversation, notice.user_id, from).await?.read < number)
        }
        Some(Ground::Prescription { tenant, prescription }) => {
            let keyspace = ctx.session.referenced_tenant(tenant).await?;
            let state = keyspace.get::<PrescriptionProgress>(&prescription_state_key(prescription)).await?;
            Ok(state.is_some_and(|state| is_the_latest(notice.kind, &state)))
        }
    }
}

/// Whether the appointment is as the notice says.
fn is_so(notice: &NoticeRecord, appointment: &Appointment) -> bool {
    let still = Some(appointment.start) == notice.facts.start;
    match (notice.kind, appointment.status) {
        (Kind::AppointmentRejected, Status::Rejected) | (Kind::AppointmentCancelled, Status::Cancelled) => true,
        (Kind::AppointmentRequested | Kind::AppointmentBooked, Status::Requested) => still,
        (Kind::AppointmentConfirmed | Kind::AppointmentReminder, Status::Confirmed) => still,
        (Kind::AppointmentMoved, Status::Requested | Status::Confirmed) => still,
        _ => false,
    }
}

/// Whether nothing has happened to the prescription since that says more.
fn is_the_latest(kind: Kind, state: &PrescriptionProgress) -> bool {
    match kind {
        Kind::PrescriptionReady => state.is_open() && state.pharmacy().is_none(),
        Kind::PrescriptionHeld | Kind::PrescriptionPartDispensed => state.is_open(),
        _ => true,
    }
}
