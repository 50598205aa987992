//! A patient's record for a doctor: what their own practice keeps of people they have examined, and what grants open.

use crate::reading::{RecordsQuery, page};
use crate::sight::Sight;
use crate::view::RecordView;
use medilink_edge::{Ctx, Failure, Input, List, NoBody, Operation, Reply};
use medilink_kernel::{Role, UserId};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Spec};
use schemars::JsonSchema;
use serde::Deserialize;

/// `GET /v1/patients/{patientId}/records`.
pub struct ReadPatient;

/// The path of a patient.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatientPath {
    /// The patient.
    pub patient_id: UserId,
}

impl Operation for ReadPatient {
    const SPEC: Spec = Spec::http(
        "timeline.read_patient",
        Method::Get,
        "/v1/patients/{patientId}/records",
        "A patient's record by time, as far as the caller may see it",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Record, Purpose::Treatment)
    .grants(&[
        Grant::own("PAT#", &[Action::GetItem]),
        Grant::platform("GRANT#", &[Action::GetItem]),
        Grant::platform("P#", &[Action::Query]),
        Grant::platform("TENANT#", &[Action::GetItem]),
        Grant::referenced("APT", &[Action::GetItem]),
        Grant::referenced("CON#", &[Action::GetItem]),
        Grant::referenced("RX#", &[Action::GetItem]),
    ]);
    type Path = PatientPath;
    type Query = RecordsQuery;
    type Body = NoBody;
    type Output = List<RecordView>;

    async fn run(
        ctx: &Ctx,
        Input { path, query, .. }: Input<PatientPath, RecordsQuery, NoBody>,
    ) -> Result<Reply<List<RecordView>>, Failure> {
        let sight = Sight::of_caller(ctx, path.patient_id).await?;
        page(ctx, path.patient_id, &query, &sight).await
    }
}
