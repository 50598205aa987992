//! Keeps the entries that were written with prescriptions.

use crate::keep::{self, act, keep};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{PrescriptionId, UserId};
use medilink_operation::{Action, Grant, Part, Spec};
use medilink_records::{PRESCRIPTION_STATE, PrescriptionFace, prescription_content_key};
use serde::Deserialize;

/// Follows prescriptions.
pub struct KeepPrescriptions;

/// Which one, and of whom; states of an older version do not say.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Touched {
    prescription_id: PrescriptionId,
    patient_id: Option<UserId>,
}

impl StreamOperation for KeepPrescriptions {
    const SPEC: Spec = Spec::tenant_stream("audit.keep_prescriptions", "RX#", "Keeps who changed prescriptions")
        .grants(&[keep::KEEP, Grant::referenced("RX#", &[Action::GetItem])]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant), PRESCRIPTION_STATE) = (record.tenant, record.sk.as_str()) else { return Ok(()) };
        let (Some(act), Some(new)) = (act(&record)?, &record.new) else { return Ok(()) };
        let touched = Touched::deserialize(new).map_err(Failure::fault)?;
        let id = touched.prescription_id;
        let patient = match touched.patient_id {
            Some(patient) => patient,
            None => {
                let practice = ctx.session.referenced_tenant(tenant).await?;
                let face = practice.get::<PrescriptionFace>(&prescription_content_key(id)).await?;
                face.ok_or_else(|| Failure::fault("a prescription without content"))?.patient.patient_id
            }
        };
        keep(ctx, &act.entry(Some(tenant), patient, Part::Prescriptions, id.to_string())).await
    }
}
