//! Shows one prescription to its patient or its practice.

use crate::content::Content;
use crate::prescription::State;
use crate::records::{Ending, cancellation_key, content_key, index_key, refusal_key, state_key};
use crate::views::PrescriptionView;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, PrescriptionId, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec};
use medilink_records::RecordRef;
use medilink_store::TenantStore;
use schemars::JsonSchema;
use serde::Deserialize;

/// `prescriptions.get`
pub struct Get;

/// Path parameters.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Path {
    /// The prescription.
    pub id: PrescriptionId,
}

impl Operation for Get {
    const SPEC: Spec = Spec::http("prescriptions.get", Method::Get, "/v1/prescriptions/{id}", "One prescription")
        .access(Access::Roles(&[Role::Patient, Role::Doctor, Role::Nurse]))
        .audited(Part::Prescriptions, Purpose::Treatment)
        .grants(&[
            Grant::platform("P#", &[Action::GetItem]),
            Grant::referenced("RX#", &[Action::GetItem]),
            Grant::own("RX#", &[Action::GetItem]),
        ]);
    type Path = Path;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = PrescriptionView;

    async fn run(ctx: &Ctx, input: Input<Path, NoQuery, NoBody>) -> Result<Reply<PrescriptionView>, Failure> {
        let (caller, id) = (ctx.caller()?, input.path.id);
        let practice = if caller.role == Role::Patient {
            let key = index_key(caller.user, id).ok_or_else(Refusal::not_found)?;
            let line = ctx.store().get::<RecordRef>(&key).await?.ok_or_else(Refusal::not_found)?;
            ctx.kept_by(line.tenant_id);
            ctx.on_record_of(caller.user);
            ctx.session.referenced_tenant(line.tenant_id).await?
        } else {
            ctx.tenant().await?
        };
        let view = read(&practice, id, ctx.now.into()).await?.ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(view.patient_id);
        Ok(Reply::ok(view))
    }
}

async fn read(practice: &TenantStore, id: PrescriptionId, now: Instant) -> Result<Option<PrescriptionView>, Failure> {
    let (content_key, state_key, refusal_key) = (content_key(id), state_key(id), refusal_key(id));
    let endings = [refusal_key.clone(), cancellation_key(id)];
    let (content, state, endings) = futures::try_join!(
        practice.get::<Content>(&content_key),
        practice.get::<State>(&state_key),
        practice.get_many::<Ending>(&endings),
    )?;
    let Some((content, state)) = content.zip(state) else { return Ok(None) };
    let mut view = PrescriptionView::new(&content, &state, now);
    for (key, ending) in endings {
        if key == refusal_key {
            view.refused = Some(ending);
        } else {
            view.cancelled = Some(ending);
        }
    }
    Ok(Some(view))
}
