//! One order by time over lines of several kinds: no I/O.

use medilink_kernel::{Instant, TenantId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a line is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecordKind")]
pub enum Kind {
    /// A visit, planned or past.
    Appointment,
    /// What was found at a visit.
    Consultation,
    /// A prescription, by its day of issue.
    Prescription,
    /// What a pharmacy handed out.
    Dispensing,
}

/// A line of the time line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Line {
    pub(crate) kind: Kind,
    pub(crate) tenant: TenantId,
    /// The record, without its prefix.
    pub(crate) id: String,
    pub(crate) at: Instant,
}

/// What a source has given.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    pub(crate) lines: Vec<Line>,
    /// Everything from this position on is among the lines; none where nothing is left.
    pub(crate) floor: Option<String>,
}

impl Kind {
    /// Every kind.
    pub(crate) const ALL: [Self; 4] = [Self::Appointment, Self::Consultation, Self::Prescription, Self::Dispensing];

    /// Where it stands among others of the same second.
    pub(crate) const fn rank(self) -> char {
        match self {
            Self::Appointment => '0',
            Self::Consultation => '1',
            Self::Prescription => '2',
            Self::Dispensing => '3',
        }
    }
}

impl Line {
    /// Where it stands in the time line: positions sort as texts, the latest is the highest.
    pub(crate) fn position(&self) -> String {
        format!("{}{}{}", time(self.at), self.kind.rank(), self.id)
    }
}

/// A time as positions begin with it: before everything of that second.
pub(crate) fn time(at: Instant) -> String {
    format!("{:020}", at.seconds().max(0))
}

/// The newest lines of all sources that are shown, and the position that the next page lies before.
pub(crate) fn merge(sources: Vec<Seen>, shows: impl Fn(&Line) -> bool, limit: usize) -> (Vec<Line>, Option<String>) {
    let floor = sources.iter().filter_map(|source| source.floor.clone()).max();
    let known = |position: &str| floor.as_deref().is_none_or(|floor| position >= floor);
    let lines = sources.into_iter().flat_map(|source| source.lines);
    let mut lines: Vec<_> =
        lines.filter(shows).map(|line| (line.position(), line)).filter(|(position, _)| known(position)).collect();
    lines.sort_by(|one, other| other.0.cmp(&one.0));
    let next = if lines.len() > limit {
        lines.truncate(limit);
        lines.last().map(|(position, _)| position.clone())
    } else {
        floor
    };
    (lines.into_iter().map(|(_, line)| line).collect(), next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    fn line(kind: Kind, second: i64, id: u32) -> Line {
        let at = Instant::new(Timestamp::from_second(second).unwrap());
        Line { kind, tenant: TenantId::from_u128(u128::from(id % 2)), id: format!("{id:03}"), at }
    }

    /// A source that gives so many lines before a position.
    fn source(all: &[Line], kind: Kind, before: Option<&str>, depth: usize) -> Seen {
        let mut lines: Vec<_> = all.iter().filter(|line| line.kind == kind).cloned().collect();
        lines.retain(|line| before.is_none_or(|before| line.position().as_str() < before));
        lines.sort_by_key(|line| std::cmp::Reverse(line.position()));
        let rest = lines.len() > depth;
        lines.truncate(depth);
        let floor = lines.last().filter(|_| rest).map(Line::position);
        Seen { lines, floor }
    }

    #[test]
    fn pages_of_any_length_are_the_whole_in_order_whatever_the_kinds() {
        let all: Vec<_> = (0..60).map(|n| line(Kind::ALL[(n * n % 7 % 4) as usize], i64::from(n / 5), n)).collect();
        for tenant in [None, Some(TenantId::from_u128(1))] {
            let mut whole: Vec<_> =
                all.iter().filter(|line| tenant.is_none_or(|tenant| line.tenant == tenant)).cloned().collect();
            whole.sort_by_key(|line| std::cmp::Reverse(line.position()));
            for limit in [1, 2, 7, 100] {
                let (mut read, mut before) = (Vec::new(), None::<String>);
                loop {
                    let sources = Kind::ALL.map(|kind| source(&all, kind, before.as_deref(), limit));
                    let shows = |line: &Line| tenant.is_none_or(|tenant| line.tenant == tenant);
                    let (page, next) = merge(sources.into(), shows, limit);
                    assert!(page.len() <= limit);
                    read.extend(page);
                    assert!(next.is_none() || next != before, "it goes on");
                    before = next;
                    if before.is_none() {
                        break;
                    }
                }
                assert_eq!(read, whole, "{limit}");
            }
        }
    }
}
