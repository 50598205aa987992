//! Pages of appointments by time: what was looked at, and what of it is shown.

use crate::bound::Span;
use medilink_records::Appointment;
use medilink_records::appointment_state::Status;

pub mod own;
pub mod practice;

/// Appointments looked at for one page where a status is asked for: the work is the same however rare it is.
const LOOKED_AT: usize = 100;

/// What a list asks for.
#[derive(Debug)]
pub struct Wish {
    /// When.
    pub span: Span,
    /// Which.
    pub status: Option<Status>,
    /// How many.
    pub limit: usize,
    /// After which position.
    pub after: Option<String>,
}

impl Wish {
    /// How many appointments are looked at.
    pub const fn depth(&self) -> usize {
        if self.status.is_some() { LOOKED_AT } else { self.limit }
    }

    /// Whether this position lies ahead in the order of the list.
    pub fn is_ahead(&self, position: &str) -> bool {
        match self.after.as_deref() {
            Some(after) if self.span.newest_first() => position < after,
            Some(after) => position > after,
            None => true,
        }
    }
}

/// What was looked at, in order: positions, and what stands there.
#[derive(Debug, Default)]
pub struct Looked {
    /// Positions with their appointments; `None` where a reference leads nowhere (any more).
    pub seen: Vec<(String, Option<Appointment>)>,
    /// The position after everything seen, where more follows.
    pub rest: Option<String>,
}

/// A page.
#[derive(Debug)]
pub struct Found {
    /// What is shown.
    pub items: Vec<Appointment>,
    /// The position of the last one considered, where more may follow.
    pub next: Option<String>,
}

impl Looked {
    /// What of it is shown.
    pub fn page(self, wish: &Wish) -> Found {
        let mut items = Vec::new();
        let mut seen = self.seen.into_iter().peekable();
        while let Some((position, appointment)) = seen.next() {
            items.extend(appointment.filter(|a| wish.status.is_none_or(|status| a.status == status)));
            if items.len() == wish.limit && (seen.peek().is_some() || self.rest.is_some()) {
                return Found { items, next: Some(position) };
            }
        }
        Found { items, next: self.rest }
    }
}

#[cfg(test)]
mod tests;
