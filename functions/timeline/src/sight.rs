//! How much of a patient's record a doctor sees.

use crate::granting::{RecordGrant, Standing};
use crate::merge::{Kind, Line};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Instant, TenantId, UserId};
use medilink_operation::{Purpose, Refusal};
use medilink_records::{Emergency, Examined, emergency_key, examined_key, grant_key};
use medilink_store::StoreError;
use std::collections::BTreeSet;

/// What somebody sees of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Sight {
    /// All of it.
    Whole,
    /// What their own practice keeps, and of what others keep these kinds.
    Part {
        /// The own practice.
        practice: TenantId,
        /// The kinds.
        kinds: BTreeSet<Kind>,
    },
}

impl Sight {
    /// Whether a line is seen.
    pub(crate) fn shows(&self, line: &Line) -> bool {
        match self {
            Self::Whole => true,
            Self::Part { practice, kinds } => line.tenant == *practice || kinds.contains(&line.kind),
        }
    }

    /// What the calling doctor sees: their own practice's records of people they have examined, and what a grant or an
    /// emergency opens at this moment. Of anybody else there is nothing, as of somebody who does not exist.
    pub(crate) async fn of_caller(ctx: &Ctx, patient: UserId) -> Result<Self, Failure> {
        let caller = ctx.caller()?;
        let doctor = caller.doctor.ok_or_else(Refusal::not_found)?;
        let practice = caller.tenant.ok_or(StoreError::TenantNotActive)?;
        let (own, store) = (ctx.tenant().await?, ctx.store());
        let examined = examined_key(doctor, patient);
        let (grant, emergency) = (grant_key(patient, practice), emergency_key(patient, caller.user));
        let (examined, grant, emergency) = futures::try_join!(
            own.get::<Examined>(&examined),
            store.get::<RecordGrant>(&grant),
            store.get::<Emergency>(&emergency),
        )?;
        let now = Instant::new(ctx.now);
        let grant = grant.filter(|grant| grant.standing(now) == Standing::Active).map(|grant| grant.kinds);
        let emergency = emergency.is_some_and(|emergency| emergency.is_open(now));
        let (sight, purpose) = decide(practice, examined.is_some(), grant, emergency).ok_or_else(Refusal::not_found)?;
        ctx.on_record_of(patient);
        ctx.because(purpose);
        Ok(sight)
    }
}

/// What is seen and why: an emergency is the reason only where nothing else opens as much. `grant` has its kinds, if one
/// stands.
fn decide(
    practice: TenantId,
    examined: bool,
    grant: Option<Option<BTreeSet<Kind>>>,
    emergency: bool,
) -> Option<(Sight, Purpose)> {
    match grant {
        Some(None) => Some((Sight::Whole, Purpose::Granted)),
        _ if emergency => Some((Sight::Whole, Purpose::Emergency)),
        Some(Some(kinds)) => Some((Sight::Part { practice, kinds }, Purpose::Granted)),
        None if examined => Some((Sight::Part { practice, kinds: BTreeSet::new() }, Purpose::Treatment)),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_opens_most_is_the_reason_and_nothing_opens_nothing() {
        let practice = TenantId::from_u128(1);
        let part = |kinds: &[Kind]| Sight::Part { practice, kinds: kinds.iter().copied().collect() };
        let some = Some(Some(BTreeSet::from([Kind::Prescription])));
        let decide = |examined, grant, emergency| decide(practice, examined, grant, emergency);
        assert_eq!(decide(false, None, false), None);
        assert_eq!(decide(true, None, false), Some((part(&[]), Purpose::Treatment)));
        for examined in [false, true] {
            assert_eq!(decide(examined, Some(None), true), Some((Sight::Whole, Purpose::Granted)));
            assert_eq!(decide(examined, None, true), Some((Sight::Whole, Purpose::Emergency)));
            assert_eq!(decide(examined, some.clone(), true), Some((Sight::Whole, Purpose::Emergency)));
            assert_eq!(decide(examined, some.clone(), false), Some((part(&[Kind::Prescription]), Purpose::Granted)));
        }
    }

    #[test]
    fn a_part_shows_its_kinds_of_all_and_all_of_the_own_practice() {
        let (own, other) = (TenantId::from_u128(1), TenantId::from_u128(2));
        let sight = Sight::Part { practice: own, kinds: [Kind::Prescription].into() };
        let at = Instant::new(jiff::Timestamp::UNIX_EPOCH);
        let line = |kind, tenant| Line { kind, tenant, id: "x".into(), at };
        for kind in Kind::ALL {
            assert!(Sight::Whole.shows(&line(kind, other)) && sight.shows(&line(kind, own)));
            assert_eq!(sight.shows(&line(kind, other)), kind == Kind::Prescription);
        }
    }
}
