use medilink_kernel::{Instant, PrescriptionId, TenantId};
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

#[derive(Debug, Deserialize)]
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
}
