use crate::{StoreError, failure::Failure};
use std::time::Duration;

/// How often a call is tried before its caller is asked to come back.
pub(crate) const ATTEMPTS: u32 = 8;

/// What to do about a failed call.
pub(crate) enum Verdict {
    Again,
    Stop(StoreError),
}

/// Throttling, conflicts and lost connections are tried again; everything else stops.
///
/// A write whose answer was lost is tried again too: that is safe because transactions carry a request token and
/// single writes a mark of their own (see `writes`).
pub(crate) fn judge(failure: &Failure) -> Verdict {
    match failure {
        Failure::Refused(refusal) => match &*refusal.code {
            "ProvisionedThroughputExceededException"
            | "ThrottlingException"
            | "RequestLimitExceeded"
            | "InternalServerError"
            | "ServiceUnavailable"
            | "TransactionInProgressException"
            | "TransactionConflictException" => Verdict::Again,
            "AccessDeniedException" => Verdict::Stop(StoreError::Denied(refusal.message.clone().unwrap_or_default())),
            code => {
                let message = refusal.message.as_deref().unwrap_or_default();
                Verdict::Stop(StoreError::Fault(format!("{code}: {message}")))
            }
        },
        Failure::Lost => Verdict::Again,
        Failure::Broken(cause) => Verdict::Stop(StoreError::Fault(cause.clone())),
    }
}

/// Full jitter (a random share of 5 ms, 10 ms, 20 ms ... 320 ms): conflicting writers part ways soonest.
pub(crate) fn pause(attempt: u32, dice: u64) -> Duration {
    let ceiling = 5_000u64 << attempt.min(6);
    Duration::from_micros(dice % ceiling)
}
