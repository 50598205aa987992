//! The transaction that moves an appointment: old time released, new time taken, and every way to it led anew.

use crate::availability::Availability;
use crate::days::{DayWrites, VISIT, references_after_move};
use crate::grid::Slot;
use crate::holding::Held;
use crate::refusals::Wanted;
use crate::visit_ref::{VisitRef, utc_date};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::UserId;
use medilink_records::appointment_state::{Side, Status};
use medilink_records::{Act, AppointmentPlace, Change, MovedHere};
use medilink_store::{Condition, TenantStore, Transaction};

/// An appointment on its way to another time.
pub struct Move<'a> {
    /// The call.
    pub ctx: &'a Ctx,
    /// The practice.
    pub tenant: &'a TenantStore,
    /// Where the appointment lives.
    pub place: AppointmentPlace,
    /// Where it is.
    pub from: VisitRef,
    /// Whose it is.
    pub patient: UserId,
    /// Where it goes.
    pub to: Slot,
    /// Who moves it.
    pub side: Side,
}

impl Move<'_> {
    /// Where it is afterwards.
    pub const fn after(&self) -> VisitRef {
        VisitRef { held: self.taken(), ..self.from }
    }

    /// What its history gets.
    pub fn change(&self) -> Change {
        let moved_from = Some(self.from.held.slot.start());
        Change { moved_from, ..Change::new(self.ctx.now, Status::Rescheduled, self.side) }
    }

    /// The transaction, for an appointment that meets `condition` and stands at `status` afterwards.
    pub fn transaction(&self, condition: Condition, status: Status, change: &Change) -> Result<Transaction, Failure> {
        let Self { ctx, tenant, place, from, patient, .. } = *self;
        let (old, new) = (from.held, self.taken());
        let update = change.take(ctx.now, status).set("start", new.slot.start()).set("end", new.slot.end());
        let update = update.set("moves", new.moves).set(Act::ATTRIBUTE, ctx.act()?).when(condition);
        let transaction = Transaction::new().update(tenant, VISIT, &place.key(), update);
        let transaction = self.lead(transaction);
        let days = DayWrites { ctx, tenant, doctor: from.doctor, patient, old: Some(old), new: Some(new) };
        let references = references_after_move(utc_date(place.start), from.date(), self.after());
        Ok(days.add_with_references(transaction, place.id, references))
    }

    /// The time that is wanted.
    pub fn wanted<'b>(&'b self, availability: &'b Availability) -> Wanted<'b> {
        let now = self.ctx.now.into();
        Wanted { doctor: self.from.doctor, tenant: self.tenant, availability, slot: self.to, now }
    }

    const fn taken(&self) -> Held {
        self.from.held.moved_to(self.to)
    }

    /// What stands at the present start leaves it, and stands at the new one. At the original start stands the
    /// appointment itself.
    fn lead(&self, mut transaction: Transaction) -> Transaction {
        let (old, new) = (self.from.held.slot.start(), self.to.start());
        let at = |start| AppointmentPlace { start, ..self.place }.key();
        if old != new && old != self.place.start {
            transaction = transaction.delete(self.tenant, "moved away", &at(old), Condition::default());
        }
        if old != new && new != self.place.start {
            let here = MovedHere { appointment_id: self.place.id };
            transaction = transaction.put(self.tenant, "moved here", &at(new), &here, Condition::default());
        }
        transaction
    }
}
