//! The part of a transaction that changes the days of doctor and patient.

use crate::holding::{self, Held};
use crate::records::{doctor_day, patient_day};
use crate::visit_ref::VisitRef;
use jiff::civil::Date;
use medilink_edge::Ctx;
use medilink_kernel::{AppointmentId, DoctorId, UserId};
use medilink_store::{TenantStore, Transaction, Update};
use std::collections::BTreeMap;

/// Names the appointment's own write.
pub const VISIT: &str = "visit";
/// Names the writes to a doctor's days.
pub const DOCTOR: &str = "doctor";
/// Names the writes to a patient's days.
pub const PATIENT: &str = "patient";

/// Two people's days, and what they give up and take.
pub struct DayWrites<'a> {
    /// The call.
    pub ctx: &'a Ctx,
    /// The practice.
    pub tenant: &'a TenantStore,
    /// The doctor.
    pub doctor: DoctorId,
    /// The patient.
    pub patient: UserId,
    /// The time given up.
    pub old: Option<Held>,
    /// The time taken.
    pub new: Option<Held>,
}

impl DayWrites<'_> {
    /// Adds the writes, which happen only where the time to be taken is free for both.
    pub fn add_to(&self, transaction: Transaction) -> Transaction {
        self.add_with(transaction, BTreeMap::new(), "")
    }

    /// Adds the writes, and the references to the appointment from the patient's days.
    pub fn add_with_references(
        &self,
        transaction: Transaction,
        id: AppointmentId,
        references: BTreeMap<Date, Option<VisitRef>>,
    ) -> Transaction {
        self.add_with(transaction, references, &VisitRef::attribute(id))
    }

    fn add_with(
        &self,
        mut transaction: Transaction,
        references: BTreeMap<Date, Option<VisitRef>>,
        attribute: &str,
    ) -> Transaction {
        let changes = holding::changes(self.old, self.new);
        for (date, change) in &changes {
            transaction = transaction.update(self.tenant, DOCTOR, &doctor_day(self.doctor, *date), change.update());
        }
        let mut days: BTreeMap<Date, Update> = changes.iter().map(|(date, change)| (*date, change.update())).collect();
        for (date, reference) in references {
            let update = days.remove(&date).unwrap_or_default();
            days.insert(date, update.put(attribute, reference));
        }
        for (date, update) in days {
            transaction = transaction.update(&self.ctx.store(), PATIENT, &patient_day(self.patient, date), update);
        }
        transaction
    }
}

/// The references from a patient's days after a move: from the day of its first start, by which its id finds it, and
/// from the day of its present start, by which lists do; `None` where one has to go.
pub fn references_after_move(original: Date, from: Date, to: VisitRef) -> BTreeMap<Date, Option<VisitRef>> {
    // The later entry of a date stands.
    BTreeMap::from([(from, None), (original, Some(to)), (to.date(), Some(to))])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::grid::Slot;
    use jiff::{Timestamp, civil::date};
    use medilink_kernel::{SeededEntropy, TenantId};

    #[test]
    fn a_moved_appointment_is_referred_to_from_its_first_and_its_present_day() {
        let (entropy, start) = (SeededEntropy::new(2), "2027-03-05T08:00:00Z".parse::<Timestamp>().unwrap());
        let slot = Slot::new(start.into(), "2027-03-05T08:30:00Z".parse::<Timestamp>().unwrap().into()).unwrap();
        let held = Held { slot, moves: 1 };
        let to = VisitRef { tenant: TenantId::new(start, &entropy), doctor: DoctorId::new(start, &entropy), held };
        let (first, second, present) = (date(2027, 3, 1), date(2027, 3, 3), date(2027, 3, 5));
        let moved = |original, from| references_after_move(original, from, to).into_iter().collect::<Vec<_>>();
        assert_eq!(moved(first, first), [(first, Some(to)), (present, Some(to))]);
        assert_eq!(moved(first, second), [(first, Some(to)), (second, None), (present, Some(to))]);
        assert_eq!(moved(present, second), [(second, None), (present, Some(to))]);
        assert_eq!(moved(present, present), [(present, Some(to))]);
    }
}
