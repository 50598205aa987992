//! One consultation, for a doctor of the practice and for the patient.

use crate::view::ConsultationView;
use jiff::Timestamp;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{ConsultationId, Role, TenantId, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec};
use medilink_records::{Consultation, RecordKind, RecordRef, consultation_key};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/consultations/{id}`.
pub struct Get;

/// The path of a consultation.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ConsultationPath {
    /// The consultation.
    pub id: ConsultationId,
}

impl Operation for Get {
    const SPEC: Spec = Spec::http("consultations.get", Method::Get, "/v1/consultations/{id}", "One consultation")
        .access(Access::Roles(&[Role::Patient, Role::Doctor]))
        .audited(Part::Consultations, Purpose::Treatment)
        .grants(&[
            Grant::own("CON#", &[Action::GetItem]),
            Grant::referenced("CON#", &[Action::GetItem]),
            Grant::platform("P#", &[Action::GetItem]),
        ]);
    type Path = ConsultationPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ConsultationView;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<ConsultationPath, NoQuery, NoBody>,
    ) -> Result<Reply<ConsultationView>, Failure> {
        let caller = ctx.caller()?;
        let tenant = if caller.role == Role::Patient {
            let practice = practice_of(ctx, caller.user, path.id).await?;
            ctx.kept_by(practice);
            ctx.session.referenced_tenant(practice).await?
        } else {
            ctx.tenant().await?
        };
        let consultation = tenant.get::<Consultation>(&consultation_key(path.id)).await?;
        let consultation = consultation.ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(consultation.patient_id);
        Ok(Reply::ok(consultation.into()))
    }
}

/// By the patient's own index: a line's place follows from the id, which carries the time.
async fn practice_of(ctx: &Ctx, patient: UserId, id: ConsultationId) -> Result<TenantId, Failure> {
    let millis = i64::try_from(id.as_u128() >> 80).map_err(Failure::fault)?;
    let at = Timestamp::from_millisecond(millis).map_err(|_| Refusal::not_found())?;
    let line = RecordKind::Consultation.key(patient, at.into(), &id.bare());
    let line = ctx.store().get::<RecordRef>(&line).await?;
    Ok(line.ok_or_else(Refusal::not_found)?.tenant_id)
}
