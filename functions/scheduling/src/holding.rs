//! Holding time: which cells of which days an appointment takes and gives back, as updates of day items.
//!
//! A day has two number sets, its lanes; a cell is busy when either has it. DynamoDB changes an attribute once in an
//! update, so an appointment that moves within a day leaves one lane and enters the other. Its lane follows from how
//! often it has moved, and nothing has to be read first.

use crate::grid::{Cells, OffGrid, Slot};
use jiff::civil::Date;
use medilink_records::Appointment;
use medilink_store::{Condition, Update};
use std::collections::BTreeMap;

/// One of the two sets of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane(bool);

impl Lane {
    /// The set's attribute.
    pub const fn attribute(self) -> &'static str {
        if self.0 { "busy2" } else { "busy" }
    }

    const fn other(self) -> Self {
        Self(!self.0)
    }
}

/// Time that an appointment holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Held {
    /// The time.
    pub slot: Slot,
    /// How often the appointment has moved.
    pub moves: u32,
}

impl Held {
    /// The time that this appointment holds.
    pub fn by(appointment: &Appointment) -> Result<Self, OffGrid> {
        Ok(Self { slot: Slot::new(appointment.start, appointment.end)?, moves: appointment.moves })
    }

    /// The same appointment moved to another time.
    pub const fn moved_to(&self, slot: Slot) -> Self {
        Self { slot, moves: self.moves + 1 }
    }

    const fn lane(&self) -> Lane {
        Lane(self.moves % 2 == 1)
    }
}

/// What happens to one day: cells that leave their lane, cells that enter theirs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayChange {
    freed: Option<(Lane, Cells)>,
    taken: Option<(Lane, Cells)>,
}

/// What happens to days, by UTC date, when an appointment gives up `old` and takes `new`.
pub fn changes(old: Option<Held>, new: Option<Held>) -> BTreeMap<Date, DayChange> {
    let mut days: BTreeMap<Date, DayChange> = BTreeMap::new();
    if let Some(held) = old {
        for (date, cells) in held.slot.cells() {
            days.entry(date).or_default().freed = Some((held.lane(), cells));
        }
    }
    if let Some(held) = new {
        for (date, cells) in held.slot.cells() {
            days.entry(date).or_default().taken = Some((held.lane(), cells));
        }
    }
    days
}

impl DayChange {
    /// By lane, the cells that must not be busy: those to be taken, but for those that are being given up.
    fn required(&self) -> Option<[(Lane, Cells); 2]> {
        let (lane, cells) = self.taken?;
        let elsewhere = match self.freed {
            Some((freed_lane, freed)) if freed_lane == lane.other() => cells.without(freed),
            _ => cells,
        };
        Some([(lane, cells), (lane.other(), elsewhere)])
    }

    /// The update of the day's item.
    pub fn update(&self) -> Update {
        let mut update = Update::new();
        if let Some((lane, cells)) = self.freed {
            update = update.delete_numbers(lane.attribute(), &numbers(cells));
        }
        if let Some((lane, cells)) = self.taken {
            update = update.add_numbers(lane.attribute(), &numbers(cells));
        }
        let required = self.required().into_iter().flatten();
        update.when(required.fold(Condition::default(), |condition, (lane, cells)| {
            condition.lacks_numbers(lane.attribute(), &numbers(cells))
        }))
    }
}

fn numbers(cells: Cells) -> Vec<u16> {
    cells.iter().collect()
}

#[cfg(test)]
mod tests;
