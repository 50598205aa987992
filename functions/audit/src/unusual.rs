//! What stands out among who opened what.

use crate::records::position;
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Role, UserId};
use medilink_operation::{Part, Purpose};
use medilink_records::{
    AccessEntry, OpenedLine, Unusual, access_partition, opened_partition, patient_partition, visits,
};
use medilink_store::Query;
use std::collections::BTreeSet;

/// So many people's records in a short time are many.
const MANY: usize = 100;
/// A short time.
const SHORT: SignedDuration = SignedDuration::from_hours(1);
/// Entries of that time that are looked at.
const LOOKED_AT: usize = 200;
/// An appointment of so many days before or after is a recent one.
const RECENT_DAYS: i64 = 180;
/// A patient is told once in this time of the same people.
const TOLD_EVERY: SignedDuration = SignedDuration::from_hours(24);

/// Whether somebody else than the patient was given something to read.
fn is_foreign(entry: &AccessEntry) -> bool {
    entry.refused.is_none() && entry.purpose != Purpose::Own
}

/// Whether it counts among many: a practice's calendar shows a hundred people to whoever looks at a week of it.
fn counts(entry: &AccessEntry) -> bool {
    is_foreign(entry) && entry.part != Part::Appointments
}

/// Whether whoever it was has opened many people's records in a short time.
pub(crate) async fn many(ctx: &Ctx, entry: &AccessEntry) -> Result<bool, Failure> {
    if !counts(entry) {
        return Ok(false);
    }
    let recent = Query::partition(access_partition(entry.user)).between(before(entry, SHORT), entry.id.bare());
    let recent = ctx.store().query::<AccessEntry>(recent.newest_first().limit(LOOKED_AT).eventually()).await?.items;
    let people: BTreeSet<_> =
        recent.iter().chain([entry]).filter(|it| counts(it)).flat_map(|it| &it.patients).collect();
    Ok(people.len() > MANY)
}

/// What is unusual about an entry, for one of its patients.
pub(crate) async fn marks(
    ctx: &Ctx,
    entry: &AccessEntry,
    patient: UserId,
    many: bool,
) -> Result<Vec<Unusual>, Failure> {
    let mut marks = Vec::new();
    if many {
        marks.push(Unusual::ManyRecords);
    }
    // A practice's lists show whoever was there at any time; who opens one record has a reason. What the patient has
    // allowed is expected, and of an emergency they are told in any case.
    let of_practice = matches!(entry.role, Role::Doctor | Role::Nurse | Role::Receptionist);
    let for_treatment = entry.purpose == Purpose::Treatment;
    let opens_one = is_foreign(entry) && of_practice && for_treatment && entry.record.is_some();
    if opens_one && !has_appointment(ctx, entry, patient).await? {
        marks.push(Unusual::NoRecentAppointment);
    }
    Ok(marks)
}

async fn has_appointment(ctx: &Ctx, entry: &AccessEntry, patient: UserId) -> Result<bool, Failure> {
    let Some(tenant) = entry.tenant else { return Ok(false) };
    let today = entry.at().to_zoned(TimeZone::UTC).date();
    let day = |date: jiff::civil::Date| format!("{}{date}", visits::PATIENT_DAY);
    let (first, last) = (today.saturating_sub(RECENT_DAYS.days()), today.saturating_add(RECENT_DAYS.days()));
    let days = Query::partition(patient_partition(patient)).between(day(first), day(last)).eventually();
    let days = ctx.store().query::<visits::Day>(days).await?.items;
    Ok(days.iter().flat_map(visits::Day::tenants).any(|other| other == tenant))
}

/// Whether the patient was not told of the same practice, or the same person, a short while ago.
pub(crate) async fn is_news(ctx: &Ctx, entry: &AccessEntry, patient: UserId) -> Result<bool, Failure> {
    let lines = Query::partition(opened_partition(patient)).between(before(entry, TOLD_EVERY), entry.id.bare());
    let lines = ctx.store().query::<OpenedLine>(lines.newest_first().limit(LOOKED_AT).eventually()).await?.items;
    let same = |line: &OpenedLine| match entry.tenant {
        Some(tenant) => line.entry.tenant == Some(tenant),
        None => line.entry.user == entry.user,
    };
    Ok(!lines.iter().any(|line| line.told && same(line)))
}

fn before(entry: &AccessEntry, time: SignedDuration) -> String {
    position(entry.at().checked_sub(time).unwrap_or(Timestamp::UNIX_EPOCH))
}
