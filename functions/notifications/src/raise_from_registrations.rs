//! Tells applicants what became of their registration.

use crate::{
    kind::Kind,
    notice::{About, Facts, Notice},
    raise::{self, raise},
};
use jiff::{SignedDuration, Timestamp};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::Spec;
use medilink_records::{Decision, RegistrationTrace};

/// Follows registrations.
pub struct RaiseFromRegistrations;

/// Longer than anybody waits for a decision.
const MATTERS: SignedDuration = SignedDuration::from_hours(90 * 24);

impl StreamOperation for RaiseFromRegistrations {
    const SPEC: Spec = Spec::stream(
        "notifications.raise_from_registrations",
        "REG#",
        "Tells applicants what became of their registration",
    )
    .grants(&[raise::LIST, raise::WISHES, raise::ARRIVE]);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let read = |image| serde_json::from_value::<RegistrationTrace>(image).map_err(Failure::fault);
        let (new, old) = (record.new.map(read).transpose()?, record.old.map(read).transpose()?);
        let Some(new) = new else { return Ok(()) };
        let Some(decision) = new.decision() else { return Ok(()) };
        if old.as_ref().and_then(RegistrationTrace::decision).is_some() {
            return Ok(());
        }
        let (kind, reason) = match decision {
            Decision::Opened => (Kind::RegistrationApproved, None),
            Decision::Rejected(reason) => (Kind::RegistrationRejected, Some(reason.to_owned())),
        };
        let notice = Notice {
            to: new.user_id,
            kind,
            cause: new.registration_id.to_string(),
            at: record.at,
            until: record.at.saturating_add(MATTERS).unwrap_or(Timestamp::MAX),
            about: About::Registration(new.registration_id),
            facts: Facts { reason, ..Facts::default() },
            ground: None,
        };
        raise(ctx, notice).await
    }
}
