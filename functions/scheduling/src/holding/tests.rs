use super::*;
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;

/// The days of one person, changed as the store would change them.
#[derive(Debug, Default, Clone)]
struct Days(BTreeMap<Date, [Cells; 2]>);

impl Days {
    fn change(&mut self, changes: &BTreeMap<Date, DayChange>) -> bool {
        let index = |lane: Lane| usize::from(lane.0);
        let holds = changes.iter().all(|(date, change)| {
            let day = self.0.get(date).copied().unwrap_or_default();
            change.required().into_iter().flatten().all(|(lane, cells)| !day[index(lane)].intersects(cells))
        });
        if holds {
            for (date, change) in changes {
                assert!(change.freed.map(|f| f.0) != change.taken.map(|t| t.0), "one lane changed twice");
                let day = self.0.entry(*date).or_default();
                if let Some((lane, cells)) = change.freed {
                    day[index(lane)] = day[index(lane)].without(cells);
                }
                if let Some((lane, cells)) = change.taken {
                    day[index(lane)] = day[index(lane)].with(cells);
                }
            }
        }
        holds
    }

    fn busy(&self, date: Date) -> Cells {
        self.0.get(&date).map_or_else(Cells::default, |[a, b]| a.with(*b))
    }
}

/// Around a midnight in UTC, 5 minutes to 4 hours.
fn any_slot() -> impl Strategy<Value = Slot> {
    (0i64..144, 1i64..48).prop_map(|(from, cells)| {
        let start: Timestamp = "2027-03-01T18:00:00Z".parse().unwrap();
        let start = start + SignedDuration::from_mins(from * 5);
        Slot::new(start.into(), (start + SignedDuration::from_mins(cells * 5)).into()).unwrap()
    })
}

#[derive(Debug, Clone)]
enum Step {
    Book(Slot),
    Move(usize, Slot),
    Cancel(usize),
}

fn any_step() -> impl Strategy<Value = Step> {
    prop_oneof![
        any_slot().prop_map(Step::Book),
        (0usize..8, any_slot()).prop_map(|(n, slot)| Step::Move(n, slot)),
        (0usize..8).prop_map(Step::Cancel),
    ]
}

proptest! {
    #[test]
    fn days_hold_exactly_what_appointments_hold(steps in prop::collection::vec(any_step(), 0..60)) {
        let (mut days, mut held) = (Days::default(), Vec::<Held>::new());
        for step in steps {
            match step {
                Step::Book(slot) => {
                    let wanted = Held { slot, moves: 0 };
                    let free = held.iter().all(|other| !other.slot.overlaps(&slot));
                    prop_assert_eq!(days.change(&changes(None, Some(wanted))), free);
                    if free {
                        held.push(wanted);
                    }
                }
                Step::Move(n, slot) if n < held.len() => {
                    let wanted = held[n].moved_to(slot);
                    let free = held.iter().enumerate().all(|(i, other)| i == n || !other.slot.overlaps(&slot));
                    prop_assert_eq!(days.change(&changes(Some(held[n]), Some(wanted))), free);
                    if free {
                        held[n] = wanted;
                    }
                }
                Step::Cancel(n) if n < held.len() => {
                    let gone = held.swap_remove(n);
                    prop_assert!(days.change(&changes(Some(gone), None)));
                }
                Step::Move(..) | Step::Cancel(_) => {}
            }
            for date in ["2027-03-01", "2027-03-02"].map(|date| date.parse().unwrap()) {
                let all = held.iter().filter_map(|h| h.slot.cells().get(&date).copied());
                prop_assert_eq!(days.busy(date), all.fold(Cells::default(), Cells::with));
            }
        }
    }
}
