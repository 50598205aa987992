use super::*;
use crate::content::{MAX_ITEMS, item_id};
use crate::payload::ClaimCode;
use crate::steps::{ClaimRefused, Claimed, DispenseRefused, Holder, HolderRefused, InvalidState, LEASE, RefuseRefused};
use jiff::Timestamp;
use medilink_auth::Secret;
use proptest::collection::vec;
use proptest::prelude::*;

const RX: PrescriptionId = PrescriptionId::from_u128(1 << 100);
const A: TenantId = TenantId::from_u128(11);
const B: TenantId = TenantId::from_u128(12);
const DAY: i64 = 86_400;
const LEASE_SECONDS: i64 = LEASE.as_secs() as i64;

/// Seconds after the day of issue began, in a prescription that is valid from the first to the ninth day.
fn at(seconds: i64) -> Instant {
    Timestamp::from_second(1_800_000_000 + seconds).unwrap().into()
}

fn issued(quantities: &[u16]) -> State {
    State {
        prescription_id: RX,
        patient_id: Some(UserId::from_u128(9)),
        version: 1,
        code_hash: ClaimCode::of(RX, &Secret::from_bytes([5; 32])).hash(),
        valid_from: at(DAY),
        expires_at: at(9 * DAY),
        items: quantities.iter().map(|&units| Quantity::new(units).unwrap().into()).collect(),
        claim: None,
        claims: 0,
        dispensings: 0,
        cancelled: false,
        refused: false,
    }
}

/// The secrets of a real size: 43 characters.
fn token(pharmacy: TenantId, number: u32) -> String {
    format!("{:0>43}", format!("{pharmacy}-{number}"))
}

fn claim(state: &State, pharmacy: TenantId, now: i64) -> Result<State, ClaimRefused> {
    match state.claim(pharmacy, at(now), |number| token(pharmacy, number))? {
        Claimed::New(after) => {
            assert_eq!(after.version, state.version + 1);
            Ok(after)
        }
        Claimed::Same(claim) => {
            assert_eq!((claim.pharmacy, Some(&claim)), (pharmacy, state.claim.as_ref()));
            Ok(state.clone())
        }
    }
}

fn dispense(state: &State, by: (TenantId, u32), items: &[(usize, u16)], now: i64) -> Result<State, DispenseRefused> {
    let items: Vec<_> =
        items.iter().map(|&(index, units)| (item_id(RX, index), Quantity::new(units).unwrap())).collect();
    state.dispense(Holder { pharmacy: by.0, token_hash: &token(by.0, by.1) }, &items, at(now))
}

fn release(state: &State, by: (TenantId, u32), now: i64) -> Result<State, HolderRefused> {
    state.release(Holder { pharmacy: by.0, token_hash: &token(by.0, by.1) }, at(now))
}

fn refuse(state: &State, by: (TenantId, u32), now: i64) -> Result<State, RefuseRefused> {
    state.refuse(Holder { pharmacy: by.0, token_hash: &token(by.0, by.1) }, at(now))
}

#[test]
fn time_alone_moves_a_prescription() {
    let rx = issued(&[30]);
    let statuses = [0, DAY - 1, DAY, 9 * DAY - 1, 9 * DAY].map(|now| rx.status(at(now)).as_str());
    assert_eq!(statuses, ["scheduled", "scheduled", "active", "active", "expired"]);
    assert_eq!(claim(&rx, A, 0), Err(ClaimRefused::NotYetValid));
    assert_eq!(claim(&rx, A, 9 * DAY), Err(ClaimRefused::Expired));
    assert_eq!(rx.item_status(rx.items[0], at(9 * DAY)), ItemStatus::Expired);
}

#[test]
fn a_claim_is_leased_to_one_pharmacy() {
    let held = claim(&issued(&[30]), A, DAY).unwrap();
    assert_eq!(held.status(at(DAY)), Status::Claimed);
    assert_eq!(held.claim.as_ref().map(|claim| claim.until), Some(at(DAY + LEASE_SECONDS)));
    assert_eq!(claim(&held, A, DAY + 60), Ok(held.clone()));
    assert_eq!(claim(&held, B, DAY + 60), Err(ClaimRefused::HeldByOther));
    let ended = DAY + LEASE_SECONDS;
    assert_eq!(held.status(at(ended)), Status::Active);
    assert_eq!(claim(&held, B, ended).unwrap().claims, 2);
    assert_eq!(dispense(&held, (A, 1), &[(0, 1)], ended), Err(HolderRefused::LeaseEnded.into()));
    assert_eq!(release(&held, (A, 1), ended), Err(HolderRefused::LeaseEnded));
}

#[test]
fn part_after_part_is_dispensed_and_never_more() {
    let held = claim(&issued(&[30, 2]), A, DAY).unwrap();
    let part = dispense(&held, (A, 1), &[(0, 10)], DAY).unwrap();
    assert_eq!((part.status(at(DAY)), part.dispensings), (Status::PartDispensed, 1));
    assert_eq!(
        part.items.iter().map(|u| part.item_status(*u, at(DAY))).collect::<Vec<_>>(),
        [ItemStatus::Partial, ItemStatus::ToDispense]
    );
    assert_eq!(claim(&part, B, DAY), Err(ClaimRefused::HeldByOther));
    assert_eq!(dispense(&part, (A, 1), &[(1, 2), (0, 21)], DAY), Err(DispenseRefused::OverQuantity));
    assert_eq!(dispense(&part, (A, 1), &[(0, 11), (0, 10)], DAY), Err(DispenseRefused::OverQuantity));
    assert_eq!(dispense(&part, (A, 1), &[(2, 1)], DAY), Err(DispenseRefused::UnknownItem));
    assert_eq!(dispense(&part, (A, 1), &[], DAY), Err(DispenseRefused::Nothing));

    let free = release(&part, (A, 1), DAY).unwrap();
    assert_eq!(free.status(at(DAY)), Status::PartDispensed);
    let other = claim(&free, B, DAY).unwrap();
    assert_eq!(other.status(at(DAY)), Status::Claimed);
    let done = dispense(&other, (B, 2), &[(0, 20), (1, 2)], DAY).unwrap();
    assert_eq!(done.status(at(DAY)), Status::Dispensed);
    assert_eq!(done.status(at(99 * DAY)), Status::Dispensed);
    assert_eq!(dispense(&done, (B, 2), &[(0, 1)], DAY), Err(DispenseRefused::OverQuantity));
    assert_eq!(claim(&done, B, DAY), Err(ClaimRefused::NotDispensable { state: Status::Dispensed }));
    assert_eq!(refuse(&done, (B, 2), DAY), Err(InvalidState { state: Status::Dispensed }.into()));
    assert_eq!(done.cancel(at(DAY)), Err(InvalidState { state: Status::Dispensed }));
}

#[test]
fn only_the_holder_s_own_secret_acts() {
    let held = claim(&issued(&[30]), A, DAY).unwrap();
    for by in [(A, 2), (B, 1)] {
        assert_eq!(dispense(&held, by, &[(0, 1)], DAY), Err(HolderRefused::NotHolder.into()));
        assert_eq!(release(&held, by, DAY), Err(HolderRefused::NotHolder));
        assert_eq!(refuse(&held, by, DAY), Err(HolderRefused::NotHolder.into()));
    }
    // The right secret in the hands of another pharmacy.
    assert_eq!(held.release(Holder { pharmacy: B, token_hash: &token(A, 1) }, at(DAY)), Err(HolderRefused::NotHolder));
    let free = release(&held, (A, 1), DAY).unwrap();
    assert_eq!(release(&free, (A, 1), DAY), Err(HolderRefused::NotHolder));
    // The secret of an earlier claim is worth nothing under the next one of the same pharmacy.
    let again = claim(&free, A, DAY).unwrap();
    assert_eq!(dispense(&again, (A, 1), &[(0, 1)], DAY), Err(HolderRefused::NotHolder.into()));
    assert!(dispense(&again, (A, 2), &[(0, 1)], DAY).is_ok());
}

#[test]
fn the_holder_may_finish_after_expiry_within_the_lease() {
    let last = 9 * DAY - 1;
    let held = claim(&issued(&[30]), A, last).unwrap();
    assert_eq!(held.status(at(last + 60)), Status::Claimed);
    let part = dispense(&held, (A, 1), &[(0, 10)], last + 60).unwrap();
    assert_eq!(part.status(at(last + 60)), Status::PartDispensed);
    assert_eq!(part.status(at(last + LEASE_SECONDS)), Status::Expired);
    assert_eq!(part.item_status(part.items[0], at(last + LEASE_SECONDS)), ItemStatus::Expired);
    assert_eq!(release(&part, (A, 1), last + 60).unwrap().status(at(last + 60)), Status::Expired);
}

#[test]
fn cancelling_waits_for_the_holder() {
    let free = issued(&[30]).cancel(at(DAY)).unwrap();
    assert_eq!(free.status(at(DAY)), Status::Cancelled);
    assert_eq!(claim(&free, A, DAY), Err(ClaimRefused::NotDispensable { state: Status::Cancelled }));
    assert_eq!(free.cancel(at(DAY)), Err(InvalidState { state: Status::Cancelled }));
    assert_eq!(issued(&[30]).cancel(at(9 * DAY)), Err(InvalidState { state: Status::Expired }));
    assert_eq!(issued(&[30]).cancel(at(0)).map(|rx| rx.status(at(0))), Ok(Status::Cancelled));

    let pending = claim(&issued(&[30]), A, DAY).unwrap().cancel(at(DAY)).unwrap();
    assert_eq!(pending.status(at(DAY)), Status::CancelPending);
    assert_eq!(pending.cancel(at(DAY)), Err(InvalidState { state: Status::CancelPending }));
    assert_eq!(claim(&pending, B, DAY), Err(ClaimRefused::HeldByOther));
    assert_eq!(claim(&pending, A, DAY), Ok(pending.clone()));
    assert_eq!(pending.status(at(DAY + LEASE_SECONDS)), Status::Cancelled);
    assert_eq!(release(&pending, (A, 1), DAY).unwrap().status(at(DAY)), Status::Cancelled);
    let part = dispense(&pending, (A, 1), &[(0, 10)], DAY).unwrap();
    assert_eq!(part.status(at(DAY)), Status::CancelPending);
    assert_eq!(part.item_status(part.items[0], at(DAY + LEASE_SECONDS)), ItemStatus::Cancelled);
    assert_eq!(dispense(&part, (A, 1), &[(0, 20)], DAY).unwrap().status(at(DAY)), Status::Dispensed);
}

#[test]
fn refusing_ends_what_is_left() {
    let part = dispense(&claim(&issued(&[30, 2]), A, DAY).unwrap(), (A, 1), &[(1, 2)], DAY).unwrap();
    let refused = refuse(&part, (A, 1), DAY).unwrap();
    assert_eq!(refused.status(at(DAY)), Status::NotDispensed);
    assert_eq!(
        refused.items.iter().map(|u| refused.item_status(*u, at(DAY))).collect::<Vec<_>>(),
        [ItemStatus::NotDispensed, ItemStatus::Dispensed]
    );
    assert_eq!(claim(&refused, B, DAY), Err(ClaimRefused::NotDispensable { state: Status::NotDispensed }));
    assert_eq!(refused.cancel(at(DAY)), Err(InvalidState { state: Status::NotDispensed }));
}

#[test]
fn names_are_those_of_the_wire() {
    use Status as S;
    let all = [
        S::Scheduled,
        S::Active,
        S::Claimed,
        S::PartDispensed,
        S::Dispensed,
        S::NotDispensed,
        S::CancelPending,
        S::Cancelled,
        S::Expired,
    ];
    for status in all {
        assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
    }
}

#[test]
fn the_state_of_twenty_lines_is_small_and_reads_back() {
    let mut rx = State {
        version: u32::MAX - 9,
        claims: u32::MAX - 9,
        dispensings: u32::MAX - 9,
        ..issued(&[Quantity::MAX; MAX_ITEMS])
    };
    rx = claim(&rx, A, DAY).unwrap();
    rx = dispense(&rx, (A, rx.claims), &[(0, 1)], DAY).unwrap().cancel(at(DAY)).unwrap();
    let text = serde_json::to_string(&rx).unwrap();
    assert!(text.len() < 800, "{}: {text}", text.len());
    assert_eq!(serde_json::from_str::<State>(&text).unwrap(), rx);
}

#[derive(Debug, Clone)]
enum Step {
    Claim(u8),
    Dispense(u8, Vec<(usize, u16)>),
    Release(u8),
    Refuse(u8),
    Cancel,
    Wait(i64),
}

fn any_step() -> impl Strategy<Value = Step> {
    let items = vec((0usize..4, 1u16..8), 1..4);
    prop_oneof![
        4 => (0u8..4).prop_map(Step::Claim),
        8 => (0u8..4, items).prop_map(|(who, items)| Step::Dispense(who, items)),
        3 => (0u8..4).prop_map(Step::Release),
        1 => (0u8..40).prop_map(|who| if who < 4 { Step::Refuse(who) } else { Step::Wait(1) }),
        1 => (0u8..10).prop_map(|n| if n == 0 { Step::Cancel } else { Step::Wait(60) }),
        2 => prop_oneof![60i64..2 * LEASE_SECONDS, Just(DAY)].prop_map(Step::Wait),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    /// Pharmacies that remember the latest claim they got, valid or not, and act in any order while the clock goes on.
    #[test]
    fn nothing_is_dispensed_twice(quantities in vec(1u16..20, 1..4), steps in vec(any_step(), 0..60)) {
        let mut rx = issued(&quantities);
        let (mut now, mut claims, mut handed_out) = (DAY, [0u32; 4], vec![0u16; quantities.len()]);
        let pharmacy = |who: u8| TenantId::from_u128(u128::from(who));
        for step in steps {
            let (before, was) = (rx.clone(), rx.status(at(now)));
            let over = matches!(was, Status::Dispensed | Status::NotDispensed | Status::Cancelled | Status::Expired);
            let by = |who: u8| (pharmacy(who), claims[usize::from(who)]);
            let after = match &step {
                Step::Claim(who) => {
                    let after = claim(&rx, pharmacy(*who), now).ok();
                    after.inspect(|after| claims[usize::from(*who)] = after.claims)
                }
                Step::Dispense(who, items) => {
                    let after = dispense(&rx, by(*who), items, now).ok();
                    if after.is_some() {
                        prop_assert_eq!(rx.held(at(now)).map(|claim| claim.pharmacy), Some(pharmacy(*who)));
                        items.iter().for_each(|(index, units)| handed_out[*index] += units);
                    }
                    after
                }
                Step::Release(who) => release(&rx, by(*who), now).ok(),
                Step::Refuse(who) => refuse(&rx, by(*who), now).ok(),
                Step::Cancel => rx.cancel(at(now)).ok(),
                Step::Wait(seconds) => {
                    now += seconds;
                    None
                }
            };
            let Some(after) = after else { continue };
            // A holder may give back what is over, and nothing else happens to it.
            let given_back = State { claim: None, version: before.version + 1, ..before.clone() };
            prop_assert!(!over || after == given_back, "{step:?} at {was:?}");
            prop_assert!(after == before || after.version == before.version + 1);
            for (index, units) in after.items.iter().enumerate() {
                prop_assert_eq!(units.prescribed, quantities[index]);
                prop_assert_eq!(units.remaining + handed_out[index], units.prescribed);
            }
            rx = after;
        }
    }
}
