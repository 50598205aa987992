use medilink_kernel::{Instant, TenantId, Text, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// What the sort keys of grants begin with: the practice follows, which has one.
pub const GRANT: &str = "PRACTICE#";
/// What the sort keys of emergencies begin with: the doctor's user follows.
pub const EMERGENCY: &str = "EMERGENCY#";

const FAMILY: &str = "GRANT#";

/// The partition of what opens a patient's record to others than those who keep it.
pub fn grant_partition(patient: UserId) -> String {
    format!("{FAMILY}{}", patient.bare())
}

/// Whose record a partition opens.
pub fn read_grant_partition(pk: &str) -> Option<UserId> {
    UserId::from_bare(pk.strip_prefix(FAMILY)?).ok()
}

/// Where it stands what a patient lets a practice read.
pub fn grant_key(patient: UserId, practice: TenantId) -> Key {
    Key::new(grant_partition(patient), format!("{GRANT}{}", practice.bare()))
}

/// Where it stands that a doctor has opened a patient's record in an emergency, the last time.
pub fn emergency_key(patient: UserId, doctor: UserId) -> Key {
    Key::new(grant_partition(patient), format!("{EMERGENCY}{}", doctor.bare()))
}

/// A doctor has opened a record that is closed to them, for a reason that they gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Emergency {
    /// Where the doctor works.
    pub tenant_id: TenantId,
    /// The doctor's name, as it was then.
    pub doctor_name: String,
    /// Why.
    pub reason: Text<1, 500>,
    /// When.
    pub opened_at: Instant,
    /// From when it is closed again.
    pub until: Instant,
}

impl Emergency {
    /// Whether the record is open by it.
    pub fn is_open(&self, now: Instant) -> bool {
        now < self.until
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_leads_back_to_its_patient_and_practices_are_not_doctors() {
        let (patient, practice) = (UserId::from_u128(7), TenantId::from_u128(8));
        let (grant, emergency) = (grant_key(patient, practice), emergency_key(patient, UserId::from_u128(8)));
        assert_eq!(read_grant_partition(&grant.pk), Some(patient));
        assert_eq!(grant.pk, emergency.pk);
        assert!(grant.sk.starts_with(GRANT) && emergency.sk.starts_with(EMERGENCY) && grant.sk != emergency.sk);
        assert_eq!(read_grant_partition("GRANT#x"), None);
    }
}
