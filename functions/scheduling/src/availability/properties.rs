use super::*;
use crate::grid::CELLS_PER_DAY;
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::HashMap;

/// Zones of every temper: none, whole-hour and half-hour transitions, odd offsets, both ends of the earth.
const ZONES: [&str; 8] = [
    "Africa/Algiers",
    "Europe/Paris",
    "Africa/Casablanca",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/St_Johns",
];

fn any_hours(zone: &'static str) -> impl Strategy<Value = WorkingHours> {
    let window = (0i64..7, 0u16..288, 1u16..288).prop_map(|(day, from, length)| {
        let time = |cell: u16| format!("{:02}:{:02}", cell / 12, cell % 12 * 5).parse().unwrap();
        let day = jiff::civil::Weekday::Monday.wrapping_add(day).into();
        Window { day, from: time(from), to: time((from + length) % CELLS_PER_DAY) }
    });
    (1u16..=48, prop::collection::vec(window, 1..8)).prop_map(move |(slot, windows)| {
        let mut hours = WorkingHours { time_zone: zone.to_owned(), slot_minutes: slot * 5, weekly: Vec::new() };
        for window in windows {
            hours.weekly.push(window);
            if !hours.mistakes().is_empty() {
                hours.weekly.pop();
            }
        }
        hours
    })
}

/// A start within 2025 to 2030 or around Samoa's skipped day, and up to 31 days.
fn any_days() -> impl Strategy<Value = Days> {
    let start = prop_oneof![
        (0i64..2000).prop_map(|n| date(2025, 1, 1).saturating_add(n.days())),
        (0i64..20).prop_map(|n| date(2011, 12, 15).saturating_add(n.days())),
    ];
    (start, 0i64..31).prop_map(|(from, n)| Days { from, to: from.saturating_add(n.days()) })
}

#[derive(Debug, Clone)]
struct Question {
    hours: WorkingHours,
    days: Days,
    now: Instant,
    busy: HashMap<Date, Cells>,
}

impl Question {
    fn busy(&self, date: Date) -> Cells {
        self.busy.get(&date).copied().unwrap_or_default()
    }
}

fn any_question() -> impl Strategy<Value = Question> {
    let hours = prop::sample::select(&ZONES[..]).prop_flat_map(any_hours);
    let cells = prop::collection::vec(0u16..CELLS_PER_DAY, 0..30);
    let busy = prop::collection::vec((-1i64..33, cells), 0..20);
    (hours, any_days(), -40_000i64..80_000, busy).prop_map(|(hours, days, minutes, busy)| {
        let noon = days.from.at(12, 0, 0, 0).to_zoned(TimeZone::UTC).unwrap().timestamp();
        let now = (noon + SignedDuration::from_mins(minutes)).into();
        let busy = busy
            .into_iter()
            .map(|(n, cells)| (days.from.saturating_add(n.days()), Cells::of(cells).unwrap()))
            .collect();
        Question { hours, days, now, busy }
    })
}

proptest! {
    #[test]
    fn slots_are_free_future_whole_and_apart(question in any_question()) {
        let availability = Availability::new(&question.hours).unwrap();
        let slots = availability.free_slots(question.days, |date| question.busy(date), question.now);
        let length = i64::from(question.hours.slot_minutes) * 60;
        let (first, last) = availability.busy_dates(question.days);
        for slot in &slots {
            prop_assert!(slot.start() > question.now);
            prop_assert_eq!(slot.end().seconds() - slot.start().seconds(), length);
            prop_assert!(question.days.contains(availability.local(slot.start()).date()));
            prop_assert_eq!(availability.slot_at(slot.start()), Some(*slot));
            for (date, cells) in slot.cells() {
                prop_assert!(!cells.intersects(question.busy(date)));
                prop_assert!(first <= date && date <= last, "{date} is not among the dates to look up");
            }
        }
        prop_assert!(slots.is_sorted_by(|a, b| a.end() <= b.start()), "{slots:?}");
    }

    #[test]
    fn what_is_not_offered_is_past_busy_or_no_slot(question in any_question(), n in 0usize..400) {
        let availability = Availability::new(&question.hours).unwrap();
        let all: Vec<Slot> = availability.slots(question.days).collect();
        prop_assume!(!all.is_empty());
        let slot = all[n % all.len()];
        let offered = availability.free_slots(question.days, |date| question.busy(date), question.now).contains(&slot);
        prop_assert_eq!(offered, slot.start() > question.now && slot.is_free(|date| question.busy(date)));
    }

    #[test]
    fn days_put_together_are_the_range(question in any_question()) {
        let availability = Availability::new(&question.hours).unwrap();
        let whole: Vec<Slot> = availability.free_slots(question.days, |_| Cells::default(), question.now);
        let dates = question.days.from.series(1.day()).take_while(|date| *date <= question.days.to);
        let parts: Vec<Slot> = dates
            .flat_map(|date| availability.free_slots(Days { from: date, to: date }, |_| Cells::default(), question.now))
            .collect();
        prop_assert_eq!(whole, parts);
    }

    #[test]
    fn a_steady_zone_has_as_many_slots_as_any_other(hours in any_hours("UTC"), from in 0i64..2000) {
        // In none of these zones June has a transition.
        let from = date(2025 + (from % 6) as i16, 6, 1);
        let days = Days { from, to: from.saturating_add(29.days()) };
        let count = |zone: &str| {
            let there = WorkingHours { time_zone: zone.to_owned(), ..hours.clone() };
            Availability::new(&there).unwrap().slots(days).count()
        };
        for zone in ZONES {
            prop_assert_eq!(count(zone), count("UTC"), "{}", zone);
        }
    }

    #[test]
    fn alternatives_are_free_slots_of_their_days(question in any_question(), n in 0usize..400) {
        let availability = Availability::new(&question.hours).unwrap();
        let all: Vec<Slot> = availability.slots(question.days).collect();
        prop_assume!(!all.is_empty());
        let wanted = all[n % all.len()].start();
        let days = availability.alternative_days(wanted);
        let free = availability.free_slots(days, |date| question.busy(date), question.now);
        let offered = availability.alternatives(wanted, |date| question.busy(date), question.now);
        prop_assert_eq!(offered.len(), free.len().min(3));
        prop_assert!(offered.iter().all(|slot| free.contains(slot)) && offered.is_sorted());
        let follow = free.iter().filter(|slot| slot.start() >= wanted).count();
        prop_assert_eq!(offered.iter().filter(|slot| slot.start() >= wanted).count(), follow.min(3));
    }
}
