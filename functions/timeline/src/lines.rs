//! Where lines come from: one query for each kind.

use crate::merge::{Kind, Line, Seen, time};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Instant, UserId};
use medilink_records::{RecordKind, RecordRef, patient_partition, visits};
use medilink_store::Query;

/// Days read beyond those wanted: on some there is no appointment any more.
const BESIDE: usize = 20;
/// After all that follows a prefix.
const LAST: char = '~';

/// The part of the time line that is asked for.
pub(crate) struct Window {
    /// The first instant.
    pub(crate) from: Option<Instant>,
    /// The position before which it ends.
    pub(crate) until: Option<String>,
    /// How many lines of a kind are looked at.
    pub(crate) depth: usize,
}

/// The newest lines of a kind in a window.
pub(crate) async fn look(ctx: &Ctx, patient: UserId, kind: Kind, window: &Window) -> Result<Seen, Failure> {
    match kind {
        Kind::Appointment => days(ctx, patient, window).await,
        Kind::Consultation => records(ctx, patient, kind, RecordKind::Consultation, window).await,
        Kind::Prescription => records(ctx, patient, kind, RecordKind::Prescription, window).await,
        Kind::Dispensing => records(ctx, patient, kind, RecordKind::Dispensing, window).await,
    }
}

impl Window {
    fn holds(&self, line: &Line) -> bool {
        self.from.is_none_or(|from| line.at >= from) && self.until.as_ref().is_none_or(|until| line.position() < *until)
    }

    /// The second in which it ends.
    fn end(&self) -> Option<&str> {
        self.until.as_deref()?.get(..20)
    }

    /// The sort keys of a kind of records, without what they begin with, from the first to the last.
    fn records(&self, kind: Kind) -> (String, String) {
        let high = match (self.end(), self.until.as_deref().and_then(|until| until.get(20..))) {
            (Some(end), Some(rest)) => match rest.chars().next().map(|rank| kind.rank().cmp(&rank)) {
                Some(std::cmp::Ordering::Less) => format!("{end}#{LAST}"),
                Some(std::cmp::Ordering::Equal) => format!("{end}#{}", &rest[1..]),
                _ => end.to_owned(),
            },
            _ => LAST.to_string(),
        };
        (self.from.map_or_else(|| "0".to_owned(), time), high)
    }

    /// The dates from the first to the last, as texts.
    fn dates(&self) -> (String, String) {
        let second = |text: &str| Timestamp::from_second(text.parse().ok()?).ok();
        let high = self.end().map(|end| second(end).map_or_else(String::new, |end| date(end).to_string()));
        let low = self.from.map_or_else(|| "0".to_owned(), |from| date(from.timestamp()).to_string());
        (low, high.unwrap_or_else(|| LAST.to_string()))
    }
}

fn date(at: Timestamp) -> Date {
    at.to_zoned(TimeZone::UTC).date()
}

async fn records(ctx: &Ctx, patient: UserId, kind: Kind, of: RecordKind, window: &Window) -> Result<Seen, Failure> {
    let (low, high) = window.records(kind);
    if low > high {
        return Ok(Seen::default());
    }
    let prefix = of.prefix();
    let query =
        Query::partition(patient_partition(patient)).between(format!("{prefix}{low}"), format!("{prefix}{high}"));
    // The last line of the page before comes again.
    let page = ctx.store().query::<RecordRef>(query.newest_first().limit(window.depth + 1)).await?;
    let line = |it: RecordRef| Line { kind, tenant: it.tenant_id, id: it.id, at: it.at };
    let lines: Vec<_> = page.items.into_iter().map(line).collect();
    let floor = page.next.and(lines.last().map(Line::position));
    Ok(Seen { lines: lines.into_iter().filter(|line| window.holds(line)).collect(), floor })
}

async fn days(ctx: &Ctx, patient: UserId, window: &Window) -> Result<Seen, Failure> {
    let (low, high) = window.dates();
    if low > high {
        return Ok(Seen::default());
    }
    let key = |date: &str| format!("{}{date}", visits::PATIENT_DAY);
    let query = Query::partition(patient_partition(patient)).between(key(&low), key(&high));
    let page = ctx.store().query::<visits::Day>(query.newest_first().limit(window.depth + BESIDE)).await?;
    let lines = page.items.iter().flat_map(visits::Day::visits).map(|visit| Line {
        kind: Kind::Appointment,
        tenant: visit.tenant,
        id: visit.appointment.bare(),
        at: visit.start,
    });
    let lines = lines.filter(|line| window.holds(line)).collect();
    let last = page.items.last().and_then(visits::Day::date).and_then(|date| date.to_zoned(TimeZone::UTC).ok());
    let floor = page.next.and(last).map(|midnight| time(midnight.timestamp().into()));
    Ok(Seen { lines, floor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_before_its_position_in_every_kind() {
        let at = |second| Instant::new(Timestamp::from_second(second).unwrap());
        let line = Line {
            kind: Kind::Consultation,
            tenant: medilink_kernel::TenantId::from_u128(1),
            id: "X".into(),
            at: at(1_800_000_000),
        };
        let window = Window { from: Some(at(1_700_000_000)), until: Some(line.position()), depth: 1 };
        let high = |kind| window.records(kind).1;
        assert_eq!(high(Kind::Consultation), "00000000001800000000#X");
        assert_eq!(high(Kind::Prescription), "00000000001800000000");
        assert_eq!(high(Kind::Appointment), "00000000001800000000#~");
        assert_eq!(window.records(Kind::Consultation).0, "00000000001700000000");
        assert_eq!(window.dates(), ("2023-11-14".to_owned(), "2027-01-15".to_owned()));
        assert!(!window.holds(&line) && window.holds(&Line { kind: Kind::Appointment, ..line }));
    }
}
