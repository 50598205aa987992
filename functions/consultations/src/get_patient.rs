//! One patient whom the doctor has examined.

use crate::patient_view::PatientView;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Role, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec};
use medilink_records::{Account, Examined, account_key, examined_key};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/patients/{patientId}`.
pub struct GetPatient;

/// The path of a patient.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatientPath {
    /// The patient.
    pub patient_id: UserId,
}

impl Operation for GetPatient {
    const SPEC: Spec = Spec::http(
        "consultations.get_patient",
        Method::Get,
        "/v1/patients/{patientId}",
        "A patient examined by the caller",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Profile, Purpose::Treatment)
    .grants(&[Grant::own("PAT#", &[Action::GetItem]), Grant::platform("USER#", &[Action::GetItem])]);
    type Path = PatientPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = PatientView;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<PatientPath, NoQuery, NoBody>,
    ) -> Result<Reply<PatientView>, Failure> {
        let doctor = ctx.caller()?.doctor.ok_or_else(Refusal::not_found)?;
        let (tenant, store) = (ctx.tenant().await?, ctx.store());
        let (examined, account) = (examined_key(doctor, path.patient_id), account_key(path.patient_id));
        let (examined, account) =
            futures::try_join!(tenant.get::<Examined>(&examined), store.get::<Account>(&account))?;
        let (examined, account) = examined.zip(account).ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(account.user_id);
        Ok(Reply::ok(PatientView::new(&examined, account)))
    }
}
