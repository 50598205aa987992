//! Gives a claimed prescription back before the claim ends by itself.

use crate::change::{Step, change, replace};
use crate::get::Path;
use crate::pharmacy::{self, Held};
use crate::views::Outcome;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Deserialize;

/// `prescriptions.release`
pub struct Release;

/// Which claim.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// The secret of the claim.
    pub claim_token: Opaque<256>,
}

impl Operation for Release {
    const SPEC: Spec = Spec::http(
        "prescriptions.release",
        Method::Post,
        "/v1/prescriptions/{id}/release",
        "Gives a claimed prescription back",
    )
    .access(Access::Roles(&[Role::Pharmacist]))
    .audited(Part::Prescriptions, Purpose::Dispensing)
    .grants(&[Grant::referenced("RX#", &[Action::GetItem, Action::PutItem])])
    .refusals(&[codes::NOT_HOLDER, codes::TENANT_NOT_ACTIVE]);
    type Path = Path;
    type Query = NoQuery;
    type Body = Body;
    type Output = Outcome;

    async fn run(ctx: &Ctx, input: Input<Path, NoQuery, Body>) -> Result<Reply<Outcome>, Failure> {
        let (active, held) =
            futures::join!(pharmacy::active(ctx), Held::open(ctx, input.path.id, &input.body.claim_token));
        active?;
        let (held, now) = (held?, Instant::new(ctx.now));
        change(ctx, &held.practice, held.state.clone(), |state| {
            let after = state.release(held.holder(), now).map_err(Refusal::from)?;
            let write = Some(replace(ctx, &held.practice, state, &after)?);
            Ok(Step { write, reply: Reply::ok(Outcome::new(&after, now)) })
        })
        .await
    }
}
