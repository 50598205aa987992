//! What DynamoDB does in life and no emulator does: chosen by seed, off unless a test turns it on.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use serde_json::{Value, json};

use crate::{Action, Reply};

/// One way for a call to go wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// Refused for its rate; nothing happened.
    Throttled,
    /// Refused because another transaction has the item; nothing happened.
    Conflict,
    /// Part of a batch was left undone.
    Unprocessed,
    /// The connection broke before the call arrived; nothing happened.
    LostRequest,
    /// The call was done, and its answer never came.
    LostReply,
}

impl Fault {
    fn suits(self, action: Action) -> bool {
        match self {
            Self::Throttled | Self::LostRequest | Self::LostReply => true,
            Self::Conflict => {
                action.is_on_items()
                    && (!action.is_read() || action == Action::TransactGetItems)
                    && action != Action::BatchWriteItem
            }
            Self::Unprocessed => matches!(action, Action::BatchGetItem | Action::BatchWriteItem),
        }
    }
}

/// How often, and by which seed.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The same seed with the same row of calls gives the same faults.
    pub seed: u64,
    /// Calls out of a thousand that go wrong: 50 is five percent.
    pub per_mille: u64,
}

#[derive(Default)]
struct State {
    plan: Option<(SplitMix, u64)>,
    forced: BTreeMap<Action, Fault>,
    injected: BTreeMap<Fault, u64>,
}

/// The switch, shared between a test and the guard.
#[derive(Default)]
pub struct Faults {
    on: AtomicBool,
    state: Mutex<State>,
}

impl Faults {
    /// Starts to inject faults by this plan.
    pub fn start(&self, plan: Plan) {
        self.change(|state| state.plan = Some((SplitMix(plan.seed), plan.per_mille)));
    }

    /// Makes the next call of this action go wrong in this way, where that is possible for the action.
    pub fn force(&self, action: Action, fault: Fault) {
        self.change(|state| {
            state.forced.insert(action, fault);
        });
    }

    /// Ends all injection.
    pub fn stop(&self) {
        self.change(|state| {
            state.plan = None;
            state.forced.clear();
        });
    }

    /// How many of each kind were injected so far.
    #[must_use]
    pub fn injected(&self) -> BTreeMap<Fault, u64> {
        self.state().injected.clone()
    }

    /// The fault for this call, if it shall have one.
    pub(crate) fn next(&self, action: Action) -> Option<Fault> {
        if !self.on.load(Ordering::Acquire) {
            return None;
        }
        let mut state = self.state();
        let forced = state.forced.remove(&action).filter(|fault| fault.suits(action));
        let fault =
            forced.or_else(|| state.plan.as_mut().and_then(|(dice, per_mille)| draw(dice, *per_mille, action)))?;
        *state.injected.entry(fault).or_default() += 1;
        Some(fault)
    }

    fn change(&self, change: impl FnOnce(&mut State)) {
        let mut state = self.state();
        change(&mut state);
        self.on.store(state.plan.is_some() || !state.forced.is_empty(), Ordering::Release);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn draw(dice: &mut SplitMix, per_mille: u64, action: Action) -> Option<Fault> {
    const KINDS: [Fault; 5] =
        [Fault::Throttled, Fault::Conflict, Fault::Unprocessed, Fault::LostRequest, Fault::LostReply];
    if dice.next() % 1000 >= per_mille {
        return None;
    }
    let suitable: Vec<_> = KINDS.into_iter().filter(|fault| fault.suits(action)).collect();
    let choice = dice.next() % suitable.len() as u64;
    suitable.into_iter().nth(usize::try_from(choice).unwrap_or_default())
}

/// The refusal of a throttled call.
pub(crate) fn throttled(action: Action) -> Reply {
    if action.is_on_items() {
        Reply::refused("ProvisionedThroughputExceededException", "The level of configured throughput was exceeded.")
    } else {
        Reply::refused("ThrottlingException", "Rate of requests exceeds the allowed throughput.")
    }
}

/// The refusal of a call whose item is in another transaction.
pub(crate) fn conflict(request: &Value) -> Reply {
    let message = "Transaction is ongoing for the item";
    let Some(items) = request.get("TransactItems").and_then(Value::as_array) else {
        return Reply::refused("TransactionConflictException", message);
    };
    let mut reasons = vec![json!({"Code": "None"}); items.len()];
    let mut codes = vec!["None"; items.len()];
    if let (Some(reason), Some(code)) = (reasons.last_mut(), codes.last_mut()) {
        *reason = json!({"Code": "TransactionConflict", "Message": message});
        *code = "TransactionConflict";
    }
    let message =
        format!("Transaction cancelled, please refer cancellation reasons for specific reasons [{}]", codes.join(", "));
    Reply::refused_with("TransactionCanceledException", &message, json!({"CancellationReasons": reasons}))
}

/// Sebastiano Vigna's SplitMix64: a few lines, and good enough to scatter faults.
struct SplitMix(u64);

impl SplitMix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(seed: u64) -> Vec<Option<Fault>> {
        let faults = Faults::default();
        faults.start(Plan { seed, per_mille: 50 });
        (0..2000)
            .map(|n| faults.next([Action::GetItem, Action::TransactWriteItems, Action::BatchWriteItem][n % 3]))
            .collect()
    }

    #[test]
    fn a_seed_gives_the_same_row_and_about_its_share() {
        assert_eq!(row(7), row(7));
        assert_ne!(row(7), row(8));
        let share = row(7).iter().flatten().count();
        assert!((60..140).contains(&share), "{share} of 2000");
    }

    #[test]
    fn faults_suit_their_action() {
        let faults = Faults::default();
        faults.start(Plan { seed: 1, per_mille: 1000 });
        for _ in 0..200 {
            assert!(!matches!(faults.next(Action::GetItem), Some(Fault::Conflict | Fault::Unprocessed) | None));
            assert!(!matches!(faults.next(Action::TransactWriteItems), Some(Fault::Unprocessed) | None));
            assert!(!matches!(faults.next(Action::BatchWriteItem), Some(Fault::Conflict) | None));
        }
        assert_eq!(faults.injected().values().sum::<u64>(), 600);
    }

    #[test]
    fn off_by_default_and_after_a_stop_and_forced_once() {
        let faults = Faults::default();
        assert_eq!(faults.next(Action::GetItem), None);
        faults.force(Action::PutItem, Fault::LostReply);
        assert_eq!(faults.next(Action::GetItem), None);
        assert_eq!(faults.next(Action::PutItem), Some(Fault::LostReply));
        assert_eq!(faults.next(Action::PutItem), None);
        faults.start(Plan { seed: 1, per_mille: 1000 });
        faults.stop();
        assert_eq!(faults.next(Action::GetItem), None);
    }
}
