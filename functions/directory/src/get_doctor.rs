//! What everybody may see of one doctor.

use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::DoctorId;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec};
use medilink_records::{DoctorCard, DoctorEntry, doctor_key};
use schemars::JsonSchema;
use serde::Deserialize;

/// Shows a doctor.
pub struct GetDoctor;

/// Names a doctor.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DoctorPath {
    /// The doctor.
    pub doctor_id: DoctorId,
}

impl Operation for GetDoctor {
    const SPEC: Spec = Spec::http("directory.get_doctor", Method::Get, "/v1/doctors/{doctorId}", "Shows a doctor")
        .access(Access::Public)
        .grants(&[Grant::platform("DIR#", &[Action::GetItem])])
        .cache_seconds(5);
    type Path = DoctorPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = DoctorCard;

    async fn run(ctx: &Ctx, input: Input<DoctorPath, NoQuery, NoBody>) -> Result<Reply<DoctorCard>, Failure> {
        let entry = ctx.store().get::<DoctorEntry>(&doctor_key(input.path.doctor_id)).await?;
        // A practice that is not open (yet, or any more) has nothing to show.
        let entry = entry.filter(|entry| entry.bookable).ok_or_else(Refusal::not_found)?;
        Ok(Reply::ok(entry.card))
    }
}
