//! The hours of doctors that this process has seen: who moves an appointment has mostly looked at the free slots a
//! moment ago, and need not wait for one more read. What is remembered may have changed, so whoever relies on it
//! writes only on condition that it still holds.

use crate::availability::Availability;
use crate::grid::Slot;
use crate::refusals::{availability, invalid_slot, slot_ahead};
use medilink_edge::{Ctx, Failure, Memory};
use medilink_kernel::{DoctorId, Instant};
use medilink_records::{DoctorEntry, doctor_key};
use medilink_store::Condition;
use serde_json::Value;
use std::sync::Arc;

/// A slot judged by a doctor's hours.
pub struct Judged {
    /// The rules.
    pub availability: Availability,
    /// The slot.
    pub slot: Slot,
    /// What must hold of the doctor's entry, where the hours are remembered ones.
    pub condition: Option<Condition>,
}

/// Judges the slot at `start`, by remembered hours unless `anew`. Only hours just read refuse it.
pub async fn judge(ctx: &Ctx, doctor: DoctorId, start: Instant, anew: bool) -> Result<Judged, Failure> {
    let by = |hours: &Value| -> Result<(Availability, Slot), Failure> {
        let availability = availability(&serde_json::from_value(hours.clone()).map_err(Failure::fault)?)?;
        let slot = slot_ahead(&availability, start, ctx.now.into())?;
        Ok((availability, slot))
    };
    if let Some(hours) = seen(ctx).get(&doctor).filter(|_| !anew)
        && let Ok((availability, slot)) = by(&hours)
    {
        let condition = Condition::default().equals("hours", &hours).equals("bookable", true);
        return Ok(Judged { availability, slot, condition: Some(condition) });
    }
    let entry = ctx.store().get::<DoctorEntry>(&doctor_key(doctor)).await?;
    let hours = entry.filter(|entry| entry.bookable).and_then(|entry| entry.hours).ok_or_else(invalid_slot)?;
    remember(ctx, doctor, &hours);
    let (availability, slot) = by(&hours)?;
    Ok(Judged { availability, slot, condition: None })
}

/// Remembers hours that were just read.
pub fn remember(ctx: &Ctx, doctor: DoctorId, hours: &Value) {
    seen(ctx).keep(doctor, hours.clone());
}

fn seen(ctx: &Ctx) -> Arc<Memory<DoctorId, Value>> {
    Memory::of(&ctx.platform, "scheduling.hours")
}
