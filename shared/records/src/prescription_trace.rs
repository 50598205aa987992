use medilink_kernel::{Instant, PrescriptionId, TenantId, UserId};
use medilink_store::{Key, Query};
use serde::Deserialize;

/// The partition of a prescription in its practice.
pub fn prescription_partition(prescription: PrescriptionId) -> String {
    format!("RX#{}", prescription.bare())
}

/// The index that lists a practice's prescriptions by time.
pub struct PracticePrescriptions;

impl PracticePrescriptions {
    /// Its partition.
    pub const PARTITION: &'static str = "RX";

    /// The latest so many.
    pub fn newest(limit: usize) -> Query {
        Query::index(Self::PARTITION).newest_first().limit(limit)
    }

    /// Which prescription a key of the index leads to.
    pub fn read(key: &Key) -> Option<PrescriptionId> {
        PrescriptionId::from_bare(key.pk.strip_prefix("RX#")?).ok()
    }
}

/// The sort key of what changes of a prescription.
pub const PRESCRIPTION_STATE: &str = "STATE";

/// Where what changes of a prescription lies, in its practice.
pub fn prescription_state_key(prescription: PrescriptionId) -> Key {
    Key::new(prescription_partition(prescription), PRESCRIPTION_STATE)
}

/// Where the unchanging part of a prescription lies, in its practice.
pub fn prescription_content_key(prescription: PrescriptionId) -> Key {
    Key::new(prescription_partition(prescription), "CONTENT")
}

/// For whom and by whom a prescription is; not what is in it.
#[derive(Debug, Clone, Deserialize)]
pub struct PrescriptionFace {
    /// For whom.
    pub patient: FacePatient,
    /// By whom.
    pub prescriber: FacePrescriber,
}

/// The patient on a prescription.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FacePatient {
    /// Who.
    pub patient_id: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// The doctor on a prescription.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FacePrescriber {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
}

/// How far a prescription has come.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrescriptionProgress {
    /// Which one.
    pub prescription_id: PrescriptionId,
    /// Counts the changes.
    pub version: u32,
    /// From when it may not be dispensed any more.
    pub expires_at: Instant,
    items: Vec<(u16, u16)>,
    claim: Option<TraceClaim>,
    claims: u32,
    dispensings: u32,
    #[serde(default)]
    cancelled: bool,
    #[serde(default)]
    refused: bool,
}

/// A step of a prescription that somebody wants to hear of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrescriptionStep {
    /// Issued.
    Ready,
    /// A pharmacy has claimed it.
    Held,
    /// Some of it was dispensed.
    PartDispensed,
    /// All of it was dispensed.
    Dispensed,
    /// A pharmacy will not dispense what is left.
    NotDispensed,
    /// The doctor has called it off.
    Cancelled,
}

impl PrescriptionProgress {
    /// What has happened between two states.
    pub fn since(&self, before: Option<&Self>) -> Option<PrescriptionStep> {
        let Some(before) = before else { return Some(PrescriptionStep::Ready) };
        let left = self.items.iter().any(|(_, remaining)| *remaining > 0);
        Some(match () {
            () if self.dispensings > before.dispensings && left => PrescriptionStep::PartDispensed,
            () if self.dispensings > before.dispensings => PrescriptionStep::Dispensed,
            () if self.refused && !before.refused => PrescriptionStep::NotDispensed,
            () if self.cancelled && !before.cancelled => PrescriptionStep::Cancelled,
            () if self.claims > before.claims => PrescriptionStep::Held,
            () => return None,
        })
    }

    /// Whether anything may still be dispensed of it.
    pub fn is_open(&self) -> bool {
        !self.cancelled && !self.refused && self.items.iter().any(|(_, remaining)| *remaining > 0)
    }

    /// The pharmacy that has it, or had it last.
    pub fn pharmacy(&self) -> Option<TenantId> {
        self.claim.as_ref().map(|claim| claim.pharmacy)
    }
}

/// What the items of a prescription say of pharmacies, and nothing else of them.
#[derive(Debug)]
pub struct PrescriptionTrace {
    /// The items of its partition.
    pub items: Vec<TraceItem>,
}

/// One item: the state has the latest claim, a dispensing its pharmacy.
#[derive(Debug, Deserialize)]
pub struct TraceItem {
    claim: Option<TraceClaim>,
    pharmacy: Option<TenantId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
struct TraceClaim {
    pharmacy: TenantId,
    until: Instant,
}

impl PrescriptionTrace {
    /// Whether a pharmacy holds the prescription now, or has dispensed of it.
    pub fn is_with(&self, pharmacy: TenantId, now: Instant) -> bool {
        self.items.iter().any(|item| {
            let holds = item.claim.as_ref().is_some_and(|claim| claim.pharmacy == pharmacy && now < claim.until);
            holds || item.pharmacy == Some(pharmacy)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use serde_json::json;

    fn at(second: i64) -> Instant {
        Instant::new(Timestamp::from_second(second).unwrap())
    }

    fn trace(items: serde_json::Value) -> PrescriptionTrace {
        PrescriptionTrace { items: serde_json::from_value(items).unwrap() }
    }

    #[test]
    fn a_pharmacy_is_known_while_it_holds_and_for_ever_once_it_has_dispensed() {
        let (one, other) = (TenantId::from_u128(1), TenantId::from_u128(2));
        let held = trace(
            json!([{"sk": "CONTENT"}, {"sk": "STATE", "claim": {"pharmacy": one, "until": at(100), "tokenHash": "x"}}]),
        );
        assert!(held.is_with(one, at(99)) && !held.is_with(one, at(100)) && !held.is_with(other, at(99)));
        let dispensed = trace(json!([{"sk": "STATE"}, {"sk": "DISPENSE#000001", "pharmacy": one, "items": []}]));
        assert!(dispensed.is_with(one, at(1_000_000)) && !dispensed.is_with(other, at(0)));
    }

    #[test]
    fn a_step_is_what_differs_between_two_states() {
        use PrescriptionStep::{Cancelled, Dispensed, Held, NotDispensed, PartDispensed, Ready};
        let id = PrescriptionId::from_u128(1);
        let state = |changes: serde_json::Value| {
            let mut all = json!({"prescriptionId": id, "version": 1, "expiresAt": "2027-03-01T08:00:00Z",
                "items": [[20, 20]], "claims": 0, "dispensings": 0});
            all.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
            serde_json::from_value::<PrescriptionProgress>(all).unwrap()
        };
        let issued = state(json!({}));
        let steps = [
            (json!({"claims": 1}), Held),
            (json!({"claims": 1, "dispensings": 1, "items": [[20, 5]]}), PartDispensed),
            (json!({"claims": 1, "dispensings": 1, "items": [[20, 0]]}), Dispensed),
            (json!({"refused": true}), NotDispensed),
            (json!({"cancelled": true}), Cancelled),
        ];
        assert_eq!(issued.since(None), Some(Ready));
        for (changes, step) in steps {
            assert_eq!(state(changes).since(Some(&issued)), Some(step));
        }
        assert!(issued.is_open() && !state(json!({"items": [[20, 0]]})).is_open());
        assert!(!state(json!({"cancelled": true})).is_open() && !state(json!({"refused": true})).is_open());
        // A claim that was given back is no news.
        assert_eq!(issued.since(Some(&issued)), None);
    }
}
