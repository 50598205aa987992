//! A patient's appointments: one query over the own days, and one batch for each practice that they lead to.

use super::{Looked, Wish};
use crate::records::PATIENT_DAY;
use crate::visit_ref::{PatientDay, VisitRef, utc_date};
use futures::future::try_join_all;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{AppointmentId, TenantId, UserId};
use medilink_records::{Appointment, AppointmentPlace, patient_partition};
use medilink_store::{Key, Query, StoreError};
use std::collections::{BTreeMap, HashMap};

/// Days read beyond those wanted: some have no appointment (any more), and a page should not be empty for it.
const BESIDE: usize = 20;

/// Looks at one page of the days.
pub async fn look(ctx: &Ctx, patient: UserId, wish: &Wish) -> Result<Looked, Failure> {
    let page = ctx.store().query::<PatientDay>(query(patient, wish)).await?;
    let newest_first = wish.span.newest_first();
    // Past everything of its date, in the order of the list.
    let end = page.items.last().map(|day| format!("{}{}", date(day), if newest_first { "" } else { "~" }));
    let mut visits = references(&page.items, wish);
    let mut rest = page.next.and(end);
    if visits.len() > wish.depth() {
        visits.truncate(wish.depth());
        rest = visits.last().map(|(position, ..)| position.clone());
    }
    let mut appointments = fetch(ctx, &visits).await?;
    let seen = visits.into_iter().map(|(position, id, visit)| {
        let appointment = appointments.remove(&id);
        (position, appointment.filter(|a| a.start == visit.held.slot.start()))
    });
    Ok(Looked { seen: seen.collect(), rest })
}

fn date(day: &PatientDay) -> &str {
    day.sk.strip_prefix(PATIENT_DAY).unwrap_or_default()
}

/// The references that the list shows, in order: each appointment on the day of its present start.
fn references(days: &[PatientDay], wish: &Wish) -> Vec<(String, AppointmentId, VisitRef)> {
    let mut visits: Vec<_> = days
        .iter()
        .flat_map(|day| day.visits.iter().map(move |visit| (date(day), visit)))
        .filter(|(date, (_, visit))| visit.date().to_string() == *date && wish.span.contains(visit.held.slot.start()))
        .map(|(date, (id, visit))| {
            (format!("{date}#{:012}#{}", visit.held.slot.start().seconds(), id.bare()), *id, *visit)
        })
        .filter(|(position, ..)| wish.is_ahead(position))
        .collect();
    visits.sort_by(|a, b| a.0.cmp(&b.0));
    if wish.span.newest_first() {
        visits.reverse();
    }
    visits
}

async fn fetch(
    ctx: &Ctx,
    visits: &[(String, AppointmentId, VisitRef)],
) -> Result<HashMap<AppointmentId, Appointment>, Failure> {
    let mut keys: BTreeMap<TenantId, Vec<Key>> = BTreeMap::new();
    for (_, id, visit) in visits {
        keys.entry(visit.tenant).or_default().extend(AppointmentPlace::original(*id).map(|place| place.key()));
    }
    let groups = try_join_all(keys.into_iter().map(async |(tenant, keys)| {
        match ctx.session.referenced_tenant(tenant).await {
            Ok(tenant) => tenant.get_many::<Appointment>(&keys).await,
            // A practice that is no more takes nothing else from the page.
            Err(StoreError::TenantNotActive) => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }))
    .await?;
    Ok(groups.into_iter().flatten().map(|(_, appointment)| (appointment.appointment_id, appointment)).collect())
}

fn query(patient: UserId, wish: &Wish) -> Query {
    let day = |at: jiff::Timestamp| format!("{PATIENT_DAY}{}", utc_date(at.into()));
    // Before and after every date.
    let mut low = wish.span.from.map_or_else(|| format!("{PATIENT_DAY}0"), day);
    let mut high = wish.span.to.map_or_else(|| format!("{PATIENT_DAY}:"), day);
    if let Some(after) = wish.after.as_ref().and_then(|position| position.get(..10)) {
        *(if wish.span.newest_first() { &mut high } else { &mut low }) = format!("{PATIENT_DAY}{after}");
    }
    // The day of the position comes again.
    let limit = wish.depth() + BESIDE + usize::from(wish.after.is_some());
    let query = Query::partition(patient_partition(patient)).between(low, high).limit(limit);
    if wish.span.newest_first() { query.newest_first() } else { query }
}
