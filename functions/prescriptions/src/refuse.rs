//! Declines, as the pharmacy that holds it, to dispense what is left of a prescription.

use crate::change::{Step, change, replace};
use crate::get::Path;
use crate::pharmacy::{self, Held};
use crate::records::{EndedBy, Ending, Reason, refusal_key};
use crate::steps::RefuseRefused;
use crate::views::Outcome;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_store::Condition;
use schemars::JsonSchema;
use serde::Deserialize;

/// `prescriptions.refuse`
pub struct Refuse;

/// Which claim, and why.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// The secret of the claim.
    pub claim_token: Opaque<256>,
    /// Why.
    pub reason: Reason,
}

impl Operation for Refuse {
    const SPEC: Spec = Spec::http(
        "prescriptions.refuse",
        Method::Post,
        "/v1/prescriptions/{id}/refuse",
        "Declines to dispense what is left of a claimed prescription",
    )
    .access(Access::Roles(&[Role::Pharmacist]))
    .audited(Part::Prescriptions, Purpose::Dispensing)
    .grants(&[Grant::referenced("RX#", &[Action::GetItem, Action::PutItem])])
    .refusals(&[codes::NOT_HOLDER, codes::NOT_DISPENSABLE, codes::TENANT_NOT_ACTIVE]);
    type Path = Path;
    type Query = NoQuery;
    type Body = Body;
    type Output = Outcome;

    async fn run(ctx: &Ctx, input: Input<Path, NoQuery, Body>) -> Result<Reply<Outcome>, Failure> {
        let (id, body, user) = (input.path.id, input.body, ctx.caller()?.user);
        let (active, held) = futures::join!(pharmacy::active(ctx), Held::open(ctx, id, &body.claim_token));
        let (tenant, held, now) = (active?, held?, Instant::new(ctx.now));
        let record = EndedBy { ending: Ending { reason: body.reason, at: now }, by: user, tenant };
        change(ctx, &held.practice, held.state.clone(), |state| {
            let after = state.refuse(held.holder(), now).map_err(Refusal::from)?;
            let transaction = replace(ctx, &held.practice, state, &after)?.put(
                &held.practice,
                "refusal",
                &refusal_key(id),
                &record,
                Condition::new_item(),
            );
            Ok(Step { write: Some(transaction), reply: Reply::ok(Outcome::new(&after, now)) })
        })
        .await
    }
}

impl From<RefuseRefused> for Refusal {
    fn from(refused: RefuseRefused) -> Self {
        match refused {
            RefuseRefused::Holder(refused) => refused.into(),
            RefuseRefused::State(invalid) => Self::new(codes::NOT_DISPENSABLE, "There is nothing left to refuse.")
                .with("state", invalid.state.as_str()),
        }
    }
}
