//! Shows a pharmacist what a scanned code prescribes.

use crate::payload::Scanned;
use crate::pharmacy;
use crate::prescription::Status;
use crate::views::{ItemView, PatientView, PrescriberView, items};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, PrescriptionId, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec, codes};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `prescriptions.verify`
pub struct Verify;

/// A scanned code.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// What the picture says.
    pub payload: Scanned,
}

/// What a code prescribes.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Verified {
    /// Which prescription.
    pub prescription_id: PrescriptionId,
    /// Where it stands.
    pub status: Status,
    /// For whom.
    pub patient: PatientView,
    /// By whom.
    pub prescriber: PrescriberView,
    /// What.
    pub items: Vec<ItemView>,
    /// When it was issued.
    pub issued_at: Instant,
    /// From when it may be dispensed no more.
    pub expires_at: Instant,
}

impl Operation for Verify {
    const SPEC: Spec = Spec::http(
        "prescriptions.verify",
        Method::Post,
        "/v1/prescriptions/verify",
        "Shows a pharmacist what a scanned code prescribes",
    )
    .access(Access::Roles(&[Role::Pharmacist]))
    .audited(Part::Prescriptions, Purpose::Dispensing)
    .grants(&[Grant::referenced("RX#", &[Action::GetItem])])
    .refusals(&[codes::INVALID_CODE, codes::TENANT_NOT_ACTIVE]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Verified;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Verified>, Failure> {
        let payload = input.body.payload;
        let (active, shown) = futures::join!(pharmacy::active(ctx), pharmacy::shown(ctx, payload.as_str()));
        active?;
        let ((content, state), now) = (shown?, Instant::new(ctx.now));
        ctx.on_record_of(content.patient.patient_id);
        Ok(Reply::ok(Verified {
            prescription_id: content.prescription_id,
            status: state.status(now),
            patient: (&content.patient).into(),
            prescriber: (&content.prescriber).into(),
            items: items(&content, &state, now),
            issued_at: content.issued_at,
            expires_at: content.expires_at,
        }))
    }
}
