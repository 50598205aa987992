//! Keeps the entries that were written with visits.

use crate::keep::{self, act, keep};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{AppointmentId, UserId};
use medilink_operation::{Part, Spec};
use serde::Deserialize;

/// Follows visits.
pub struct KeepAppointments;

/// Which one, and of whom.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Touched {
    appointment_id: AppointmentId,
    patient_id: UserId,
}

impl StreamOperation for KeepAppointments {
    const SPEC: Spec =
        Spec::tenant_stream("audit.keep_appointments", "APT", "Keeps who changed visits").grants(&[keep::KEEP]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant), Some(act), Some(new)) = (record.tenant, act(&record)?, &record.new) else { return Ok(()) };
        let touched = Touched::deserialize(new).map_err(Failure::fault)?;
        let entry = act.entry(Some(tenant), touched.patient_id, Part::Appointments, touched.appointment_id.to_string());
        keep(ctx, &entry).await
    }
}
