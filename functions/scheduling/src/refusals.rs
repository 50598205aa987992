//! Why a time cannot be had.

use crate::availability::{Availability, is_ahead};
use crate::days::{DOCTOR, PATIENT};
use crate::grid::{CELLS_PER_DAY, Cells, Slot};
use crate::records::{BusyDay, doctor_days};
use crate::visit_ref::utc_date;
use crate::working_hours::WorkingHours;
use jiff::civil::Date;
use medilink_edge::Failure;
use medilink_kernel::{DoctorId, Instant};
use medilink_operation::{Refusal, codes};
use medilink_store::{Query, StoreError, TenantStore};
use std::collections::HashMap;

/// The availability by stored hours: they had no mistakes when they were set.
pub fn availability(hours: &WorkingHours) -> Result<Availability, Failure> {
    Availability::new(hours)
        .map_err(|mistakes| Failure::Fault(format!("stored hours have {} mistakes", mistakes.len())))
}

/// The slot that begins at `start`, which lies ahead, at most 366 days.
pub fn slot_ahead(availability: &Availability, start: Instant, now: Instant) -> Result<Slot, Refusal> {
    availability.slot_at(start).filter(|slot| is_ahead(slot.start(), now)).ok_or_else(invalid_slot)
}

/// The doctor does not receive at that time.
pub fn invalid_slot() -> Refusal {
    Refusal::field(
        codes::INVALID_SLOT,
        "/start",
        "invalid_slot",
        "The start of a slot of this doctor in the next 366 days is expected.",
    )
}

/// A doctor's time that somebody wanted.
pub struct Wanted<'a> {
    /// Whose.
    pub doctor: DoctorId,
    /// The practice.
    pub tenant: &'a TenantStore,
    /// The doctor's rules.
    pub availability: &'a Availability,
    /// The time.
    pub slot: Slot,
    /// The present.
    pub now: Instant,
}

impl Wanted<'_> {
    /// What the client is told when the transaction failed.
    pub async fn refuse(&self, failure: Failure) -> Failure {
        if failure.failed(DOCTOR) {
            match self.alternatives(&failure).await {
                Ok(slots) => Refusal::new(codes::SLOT_TAKEN, "Somebody else has this time.")
                    .with("alternatives", serde_json::json!(slots))
                    .into(),
                Err(failure) => failure,
            }
        } else if failure.failed(PATIENT) {
            Refusal::new(codes::PATIENT_BUSY, "The patient has another appointment then.").into()
        } else {
            failure
        }
    }

    /// Other free times. The day that was in the way came with the failure; where it has enough, nothing is read.
    async fn alternatives(&self, failure: &Failure) -> Result<Vec<Slot>, Failure> {
        let mut known = known_days(failure)?;
        let near = self.within(&known);
        if near.len() == 3 && near.iter().all(|slot| *slot > self.slot) {
            return Ok(near);
        }
        let (first, last) = self.availability.busy_dates(self.availability.alternative_days(self.slot.start()));
        let query = Query::partition(doctor_days(self.doctor)).between(first.to_string(), last.to_string());
        let page = self.tenant.query::<BusyDay>(query.eventually()).await?;
        let seen = std::mem::take(&mut known);
        let mut busy = by_date(page.items)?;
        busy.extend(seen);
        Ok(self.availability.alternatives(
            self.slot.start(),
            |date| busy.get(&date).copied().unwrap_or_default(),
            self.now,
        ))
    }

    /// Alternatives on the days that are known; all others count as full.
    fn within(&self, known: &HashMap<Date, Cells>) -> Vec<Slot> {
        let full = Cells::of(0..CELLS_PER_DAY).unwrap_or_default();
        // A day that did not stand in the way, but begins with the slot, may still be full of others.
        if !known.contains_key(&utc_date(self.slot.start())) {
            return Vec::new();
        }
        self.availability.alternatives(self.slot.start(), |date| known.get(&date).copied().unwrap_or(full), self.now)
    }
}

/// The days of the doctor that a failed transaction has shown.
fn known_days(failure: &Failure) -> Result<HashMap<Date, Cells>, Failure> {
    let Failure::Store(StoreError::Condition { items, .. }) = failure else { return Ok(HashMap::new()) };
    let days = items.iter().filter(|(tag, _)| *tag == DOCTOR).map(|(_, item)| medilink_store::read(item.clone()));
    by_date(days.collect::<Result<Vec<BusyDay>, _>>()?)
}

/// Busy cells by date.
pub fn by_date(days: Vec<BusyDay>) -> Result<HashMap<Date, Cells>, Failure> {
    let cells = |day: &BusyDay| {
        Ok((day.date().ok_or_else(|| Failure::fault("a day without a date"))?, day.cells().map_err(Failure::fault)?))
    };
    days.iter().map(cells).collect()
}
