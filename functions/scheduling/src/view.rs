use crate::finding::in_practice;
use crate::grid::Slot;
use medilink_edge::{Failure, Reply};
use medilink_kernel::{AppointmentId, ConsultationId, DoctorId, Instant, Text, UserId};
use medilink_records::appointment_state::Status;
use medilink_records::{Appointment, AppointmentPlace, Change, PatientSnapshot, Reason};
use medilink_store::TenantStore;
use schemars::JsonSchema;
use serde::Serialize;

/// An appointment as clients see it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct AppointmentView {
    /// The appointment.
    pub appointment_id: AppointmentId,
    /// With whom.
    pub doctor_id: DoctorId,
    /// For whom.
    pub patient_id: UserId,
    /// Their name at booking.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub patient: Option<PatientName>,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// Where it stands.
    pub status: Status,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// What was written of the visit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consultation_id: Option<ConsultationId>,
    /// What has happened to it, oldest first.
    pub history: Vec<Change>,
}

/// Whom a practice expects.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatientName {
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
}

impl From<PatientSnapshot> for PatientName {
    fn from(patient: PatientSnapshot) -> Self {
        Self { first_name: patient.first_name, last_name: patient.last_name }
    }
}

impl From<Appointment> for AppointmentView {
    fn from(it: Appointment) -> Self {
        Self {
            appointment_id: it.appointment_id,
            doctor_id: it.doctor_id,
            patient_id: it.patient_id,
            patient: it.patient.map(PatientName::from),
            start: it.start,
            end: it.end,
            status: it.status,
            reason: it.reason,
            consultation_id: it.consultation_id,
            history: it.history,
        }
    }
}

impl AppointmentView {
    /// The appointment with a step taken, whether it was read before the step or after it.
    pub fn after(mut it: Appointment, change: Change, status: Status, slot: Slot) -> Self {
        match it.history.iter().rposition(|known| *known == change) {
            Some(at) => it.history.truncate(at + 1),
            None => it.history.push(change),
        }
        Self::from(Appointment { status, start: slot.start(), end: slot.end(), ..it })
    }
}

/// Reads the answer to a patient's own step, while the step is written.
pub async fn after_step(
    tenant: &TenantStore,
    place: &AppointmentPlace,
    change: Change,
    status: Status,
    slot: Slot,
) -> Result<Reply<AppointmentView>, Failure> {
    let appointment = in_practice(tenant, place).await?;
    Ok(Reply::ok(AppointmentView::after(appointment, change, status, slot)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use medilink_kernel::SeededEntropy;
    use medilink_records::appointment_state::Side;

    #[test]
    fn a_step_shows_alike_read_before_or_after() {
        let (entropy, now) = (SeededEntropy::new(4), Timestamp::from_second(1_700_000_000).unwrap());
        let at = |second| Instant::new(Timestamp::from_second(second).unwrap());
        let booked = Change::new(now, Status::Requested, Side::Patient);
        let before = Appointment {
            appointment_id: AppointmentId::new(now, &entropy),
            doctor_id: DoctorId::new(now, &entropy),
            patient_id: UserId::new(now, &entropy),
            patient: None,
            start: at(1_900_000_200),
            end: at(1_900_002_000),
            reason: Some(Reason::new("fever").unwrap()),
            status: Status::Confirmed,
            consultation_id: None,
            moves: 0,
            history: vec![booked.clone()],
        };
        let slot = Slot::new(at(1_900_003_800), at(1_900_005_600)).unwrap();
        let moved = Change { moved_from: Some(before.start), ..Change::new(now, Status::Rescheduled, Side::Patient) };
        let later = Change::new(now, Status::Confirmed, Side::Practice);
        let (status, history) = (Status::Requested, vec![booked.clone(), moved.clone()]);
        let after = Appointment { status, start: slot.start(), end: slot.end(), history, ..before.clone() };
        let history = vec![booked, moved.clone(), later];
        let confirmed = Appointment { status: Status::Confirmed, history, ..after.clone() };
        let expected = serde_json::to_value(AppointmentView::from(after.clone())).unwrap();
        for read in [before, after, confirmed] {
            let view = AppointmentView::after(read, moved.clone(), status, slot);
            assert_eq!(serde_json::to_value(view).unwrap(), expected);
        }
    }
}
