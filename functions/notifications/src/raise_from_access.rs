//! Tells patients of unusual access to their record.

use crate::{
    kind::Kind,
    notice::{About, Facts, Notice, Who},
    raise::{self, raise},
};
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::Instant;
use medilink_operation::Spec;
use medilink_records::{OpenedLine, read_opened_partition};

/// Follows what was opened of patients' records.
pub struct RaiseFromAccess;

/// Longer than anybody waits to look.
const MATTERS: SignedDuration = SignedDuration::from_hours(90 * 24);

impl StreamOperation for RaiseFromAccess {
    const SPEC: Spec =
        Spec::stream("notifications.raise_from_access", "OPENED#", "Tells patients of unusual access to their record")
            .grants(&[raise::LIST, raise::WISHES, raise::ARRIVE, raise::DUE]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (Some(new), None) = (record.new, record.old) else { return Ok(()) };
        let Some(patient) = read_opened_partition(&record.pk) else { return Ok(()) };
        let line: OpenedLine = serde_json::from_value(new).map_err(Failure::fault)?;
        if !line.told {
            return Ok(());
        }
        let at = line.entry.at();
        let notice = Notice {
            to: patient,
            kind: Kind::UnusualAccess,
            cause: line.entry.id.to_string(),
            at,
            until: at.saturating_add(MATTERS).unwrap_or(Timestamp::MAX),
            about: About::Access(line.entry.id),
            facts: Facts {
                who: line.practice.or(line.name).map(Who::Other),
                start: Some(Instant::new(at)),
                ..Facts::default()
            },
            ground: None,
        };
        raise(ctx, notice).await
    }
}
