//! Gives what pharmacies hand out a line in the patient's index: the dispensing itself is written without one more write.

use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{
    DISPENSED, DispensingTrace, PrescriptionFace, RecordKind, RecordRef, dispensing_name, prescription_content_key,
};
use medilink_store::Condition;

/// Follows prescriptions.
pub struct IndexDispensings;

impl StreamOperation for IndexDispensings {
    const SPEC: Spec = Spec::tenant_stream(
        "timeline.index_dispensings",
        "RX#",
        "Lists what pharmacies hand out in the patient's index",
    )
    .grants(&[Grant::platform("P#", &[Action::PutItem]), Grant::referenced("RX#", &[Action::GetItem])]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(tenant_id), Some(new)) = (record.tenant, record.new) else { return Ok(()) };
        let Some(number) = record.sk.strip_prefix(DISPENSED) else { return Ok(()) };
        let dispensing: DispensingTrace = serde_json::from_value(new).map_err(Failure::fault)?;
        let practice = ctx.session.referenced_tenant(tenant_id).await?;
        let face = practice.get::<PrescriptionFace>(&prescription_content_key(dispensing.prescription_id)).await?;
        let face = face.ok_or_else(|| Failure::fault("a prescription without content"))?;
        let line = RecordRef { tenant_id, id: dispensing_name(dispensing.prescription_id, number), at: dispensing.at };
        let key = line.key(RecordKind::Dispensing, face.patient.patient_id);
        // The same line, however often it comes.
        Ok(ctx.store().put("line", &key, &line, Condition::default()).await?)
    }
}
