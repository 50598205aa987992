//! Cancels what is left of a prescription, as its prescriber.

use crate::change::{Step, change, replace};
use crate::content::Content;
use crate::get::Path;
use crate::prescription::{State, Status};
use crate::records::{EndedBy, Ending, Reason, cancellation_key, content_key, state_key};
use crate::views::Outcome;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_store::{Condition, StoreError};
use schemars::JsonSchema;
use serde::Deserialize;

/// `prescriptions.cancel`
pub struct Cancel;

/// Why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Why.
    pub reason: Reason,
}

impl Operation for Cancel {
    const SPEC: Spec = Spec::http(
        "prescriptions.cancel",
        Method::Post,
        "/v1/prescriptions/{id}/cancel",
        "Cancels what is left of a prescription; while a pharmacy holds it, once the claim ends (202)",
    )
    .access(Access::Roles(&[Role::Doctor]))
    .audited(Part::Prescriptions, Purpose::Treatment)
    .grants(&[Grant::own("RX#", &[Action::GetItem, Action::PutItem])])
    .success(&[200, 202])
    .refusals(&[codes::INVALID_STATE]);
    type Path = Path;
    type Query = NoQuery;
    type Body = Body;
    type Output = Outcome;

    async fn run(ctx: &Ctx, input: Input<Path, NoQuery, Body>) -> Result<Reply<Outcome>, Failure> {
        let (caller, id) = (ctx.caller()?, input.path.id);
        let tenant = caller.tenant.ok_or(StoreError::TenantNotActive)?;
        let own = ctx.tenant().await?;
        let (content_key, state_key) = (content_key(id), state_key(id));
        let (content, state) = futures::try_join!(own.get::<Content>(&content_key), own.get::<State>(&state_key))?;
        let content = content.filter(|content| Some(content.prescriber.doctor_id) == caller.doctor);
        let (content, state) = content.zip(state).ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(content.patient.patient_id);
        let now = Instant::new(ctx.now);
        let ending = Ending { reason: input.body.reason, at: now };
        let record = EndedBy { ending, by: caller.user, tenant };
        change(ctx, &own, state, |state| {
            let after = state.cancel(now).map_err(|invalid| Refusal::invalid_state(invalid.state.as_str()))?;
            let transaction = replace(ctx, &own, state, &after)?.put(
                &own,
                "ending",
                &cancellation_key(id),
                &record,
                Condition::new_item(),
            );
            let outcome = Outcome::new(&after, now);
            let reply =
                if outcome.status == Status::CancelPending { Reply::accepted(outcome) } else { Reply::ok(outcome) };
            Ok(Step { write: Some(transaction), reply })
        })
        .await
    }
}
