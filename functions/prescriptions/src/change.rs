//! One step of a prescription, decided over what was read and written over nothing else.

use crate::prescription::State;
use crate::records::state_key;
use medilink_edge::{Ctx, Failure, Reply};
use medilink_operation::Refusal;
use medilink_store::{Condition, StoreError, TenantStore, Transaction};
use serde::Serialize;

/// The tag of the state in a transaction.
const STATE: &str = "state";
/// How often a step is decided anew after others were faster.
const TRIES: u32 = 6;

/// What was decided.
pub(crate) struct Step<O> {
    /// What to write; `None` where all is as it should be.
    pub(crate) write: Option<Transaction>,
    /// The answer.
    pub(crate) reply: Reply<O>,
}

/// Writes `after` where `before` stands still: the beginning of a step's transaction.
pub(crate) fn replace(
    ctx: &Ctx,
    practice: &TenantStore,
    before: &State,
    after: &State,
) -> Result<Transaction, Failure> {
    let (key, unchanged) = (state_key(before.prescription_id), Condition::default().equals("version", before.version));
    Ok(Transaction::new().put(practice, STATE, &key, &ctx.acted(after)?, unchanged))
}

/// Decides and writes; where somebody else wrote in between, reads and decides again.
pub(crate) async fn change<O: Serialize>(
    ctx: &Ctx,
    practice: &TenantStore,
    mut state: State,
    decide: impl Fn(&State) -> Result<Step<O>, Failure>,
) -> Result<Reply<O>, Failure> {
    for _ in 0..TRIES {
        let step = decide(&state)?;
        let Some(transaction) = step.write else { return Ok(step.reply) };
        match ctx.commit(transaction, step.reply).await {
            Err(failure) if failure.failed(STATE) => {}
            result => return result,
        }
        state = practice.get(&state_key(state.prescription_id)).await?.ok_or_else(Refusal::not_found)?;
    }
    Err(StoreError::Busy("others were faster each time".into()).into())
}
