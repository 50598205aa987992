//! What the domain stores, and where.

use crate::content::Content;
use jiff::Timestamp;
use medilink_kernel::{Instant, PrescriptionId, TenantId, Text, UserId};
use medilink_records::{
    PRESCRIPTION_STATE, PracticePrescriptions, RecordKind, prescription_content_key, prescription_partition,
};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// The partition of the index that lists a practice's prescriptions by time.
pub(crate) const PRACTICE_LIST: &str = PracticePrescriptions::PARTITION;

/// The partition of a pharmacy's own ledger of what it handed out.
const LEDGER: &str = "DSP";

/// Why somebody refused or cancelled, in their words.
pub type Reason = Text<1, 500>;

fn at(prescription: PrescriptionId, sort: &str) -> Key {
    Key::new(prescription_partition(prescription), sort)
}

/// Where the unchanging part lives, in the practice.
pub(crate) fn content_key(prescription: PrescriptionId) -> Key {
    prescription_content_key(prescription)
}

/// Where the changing part lives, in the practice.
pub(crate) fn state_key(prescription: PrescriptionId) -> Key {
    at(prescription, PRESCRIPTION_STATE)
}

/// Where the reason of a refusal lives, in the practice.
pub(crate) fn refusal_key(prescription: PrescriptionId) -> Key {
    at(prescription, "REFUSED")
}

/// Where the reason of a cancellation lives, in the practice.
pub(crate) fn cancellation_key(prescription: PrescriptionId) -> Key {
    at(prescription, "CANCELLED")
}

/// Where a dispensing stands in the pharmacy's own ledger, by time.
pub(crate) fn ledger_key(now: Instant, prescription: PrescriptionId, number: u32) -> Key {
    Key::new(LEDGER, format!("{:020}#{}#{number:06}", now.seconds().max(0), prescription.bare()))
}

/// When a prescription was issued: its id carries the instant. `None` where no prescription can have the id.
pub(crate) fn issued_at(prescription: PrescriptionId) -> Option<Instant> {
    let millis = i64::try_from(prescription.as_u128() >> 80).ok()?;
    Timestamp::from_millisecond(millis).ok().map(Instant::new)
}

/// Where a prescription stands in its patient's index.
pub(crate) fn index_key(patient: UserId, prescription: PrescriptionId) -> Option<Key> {
    Some(RecordKind::Prescription.key(patient, issued_at(prescription)?, &prescription.bare()))
}

/// The content as it is stored: also in the practice's list.
#[derive(Serialize)]
pub(crate) struct Listed<'a> {
    #[serde(flatten)]
    content: &'a Content,
    gsi1pk: &'static str,
    gsi1sk: String,
}

impl<'a> Listed<'a> {
    pub(crate) fn new(content: &'a Content) -> Self {
        let gsi1sk = format!("{:020}#{}", content.issued_at.seconds().max(0), content.prescription_id.bare());
        Self { content, gsi1pk: PRACTICE_LIST, gsi1sk }
    }
}

/// One dispensing, as the practice and the pharmacy keep it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Dispensing {
    /// Of which prescription.
    pub(crate) prescription_id: PrescriptionId,
    /// Whose.
    pub(crate) practice: TenantId,
    /// By which pharmacy.
    pub(crate) pharmacy: TenantId,
    /// By whom there.
    pub(crate) by: UserId,
    /// When.
    pub(crate) at: Instant,
    /// The place of each line, and the units of it.
    pub(crate) items: Vec<(usize, u16)>,
}

/// Why a prescription ended before all of it was dispensed, and since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Ending {
    /// In the words of who ended it.
    pub reason: Reason,
    /// When.
    pub at: Instant,
}

/// An ending as it is stored: with who it was, which is shown to nobody.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EndedBy {
    #[serde(flatten)]
    pub(crate) ending: Ending,
    pub(crate) by: UserId,
    pub(crate) tenant: TenantId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_kernel::SeededEntropy;
    use medilink_records::{RecordRef, dispensing_key};

    #[test]
    fn the_id_alone_finds_the_line_of_the_patient_s_index() {
        let now: Timestamp = "2027-03-01T08:00:00.987654Z".parse().unwrap();
        let (patient, id) = (UserId::from_u128(7), PrescriptionId::new(now, &SeededEntropy::new(1)));
        let line = RecordRef { tenant_id: TenantId::from_u128(1), id: id.bare(), at: now.into() };
        assert_eq!(index_key(patient, id), Some(line.key(RecordKind::Prescription, patient)));
        assert_eq!(index_key(patient, PrescriptionId::from_u128(u128::MAX)), None);
    }

    #[test]
    fn keys_sort_by_time_and_number() {
        let at = |seconds| Instant::new(Timestamp::from_second(seconds).unwrap());
        let id = PrescriptionId::from_u128(9);
        assert!(dispensing_key(id, 9).sk < dispensing_key(id, 10).sk);
        assert!(ledger_key(at(999_999_999), id, 2).sk < ledger_key(at(1_000_000_000), id, 1).sk);
        assert!(ledger_key(at(5), id, 9).sk < ledger_key(at(5), id, 10).sk);
    }
}
