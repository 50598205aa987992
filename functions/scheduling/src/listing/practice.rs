//! A practice's calendar: one query over its partition, and one batch for those that have moved.

use super::{Looked, Wish};
use medilink_edge::Failure;
use medilink_records::{Appointment, AppointmentPlace, MovedHere};
use medilink_store::{Key, Query, TenantStore};
use serde::Deserialize;
use std::collections::HashMap;

/// What stands at a place of the calendar.
#[derive(Deserialize)]
struct Row {
    sk: String,
    #[serde(flatten)]
    entry: Entry,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Visit(Box<Appointment>),
    Moved(MovedHere),
}

/// Places read beyond those wanted: an appointment may have moved away, and a page should not be empty for it.
const BESIDE: usize = 5;
/// Places looked at for one page: as many as one batch can follow.
const AT_MOST: usize = 100;

/// Looks at one page of the calendar.
pub async fn look(tenant: &TenantStore, wish: &Wish) -> Result<Looked, Failure> {
    let page = tenant.query::<Row>(query(wish)).await?;
    let more = page.next.is_some() || page.items.len() > AT_MOST;
    let rows: Vec<Row> = page.items.into_iter().filter(|row| wish.is_ahead(&row.sk)).take(AT_MOST).collect();
    let rest = rows.last().filter(|_| more).map(|row| row.sk.clone());
    let elsewhere: Vec<Key> = rows.iter().filter_map(|row| row.entry.elsewhere()).collect();
    let mut moved: HashMap<Key, Appointment> = tenant.get_many(&elsewhere).await?.into_iter().collect();
    let seen = rows.into_iter().map(|Row { sk, entry }| {
        let appointment = match entry {
            Entry::Visit(appointment) => Some(*appointment),
            Entry::Moved(_) => entry.elsewhere().and_then(|key| moved.remove(&key)),
        };
        // What has moved away is shown where it is now.
        let here = |a: &Appointment| AppointmentPlace { id: a.appointment_id, start: a.start }.key().sk == sk;
        let appointment = appointment.filter(here);
        (sk, appointment)
    });
    Ok(Looked { seen: seen.collect(), rest })
}

impl Entry {
    /// Where the appointment lives, if not here.
    fn elsewhere(&self) -> Option<Key> {
        match self {
            Self::Visit(_) => None,
            Self::Moved(here) => Some(AppointmentPlace::original(here.appointment_id)?.key()),
        }
    }
}

fn query(wish: &Wish) -> Query {
    // Before and after every time that is written in digits.
    let mut low = wish.span.from.map_or_else(|| "0".to_owned(), AppointmentPlace::at);
    let mut high = wish.span.to.map_or_else(|| ":".to_owned(), AppointmentPlace::at);
    if let Some(after) = &wish.after {
        *(if wish.span.newest_first() { &mut high } else { &mut low }) = after.clone();
    }
    let query = Query::partition(AppointmentPlace::PARTITION).between(low, high);
    // The position itself comes again and is left out.
    let query = query.limit(AT_MOST.min(wish.depth() + BESIDE) + usize::from(wish.after.is_some()));
    if wish.span.newest_first() { query.newest_first() } else { query }
}
