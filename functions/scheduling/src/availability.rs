//! When a doctor can be booked: computed from rules whenever it is asked, never stored.
//!
//! Rules are layers. Each is asked, lowest first, what a local date looks like given what lies below it; weekly hours
//! are the lowest one, and seasons, holidays, leave and dated overrides join the list in [`Availability::new`] above it.

use crate::grid::{Cells, Slot};
use crate::working_hours::{Window, WorkingHours};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};
use jiff::{SignedDuration, ToSpan};
use medilink_kernel::Instant;
use medilink_operation::FieldError;

/// Days that one question may span.
pub const MAX_DAYS: u8 = 31;
/// Days in which an alternative to a taken slot is looked for, that of the slot included.
const ALTERNATIVE_DAYS: i64 = 14;
const ALTERNATIVES: usize = 3;
/// Days ahead that can be booked.
const HORIZON_DAYS: i64 = 366;

/// Whether a start can be booked at all now: it lies ahead, and not too far.
pub fn is_ahead(start: Instant, now: Instant) -> bool {
    let seconds = start.seconds() - now.seconds();
    0 < seconds && seconds <= HORIZON_DAYS * 24 * 3600
}

/// A rule about local dates.
pub trait Layer: std::fmt::Debug + Send + Sync {
    /// What is open on `date`, given what the layers below opened.
    fn apply(&self, date: Date, below: Vec<Open>) -> Vec<Open>;
}

/// An open stretch on the wall, in minutes from the midnight that begins its date; above 1440 past the next one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Open {
    /// Its first minute, at which the grid of its slots is anchored.
    pub from: u16,
    /// The minute after its last one.
    pub to: u16,
}

#[derive(Debug)]
struct Weekly(Vec<Window>);

impl Layer for Weekly {
    fn apply(&self, date: Date, _below: Vec<Open>) -> Vec<Open> {
        let today = self.0.iter().filter(|window| window.day == date.weekday().into());
        today.map(|window| Open { from: window.from.minutes(), to: window.end_minutes() }).collect()
    }
}

/// The first and the last of some local dates, at most [`MAX_DAYS`] of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    from: Date,
    to: Date,
}

/// Why two dates are no range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DaysError {
    /// The last is before the first.
    #[error("the last date is before the first")]
    Backwards,
    /// There are more than [`MAX_DAYS`].
    #[error("at most 31 days can be asked for")]
    TooMany,
}

impl Days {
    /// The dates from `from` to `to`, both included.
    pub fn new(from: Date, to: Date) -> Result<Self, DaysError> {
        match (to - from).get_days() {
            i32::MIN..=-1 => Err(DaysError::Backwards),
            days if days >= i32::from(MAX_DAYS) => Err(DaysError::TooMany),
            _ => Ok(Self { from, to }),
        }
    }

    fn contains(&self, date: Date) -> bool {
        self.from <= date && date <= self.to
    }
}

/// The rules of one doctor, ready to be asked.
#[derive(Debug)]
pub struct Availability {
    zone: TimeZone,
    slot_minutes: u16,
    layers: Vec<Box<dyn Layer>>,
}

impl Availability {
    /// The availability by these hours, unless something is wrong with them.
    pub fn new(hours: &WorkingHours) -> Result<Self, Vec<FieldError>> {
        match (hours.zone(), hours.mistakes()) {
            (Some(zone), mistakes) if mistakes.is_empty() => Ok(Self {
                zone,
                slot_minutes: hours.slot_minutes,
                layers: vec![Box::new(Weekly(hours.weekly.clone()))],
            }),
            (_, mistakes) => Err(mistakes),
        }
    }

    /// The slots that begin on one of `days`, can be booked at `now` ([`is_ahead`]), and meet no busy cell, in order.
    pub fn free_slots(&self, days: Days, busy: impl Fn(Date) -> Cells, now: Instant) -> Vec<Slot> {
        let wanted = |slot: &Slot| is_ahead(slot.start(), now) && slot.is_free(&busy);
        let mut slots: Vec<Slot> = self.slots(days).filter(wanted).collect();
        slots.sort_unstable();
        slots
    }

    /// The slot that begins at `start`, whether free or not.
    pub fn slot_at(&self, start: Instant) -> Option<Slot> {
        let date = self.local(start).date();
        self.slots(Days { from: date, to: date }).find(|slot| slot.start() == start)
    }

    /// Up to three free slots instead of the one at `wanted`: the next ones after it, or the last ones before it on the
    /// same day when too few follow. Looks at [`Self::alternative_days`].
    pub fn alternatives(&self, wanted: Instant, busy: impl Fn(Date) -> Cells, now: Instant) -> Vec<Slot> {
        let free = self.free_slots(self.alternative_days(wanted), busy, now);
        let (next, end) = (free.partition_point(|slot| slot.start() < wanted), free.len());
        let last = end.min(next + ALTERNATIVES);
        free[last.saturating_sub(ALTERNATIVES).min(next)..last].to_vec()
    }

    /// The local dates on which alternatives to `wanted` are looked for.
    pub fn alternative_days(&self, wanted: Instant) -> Days {
        let from = self.local(wanted).date();
        Days { from, to: from.saturating_add((ALTERNATIVE_DAYS - 1).days()) }
    }

    /// The first and the last UTC date whose busy cells decide about slots that begin on `days`.
    pub fn busy_dates(&self, days: Days) -> (Date, Date) {
        let longest = SignedDuration::from_mins(i64::from(self.slot_minutes));
        let utc = |local: DateTime, shift| {
            let instant = self.zone.to_ambiguous_timestamp(local).compatible().and_then(|at| at.checked_add(shift));
            // At the two ends of the calendar there is no instant, and no slot either.
            instant.map_or(local.date(), |at| TimeZone::UTC.to_datetime(at).date())
        };
        (utc(days.from.to_datetime(Time::MIN), SignedDuration::ZERO), utc(days.to.to_datetime(Time::MAX), longest))
    }

    fn local(&self, at: Instant) -> DateTime {
        self.zone.to_datetime(at.timestamp())
    }

    /// The slots that begin on `days`. A window that passed midnight began on the day before.
    fn slots(&self, days: Days) -> impl Iterator<Item = Slot> {
        let eve = days.from.yesterday().unwrap_or(days.from);
        let dates = eve.series(1.day()).take_while(move |date| *date <= days.to);
        let windows = dates.flat_map(|date| self.open(date).into_iter().map(move |open| (date, open)));
        let starts = windows.flat_map(|(date, open)| {
            let last = (open.to + 1).saturating_sub(self.slot_minutes);
            (open.from..last).step_by(usize::from(self.slot_minutes)).map(move |minute| (date, minute))
        });
        starts.filter_map(move |(date, minute)| {
            let local = wall(date, minute)?;
            if days.contains(local.date()) { self.expand(local) } else { None }
        })
    }

    fn open(&self, date: Date) -> Vec<Open> {
        self.layers.iter().fold(Vec::new(), |below, layer| layer.apply(date, below))
    }

    /// The slot that begins at this time on the wall. Where the clock repeats an hour, its first passing; where it
    /// skips one, no slot that would need any of it, so that slots keep their length and never meet.
    fn expand(&self, local: DateTime) -> Option<Slot> {
        let length = SignedDuration::from_mins(i64::from(self.slot_minutes));
        // The same offset at both ends: no transition to look for between them.
        let steady = match (self.offset(local), self.offset(local.checked_add(length).ok()?)) {
            (AmbiguousOffset::Unambiguous { offset: first }, AmbiguousOffset::Unambiguous { offset: last }) => {
                first == last
            }
            _ => false,
        };
        if !steady && self.skips_within(local) {
            return None;
        }
        let start = self.zone.to_ambiguous_timestamp(local).earlier().ok()?;
        let end = start.checked_add(length).ok()?;
        // Instants off the grid are of zones with odd offsets, long past: nobody can book them.
        Slot::new(start.into(), end.into()).ok()
    }

    fn offset(&self, local: DateTime) -> AmbiguousOffset {
        self.zone.to_ambiguous_timestamp(local).offset()
    }

    fn skips_within(&self, local: DateTime) -> bool {
        let mut minutes = (0..i64::from(self.slot_minutes)).step_by(usize::from(crate::grid::CELL_MINUTES));
        minutes.any(|minute| {
            let at = local.saturating_add(SignedDuration::from_mins(minute));
            matches!(self.offset(at), AmbiguousOffset::Gap { .. })
        })
    }
}

fn wall(date: Date, minute: u16) -> Option<DateTime> {
    date.to_datetime(Time::midnight()).checked_add(SignedDuration::from_mins(i64::from(minute))).ok()
}

#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
