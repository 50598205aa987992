//! Whether patients find a practice and can book there: always changed together with the status of its tenant.

use medilink_records::{DoctorCard, Listing, doctor_key};
use medilink_store::{Condition, PlatformStore, Transaction, Update};

/// Adds to the transaction that the doctor can be found and booked.
#[must_use]
pub fn open(transaction: Transaction, store: &PlatformStore, card: &DoctorCard) -> Transaction {
    let listing = Listing { card: card.clone() };
    let transaction = bookable(transaction, store, card, true);
    card.listings().iter().fold(transaction, |t, key| t.put(store, "listing", key, &listing, Condition::default()))
}

/// Adds to the transaction that the doctor can be neither found nor booked.
#[must_use]
pub fn close(transaction: Transaction, store: &PlatformStore, card: &DoctorCard) -> Transaction {
    let transaction = bookable(transaction, store, card, false);
    card.listings().iter().fold(transaction, |t, key| t.delete(store, "listing", key, Condition::default()))
}

fn bookable(transaction: Transaction, store: &PlatformStore, card: &DoctorCard, yes: bool) -> Transaction {
    let update = Update::new().set("bookable", yes).when(Condition::item_exists());
    transaction.update(store, "doctor", &doctor_key(card.doctor_id), update)
}
