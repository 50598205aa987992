//! What a patient takes already, by prescriptions of any practice.

use super::{
    course::{Course, Taken},
    product::Product,
};
use crate::{
    prescription::{State, Status},
    records::state_key,
};
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Instant, PrescriptionId, TenantId, UserId};
use medilink_records::{RecordKind, patient_partition};
use medilink_store::Query;
use std::collections::BTreeMap;

/// How many of the latest prescriptions are looked at.
const LATEST: usize = 50;

/// A substance that is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Running {
    /// By which prescription, where it is the practice's own.
    pub prescription_id: Option<PrescriptionId>,
    /// What, and until when.
    pub course: Course,
}

/// What a patient takes of the substances of these products, by prescriptions that were not called off. The states of
/// prescriptions are read only where a substance is the same.
pub(crate) async fn of(ctx: &Ctx, patient: UserId, products: &[Option<Product>]) -> Result<Vec<Running>, Failure> {
    let now = Instant::new(ctx.now);
    let wanted = |substance: &str| {
        products.iter().flatten().flat_map(|product| &product.substances).any(|known| known == substance)
    };
    let query = Query::partition(patient_partition(patient)).begins(RecordKind::Prescription.prefix());
    let lines = ctx.store().query::<Taken>(query.newest_first().limit(LATEST)).await?.items;
    let mut by_practice: BTreeMap<TenantId, Vec<(PrescriptionId, Course)>> = BTreeMap::new();
    for line in lines {
        let Some((tenant, id)) = line.place() else { continue };
        for course in line.courses(now, wanted) {
            by_practice.entry(tenant).or_default().push((id, course));
        }
    }
    let own = ctx.caller()?.tenant;
    let reads = by_practice.into_iter().map(|(tenant, found)| async move {
        let over = called_off(ctx, tenant, &found, now).await?;
        let left = found.into_iter().filter(|(id, _)| !over.contains(id));
        let shown = |id: PrescriptionId| (own == Some(tenant)).then_some(id);
        let left = left.map(|(id, course)| Running { prescription_id: shown(id), course });
        Ok::<_, Failure>(left.collect::<Vec<_>>())
    });
    Ok(try_join_all(reads).await?.into_iter().flatten().collect())
}

/// Those that nobody takes by any more: cancelled, refused, or expired before all of it was handed out.
async fn called_off(
    ctx: &Ctx,
    practice: TenantId,
    found: &[(PrescriptionId, Course)],
    now: Instant,
) -> Result<Vec<PrescriptionId>, Failure> {
    let mut keys: Vec<_> = found.iter().map(|(id, _)| state_key(*id)).collect();
    keys.dedup();
    let practice = ctx.session.referenced_tenant(practice).await?;
    let states = practice.get_many::<State>(&keys).await?.into_iter().map(|(_, state)| state);
    let over = |state: &State| {
        matches!(state.status(now), Status::Cancelled | Status::CancelPending | Status::NotDispensed | Status::Expired)
    };
    Ok(states.filter(over).map(|state| state.prescription_id).collect())
}
