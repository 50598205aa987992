//! Keeps the entries that were written with what practices note of people.

use crate::keep::{self, act, keep};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::UserId;
use medilink_operation::{Part, Spec};

/// Follows profiles.
pub struct KeepProfiles;

impl StreamOperation for KeepProfiles {
    const SPEC: Spec =
        Spec::stream("audit.keep_profiles", "USER#", "Keeps who noted something of people").grants(&[keep::KEEP]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(patient) = record.pk.strip_prefix("USER#").and_then(|bare| UserId::from_bare(bare).ok()) else {
            return Ok(());
        };
        let Some(act) = act(&record)? else { return Ok(()) };
        let owner = act.tenant;
        keep(ctx, &act.entry(owner, patient, Part::Profile, patient.to_string())).await
    }
}
