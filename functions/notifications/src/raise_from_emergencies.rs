//! Tells patients and admins at once of records that were opened in an emergency.

use crate::{
    kind::Kind,
    notice::{About, Facts, Notice, Who},
    raise::{self, raise},
};
use futures::future::try_join_all;
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::{ADMINS, ActOf, AdminMark, EMERGENCY, Emergency, read_grant_partition};
use medilink_store::Query;
use serde::Deserialize;

/// Follows what opens records.
pub struct RaiseFromEmergencies;

/// Longer than anybody waits to look.
const MATTERS: SignedDuration = SignedDuration::from_hours(90 * 24);

impl StreamOperation for RaiseFromEmergencies {
    const SPEC: Spec = Spec::stream(
        "notifications.raise_from_emergencies",
        "GRANT#",
        "Tells patients and admins of records opened in an emergency",
    )
    .grants(&[Grant::platform(ADMINS, &[Action::Query]), raise::LIST, raise::WISHES, raise::ARRIVE]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        if !record.sk.starts_with(EMERGENCY) {
            return Ok(());
        }
        let (Some(patient), Some(new)) = (read_grant_partition(&record.pk), &record.new) else { return Ok(()) };
        // Each opening is written with an act of its own.
        let Some(act) = ActOf::deserialize(new).map_err(Failure::fault)?.act else { return Ok(()) };
        let emergency = Emergency::deserialize(new).map_err(Failure::fault)?;
        let admins = ctx.store().query::<AdminMark>(Query::partition(ADMINS)).await?.items;
        let admins = admins.into_iter().map(|admin| (admin.user_id, Kind::EmergencyReview));
        let each = admins.chain([(patient, Kind::EmergencyAccess)]).map(|(to, kind)| {
            let notice = Notice {
                to,
                kind,
                cause: act.id.to_string(),
                at: record.at,
                until: record.at.saturating_add(MATTERS).unwrap_or(Timestamp::MAX),
                about: About::Access(act.id),
                facts: Facts {
                    who: Some(Who::Doctor(emergency.doctor_name.clone())),
                    start: Some(emergency.opened_at),
                    reason: Some(emergency.reason.to_string()),
                    ..Facts::default()
                },
                ground: None,
            };
            raise(ctx, notice)
        });
        try_join_all(each).await?;
        Ok(())
    }
}
