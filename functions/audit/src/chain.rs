//! The chains: each link's hash covers its entry, its place and the link before it.
//!
//! The bytes that are hashed, in this order: the text `medilink-trail-1`; the chain's name; the place as 8 bytes; the
//! hash before it as 32 bytes; and of the entry its id, user, role, tenant, owner, the number of its patients and each of
//! them, operation, part, purpose, record, refusal, trace and address. Numbers are big-endian. Every text goes by its
//! UTF-8 bytes after their count as 4 bytes; ids are texts; what is absent is the count of 4 bytes `ff`.

use medilink_kernel::Sha256Hex;
use medilink_records::AccessEntry;
use sha2::{Digest, Sha256};

/// The chain of what the platform itself keeps, and of what nobody was found to keep.
pub const PLATFORM: &str = "platform";
/// What stands before the first link.
pub const BEGINNING: Sha256Hex = Sha256Hex([0; 32]);

const FORM: &str = "medilink-trail-1";

/// The chain of an entry: that of whoever keeps the record.
pub fn chain_of(entry: &AccessEntry) -> String {
    entry.owner.map_or_else(|| PLATFORM.to_owned(), |owner| owner.bare())
}

/// The hash of an entry at a place of its chain.
pub fn hash(chain: &str, seq: u64, prev: &Sha256Hex, entry: &AccessEntry) -> Sha256Hex {
    let mut canonical = Canonical(Sha256::new());
    canonical.text(FORM);
    canonical.text(chain);
    canonical.0.update(seq.to_be_bytes());
    canonical.0.update(prev.0);
    canonical.text(&entry.id.to_string());
    canonical.text(&entry.user.to_string());
    canonical.text(entry.role.as_str());
    canonical.optional(entry.tenant.map(|tenant| tenant.to_string()).as_deref());
    canonical.optional(entry.owner.map(|owner| owner.to_string()).as_deref());
    canonical.count(entry.patients.len());
    entry.patients.iter().for_each(|patient| canonical.text(&patient.to_string()));
    canonical.text(&entry.operation);
    canonical.text(entry.part.as_str());
    canonical.text(entry.purpose.as_str());
    canonical.optional(entry.record.as_deref());
    canonical.optional(entry.refused.as_deref());
    canonical.text(&entry.trace);
    canonical.text(&entry.address);
    Sha256Hex(canonical.0.finalize().into())
}

struct Canonical(Sha256);

impl Canonical {
    fn count(&mut self, count: usize) {
        // An item of the store has 400 KB at most.
        self.0.update(u32::try_from(count).unwrap_or(u32::MAX).to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.count(text.len());
        self.0.update(text);
    }

    fn optional(&mut self, text: Option<&str>) {
        match text {
            Some(text) => self.text(text),
            None => self.0.update([0xff; 4]),
        }
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use medilink_kernel::{AccessId, Role, TenantId, UserId};
    use medilink_operation::{Part, Purpose};

    /// An entry of a practice.
    pub(crate) fn entry(id: u128) -> AccessEntry {
        AccessEntry {
            id: AccessId::from_u128(id),
            user: UserId::from_u128(2),
            role: Role::Doctor,
            tenant: Some(TenantId::from_u128(3)),
            owner: Some(TenantId::from_u128(3)),
            patients: vec![UserId::from_u128(4)],
            operation: "consultations.get".into(),
            part: Part::Consultations,
            purpose: Purpose::Treatment,
            record: Some("con_00000000000000000000000005".into()),
            refused: None,
            trace: "t".into(),
            address: "127.0.0.1".into(),
        }
    }

    #[test]
    fn every_part_of_a_link_counts() {
        let whole = entry(1);
        let changes: [fn(&mut AccessEntry); 13] = [
            |it| it.id = AccessId::from_u128(9),
            |it| it.user = UserId::from_u128(9),
            |it| it.role = Role::Nurse,
            |it| it.tenant = None,
            |it| it.owner = None,
            |it| it.patients.clear(),
            |it| it.operation.push('x'),
            |it| it.part = Part::Profile,
            |it| it.purpose = Purpose::Support,
            |it| it.record = None,
            |it| it.refused = Some("not_found".into()),
            |it| it.trace.push('x'),
            |it| it.address.clear(),
        ];
        let mut hashes = vec![
            hash("a", 1, &BEGINNING, &whole).0,
            hash("b", 1, &BEGINNING, &whole).0,
            hash("a", 2, &BEGINNING, &whole).0,
            hash("a", 1, &Sha256Hex([1; 32]), &whole).0,
        ];
        for change in changes {
            let mut changed = whole.clone();
            change(&mut changed);
            hashes.push(hash("a", 1, &BEGINNING, &changed).0);
        }
        let count = hashes.len();
        hashes.sort_unstable();
        hashes.dedup();
        assert_eq!(hashes.len(), count);
    }

    #[test]
    fn the_form_stays_as_it_is() {
        // Chains of years depend on it. The expected value was made by other means, from the description above.
        let hash = serde_json::to_string(&hash("platform", 1, &BEGINNING, &entry(1))).unwrap();
        assert_eq!(hash, "\"6f9f4212e0823d59615a1dd373c7ef115f065323a600aafdbb6ebb97dd76bdb1\"");
    }
}
