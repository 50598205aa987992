//! Keeps the entries that were written with consultations.

use crate::keep::{self, act, keep};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{ConsultationId, UserId};
use medilink_operation::{Part, Spec};
use serde::Deserialize;

/// Follows consultations.
pub struct KeepConsultations;

/// Which one, and of whom.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Touched {
    consultation_id: ConsultationId,
    patient_id: UserId,
}

impl StreamOperation for KeepConsultations {
    const SPEC: Spec = Spec::tenant_stream("audit.keep_consultations", "CON#", "Keeps who changed consultations")
        .grants(&[keep::KEEP]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant), Some(act), Some(new)) = (record.tenant, act(&record)?, &record.new) else { return Ok(()) };
        let touched = Touched::deserialize(new).map_err(Failure::fault)?;
        let entry =
            act.entry(Some(tenant), touched.patient_id, Part::Consultations, touched.consultation_id.to_string());
        keep(ctx, &entry).await
    }
}
