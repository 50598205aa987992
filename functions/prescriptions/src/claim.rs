//! Leases a prescription to the caller's pharmacy.

use crate::change::{Step, change, replace};
use crate::claim_token::ClaimToken;
use crate::pharmacy::{self, Presented};
use crate::steps::{ClaimRefused, Claimed};
use crate::verify::Body;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, PrescriptionId, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Serialize;

/// `prescriptions.claim`
pub struct Claim;

/// A claim.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lease {
    /// Which prescription.
    pub prescription_id: PrescriptionId,
    /// The secret that dispenses, releases and refuses.
    pub claim_token: String,
    /// When the claim ends by itself.
    pub expires_at: Instant,
}

impl Operation for Claim {
    const SPEC: Spec = Spec::http(
        "prescriptions.claim",
        Method::Post,
        "/v1/prescriptions/claim",
        "Leases a prescription to the caller's pharmacy",
    )
    .access(Access::Roles(&[Role::Pharmacist]))
    .audited(Part::Prescriptions, Purpose::Dispensing)
    .grants(&[Grant::referenced("RX#", &[Action::GetItem, Action::PutItem])])
    .refusals(&[
        codes::INVALID_CODE,
        codes::HELD_BY_OTHER,
        codes::NOT_DISPENSABLE,
        codes::NOT_YET_VALID,
        codes::EXPIRED,
        codes::TENANT_NOT_ACTIVE,
        codes::NOT_FOUND,
    ]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Lease;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Lease>, Failure> {
        let payload = input.body.payload;
        let (active, presented) = futures::join!(pharmacy::active(ctx), pharmacy::presented(ctx, payload.as_str()));
        let (pharmacy, Presented { parts, practice, state }) = (active?, presented?);
        let (secret, now) = (&ctx.platform.secret, Instant::new(ctx.now));
        let token = |number| ClaimToken { practice: parts.tenant, prescription: parts.prescription, pharmacy, number };
        let lease = |number, until| {
            let claim_token = token(number).text(secret);
            Reply::ok(Lease { prescription_id: parts.prescription, claim_token, expires_at: until })
        };
        change(ctx, &practice, state, |state| {
            let claimed = state.claim(pharmacy, now, |number| token(number).hash(secret));
            match claimed.map_err(Refusal::from)? {
                Claimed::Same(claim) => Ok(Step { write: None, reply: lease(state.claims, claim.until) }),
                Claimed::New(after) => {
                    let until = after.claim.as_ref().map_or(now, |claim| claim.until);
                    Ok(Step { write: Some(replace(ctx, &practice, state, &after)?), reply: lease(after.claims, until) })
                }
            }
        })
        .await
    }
}

impl From<ClaimRefused> for Refusal {
    fn from(refused: ClaimRefused) -> Self {
        match refused {
            ClaimRefused::HeldByOther => Self::new(codes::HELD_BY_OTHER, "Another pharmacy holds it at the moment."),
            ClaimRefused::Expired => Self::new(codes::EXPIRED, "Its last day has passed."),
            ClaimRefused::NotYetValid => Self::new(codes::NOT_YET_VALID, "Its first day is still to come."),
            ClaimRefused::NotDispensable { state } => {
                Self::new(codes::NOT_DISPENSABLE, "There is nothing left to dispense.").with("state", state.as_str())
            }
        }
    }
}
