//! Keeps the entries that were written with what opens a record to others.

use crate::keep::{self, act, keep};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{GrantId, TenantId};
use medilink_operation::{Part, Spec};
use medilink_records::read_grant_partition;
use serde::Deserialize;

/// Follows grants and emergencies.
pub struct KeepGrants;

/// Which grant it is; an emergency is of a practice, and has no name of its own.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Touched {
    grant_id: Option<GrantId>,
    tenant_id: TenantId,
}

impl StreamOperation for KeepGrants {
    const SPEC: Spec =
        Spec::stream("audit.keep_grants", "GRANT#", "Keeps who opened records to others").grants(&[keep::KEEP]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(patient) = read_grant_partition(&record.pk) else { return Ok(()) };
        let (Some(act), Some(new)) = (act(&record)?, &record.new) else { return Ok(()) };
        let touched = Touched::deserialize(new).map_err(Failure::fault)?;
        let entry = match touched.grant_id {
            Some(grant) => act.entry(None, patient, Part::Grants, grant.to_string()),
            None => act.entry(Some(touched.tenant_id), patient, Part::Record, patient.to_string()),
        };
        keep(ctx, &entry).await
    }
}
