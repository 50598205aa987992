//! The 5-minute grid on which all time is held: a day in UTC is 288 cells, and holding time is holding cells.

use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use medilink_kernel::Instant;
use serde::Serialize;
use std::collections::BTreeMap;

/// Length of a cell in minutes.
pub const CELL_MINUTES: u16 = 5;
/// Cells in a UTC day.
pub const CELLS_PER_DAY: u16 = 24 * 60 / CELL_MINUTES;

const CELL_SECONDS: i64 = CELL_MINUTES as i64 * 60;

/// Times that are not whole cells, do not run forward, or last longer than a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not on the 5-minute grid")]
pub struct OffGrid;

/// A stretch of time from `start` (included) to `end` (excluded), in whole cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, schemars::JsonSchema)]
pub struct Slot {
    start: Instant,
    end: Instant,
}

impl Slot {
    /// The stretch between two instants of the grid, at most a day long.
    pub fn new(start: Instant, end: Instant) -> Result<Self, OffGrid> {
        let on_grid = start.seconds() % CELL_SECONDS == 0 && end.seconds() % CELL_SECONDS == 0;
        let length = end.seconds() - start.seconds();
        if on_grid && 0 < length && length <= CELL_SECONDS * i64::from(CELLS_PER_DAY) {
            Ok(Self { start, end })
        } else {
            Err(OffGrid)
        }
    }

    /// Its first instant.
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// The first instant after it.
    pub const fn end(&self) -> Instant {
        self.end
    }

    /// Whether both hold some instant.
    pub fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Its cells by UTC date: one date, or two when it passes midnight in UTC.
    pub fn cells(&self) -> BTreeMap<Date, Cells> {
        let (first, last) = (utc(self.start), utc(self.end));
        let (from, to) = (cell(first), cell(last));
        if first.date() == last.date() {
            return BTreeMap::from([(first.date(), Cells::range(from, to))]);
        }
        let mut days = BTreeMap::from([(first.date(), Cells::range(from, CELLS_PER_DAY))]);
        if to > 0 {
            days.insert(last.date(), Cells::range(0, to));
        }
        days
    }

    /// Whether none of its cells is among the busy ones of its dates.
    pub fn is_free(&self, busy: impl Fn(Date) -> Cells) -> bool {
        self.cells().into_iter().all(|(date, cells)| !cells.intersects(busy(date)))
    }
}

fn utc(at: Instant) -> DateTime {
    Offset::UTC.to_datetime(at.timestamp())
}

fn cell(at: DateTime) -> u16 {
    // Hours and minutes of a civil time are never negative.
    (at.hour().unsigned_abs() as u16 * 60 + at.minute().unsigned_abs() as u16) / CELL_MINUTES
}

/// A set of cells of one UTC day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cells([u64; 5]);

impl Cells {
    fn range(from: u16, to: u16) -> Self {
        let mut cells = Self::default();
        for cell in from..to {
            cells.add(cell);
        }
        cells
    }

    fn add(&mut self, cell: u16) {
        self.0[usize::from(cell / 64)] |= 1 << (cell % 64);
    }

    /// The set of these cells; a number beyond the day is refused.
    pub fn of(numbers: impl IntoIterator<Item = u16>) -> Result<Self, OffGrid> {
        let mut cells = Self::default();
        for number in numbers {
            if number >= CELLS_PER_DAY {
                return Err(OffGrid);
            }
            cells.add(number);
        }
        Ok(cells)
    }

    /// The numbers of its cells, 0 to 287, in order.
    pub fn iter(self) -> impl Iterator<Item = u16> {
        (0..CELLS_PER_DAY).filter(move |cell| self.0[usize::from(cell / 64)] >> (cell % 64) & 1 == 1)
    }

    /// Whether it holds no cell.
    pub fn is_empty(self) -> bool {
        self == Self::default()
    }

    /// Whether both hold some cell.
    pub fn intersects(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(a, b)| a & b != 0)
    }

    /// The cells of both.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] | other.0[i]))
    }

    /// Its cells that the other does not hold.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(std::array::from_fn(|i| self.0[i] & !other.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use proptest::collection::btree_set;
    use proptest::prelude::*;

    fn at(text: &str) -> Instant {
        text.parse::<Timestamp>().unwrap().into()
    }

    fn slot(start: &str, end: &str) -> Result<Slot, OffGrid> {
        Slot::new(at(start), at(end))
    }

    fn numbers(slot: Slot) -> Vec<(String, Vec<u16>)> {
        slot.cells().into_iter().map(|(date, cells)| (date.to_string(), cells.iter().collect())).collect()
    }

    #[test]
    fn a_slot_is_its_cells() {
        let morning = slot("2027-03-01T08:00:00Z", "2027-03-01T08:15:00Z").unwrap();
        assert_eq!(numbers(morning), [("2027-03-01".to_owned(), vec![96, 97, 98])]);
        let night = slot("2027-03-01T23:55:00Z", "2027-03-02T00:10:00Z").unwrap();
        assert_eq!(numbers(night), [("2027-03-01".to_owned(), vec![287]), ("2027-03-02".to_owned(), vec![0, 1])]);
        let until_midnight = slot("2027-03-01T23:50:00Z", "2027-03-02T00:00:00Z").unwrap();
        assert_eq!(numbers(until_midnight), [("2027-03-01".to_owned(), vec![286, 287])]);
    }

    #[test]
    fn what_is_not_whole_cells_is_refused() {
        for (start, end) in [
            ("2027-03-01T08:01:00Z", "2027-03-01T08:15:00Z"),
            ("2027-03-01T08:00:00Z", "2027-03-01T08:15:01Z"),
            ("2027-03-01T08:00:00Z", "2027-03-01T08:00:00Z"),
            ("2027-03-01T08:05:00Z", "2027-03-01T08:00:00Z"),
            ("2027-03-01T08:00:00Z", "2027-03-02T08:05:00Z"),
        ] {
            assert_eq!(slot(start, end), Err(OffGrid), "{start} to {end}");
        }
        assert!(slot("1969-12-31T23:55:00Z", "1970-01-01T00:00:00Z").is_ok());
        assert_eq!(Cells::of([0, 288]), Err(OffGrid));
    }

    fn any_slot() -> impl Strategy<Value = Slot> {
        (-600i64..600, 1i64..=288).prop_map(|(start, length)| {
            let instant = |cell: i64| Timestamp::from_second(cell * CELL_SECONDS).unwrap().into();
            Slot::new(instant(start), instant(start + length)).unwrap()
        })
    }

    proptest! {
        #[test]
        fn cells_meet_exactly_when_times_overlap(a in any_slot(), b in any_slot()) {
            let of_b = b.cells();
            let free = a.is_free(|date| of_b.get(&date).copied().unwrap_or_default());
            prop_assert_eq!(!free, a.overlaps(&b));
        }

        #[test]
        fn a_slot_has_a_cell_for_every_five_minutes(slot in any_slot()) {
            let count: usize = slot.cells().values().map(|cells| cells.iter().count()).sum();
            prop_assert_eq!(count as i64 * CELL_SECONDS, slot.end().seconds() - slot.start().seconds());
        }

        #[test]
        fn sets_add_and_take_away(a in btree_set(0u16..288, 0..40), b in btree_set(0u16..288, 0..40)) {
            let (x, y) = (Cells::of(a.iter().copied()).unwrap(), Cells::of(b.iter().copied()).unwrap());
            prop_assert!(x.with(y).iter().eq(a.union(&b).copied()));
            prop_assert!(x.without(y).iter().eq(a.difference(&b).copied()));
            prop_assert_eq!(x.intersects(y), !a.is_disjoint(&b));
            prop_assert_eq!(x.is_empty(), a.is_empty());
        }
    }
}
