//! Hands out what a pharmacy has claimed, in whole or in part.

use crate::bounded::Several;
use crate::change::{Step, change, replace};
use crate::content::{MAX_ITEMS, Quantity};
use crate::get::Path;
use crate::pharmacy::{self, Held};
use crate::prescription::State;
use crate::records::{Dispensing, ledger_key};
use crate::steps::DispenseRefused;
use crate::views::Outcome;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, ItemId, Opaque, Role};
use medilink_operation::{Access, Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use medilink_records::dispensing_key;
use medilink_store::Condition;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;

/// `prescriptions.dispense`
pub struct Dispense;

/// What is handed out.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    /// The secret of the claim.
    pub claim_token: Opaque<256>,
    /// The lines and how much of each.
    pub items: Several<Handed, MAX_ITEMS>,
}

/// So many units of a line.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Handed {
    /// The line.
    pub item_id: ItemId,
    /// Units.
    pub quantity: Quantity,
}

impl Operation for Dispense {
    const SPEC: Spec = Spec::http(
        "prescriptions.dispense",
        Method::Post,
        "/v1/prescriptions/{id}/dispense",
        "Hands out what the caller's pharmacy has claimed",
    )
    .access(Access::Roles(&[Role::Pharmacist]))
    .audited(Part::Prescriptions, Purpose::Dispensing)
    .grants(&[Grant::referenced("RX#", &[Action::GetItem, Action::PutItem]), Grant::own("DSP", &[Action::PutItem])])
    .refusals(&[codes::OVER_QUANTITY, codes::NOT_HOLDER]);
    type Path = Path;
    type Query = NoQuery;
    type Body = Body;
    type Output = Outcome;

    async fn run(ctx: &Ctx, input: Input<Path, NoQuery, Body>) -> Result<Reply<Outcome>, Failure> {
        let (id, body, user) = (input.path.id, input.body, ctx.caller()?.user);
        let (active, held) = futures::join!(pharmacy::active(ctx), Held::open(ctx, id, &body.claim_token));
        let (pharmacy, held) = (active?, held?);
        // Whether it is active was asked just now.
        let own = ctx.session.own_tenant(pharmacy, true).await?;
        let asked: Vec<_> = body.items.into_vec().into_iter().map(|item| (item.item_id, item.quantity)).collect();
        let now = Instant::new(ctx.now);
        change(ctx, &held.practice, held.state.clone(), |state| {
            let after = state.dispense(held.holder(), &asked, now).map_err(refusal)?;
            let number = after.dispensings;
            let record = Dispensing {
                prescription_id: id,
                practice: held.claim.practice,
                pharmacy,
                by: user,
                at: now,
                items: by_line(state, &asked),
            };
            let transaction = replace(ctx, &held.practice, state, &after)?
                .put(&held.practice, "dispensing", &dispensing_key(id, number), &record, Condition::new_item())
                .put(&own, "ledger", &ledger_key(now, id, number), &record, Condition::new_item());
            Ok(Step { write: Some(transaction), reply: Reply::ok(Outcome::new(&after, now)) })
        })
        .await
    }
}

/// The units of each line, one line once.
fn by_line(state: &State, asked: &[(ItemId, Quantity)]) -> Vec<(usize, u16)> {
    let mut lines = BTreeMap::<usize, u16>::new();
    for (item, quantity) in asked {
        if let Some(index) = state.index_of(*item) {
            let units = lines.entry(index).or_default();
            *units = units.saturating_add(quantity.units());
        }
    }
    lines.into_iter().collect()
}

fn refusal(refused: DispenseRefused) -> Refusal {
    match refused {
        DispenseRefused::Holder(refused) => refused.into(),
        DispenseRefused::OverQuantity => {
            Refusal::new(codes::OVER_QUANTITY, "More than what is left; nothing was dispensed.")
        }
        // A line of another prescription is not told from one that does not exist.
        DispenseRefused::UnknownItem => Refusal::not_found(),
        DispenseRefused::Nothing => {
            Refusal::field(codes::INVALID_INPUT, "/items", "empty", "At least one is expected.")
        }
    }
}
