use crate::merge::Kind;
use medilink_kernel::{DoctorId, GrantId, Instant, TenantId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a patient lets a practice read of what others keep. A practice has one of a patient: a new one takes the place of
/// the one before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RecordGrant {
    pub(crate) grant_id: GrantId,
    pub(crate) tenant_id: TenantId,
    pub(crate) doctor_id: DoctorId,
    /// The doctor's name, as it was then.
    pub(crate) doctor_name: String,
    /// The kinds that may be read; every one where none is named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) kinds: Option<BTreeSet<Kind>>,
    pub(crate) granted_at: Instant,
    /// From when nothing may be read any more.
    pub(crate) until: Instant,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) taken_back_at: Option<Instant>,
}

/// Where a grant stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "GrantStatus")]
pub enum Standing {
    /// The practice may read.
    Active,
    /// Its time is over.
    Expired,
    /// The patient has taken it back.
    TakenBack,
}

/// A grant as its patient sees it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "RecordGrant")]
pub struct GrantView {
    /// The grant: the same for every one to the same practice.
    grant_id: GrantId,
    /// The practice.
    tenant_id: TenantId,
    /// The doctor by whom the practice was named.
    doctor_id: DoctorId,
    /// Their name, as it was then.
    doctor_name: String,
    /// The kinds that may be read; none says every one.
    #[serde(skip_serializing_if = "Option::is_none")]
    kinds: Option<BTreeSet<Kind>>,
    /// Where it stands.
    status: Standing,
    /// Since when.
    granted_at: Instant,
    /// From when nothing may be read any more.
    until: Instant,
    /// When it was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    taken_back_at: Option<Instant>,
}

impl RecordGrant {
    /// The attribute that takes it back.
    pub(crate) const TAKEN_BACK: &'static str = "takenBackAt";

    /// The grant of a practice is named after it.
    pub(crate) const fn id(practice: TenantId) -> GrantId {
        GrantId::from_u128(practice.as_u128())
    }

    /// The practice of a grant.
    pub(crate) const fn practice(id: GrantId) -> TenantId {
        TenantId::from_u128(id.as_u128())
    }

    /// Where it stands at an instant.
    pub(crate) fn standing(&self, now: Instant) -> Standing {
        match self.taken_back_at {
            Some(_) => Standing::TakenBack,
            None if now < self.until => Standing::Active,
            None => Standing::Expired,
        }
    }

    /// As its patient sees it.
    pub(crate) fn view(self, now: Instant) -> GrantView {
        GrantView {
            status: self.standing(now),
            grant_id: self.grant_id,
            tenant_id: self.tenant_id,
            doctor_id: self.doctor_id,
            doctor_name: self.doctor_name,
            kinds: self.kinds,
            granted_at: self.granted_at,
            until: self.until,
            taken_back_at: self.taken_back_at,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn a_grant_stands_until_its_end_or_until_it_is_taken_back() {
        let at = |second| Instant::new(Timestamp::from_second(second).unwrap());
        let practice = TenantId::from_u128(7);
        let grant = RecordGrant {
            grant_id: RecordGrant::id(practice),
            tenant_id: practice,
            doctor_id: DoctorId::from_u128(8),
            doctor_name: "Samir Kaci".into(),
            kinds: Some([Kind::Prescription].into()),
            granted_at: at(100),
            until: at(200),
            taken_back_at: None,
        };
        assert_eq!(RecordGrant::practice(grant.grant_id), practice);
        assert_eq!(
            [at(100), at(199), at(200)].map(|now| grant.standing(now)),
            [Standing::Active, Standing::Active, Standing::Expired]
        );
        let stored = serde_json::to_value(&grant).unwrap();
        assert_eq!(serde_json::from_value::<RecordGrant>(stored.clone()).unwrap(), grant);
        let mut taken = stored;
        taken[RecordGrant::TAKEN_BACK] = serde_json::to_value(at(150)).unwrap();
        let taken: RecordGrant = serde_json::from_value(taken).unwrap();
        assert_eq!(taken.standing(at(120)), Standing::TakenBack);
    }
}
