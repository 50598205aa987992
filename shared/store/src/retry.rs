use crate::StoreError;
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
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
pub(crate) fn judge<E: ProvideErrorMetadata + std::fmt::Debug, R: std::fmt::Debug>(error: &SdkError<E, R>) -> Verdict {
    match error {
        SdkError::ServiceError(service) => {
            let code = service.err().code().unwrap_or_default();
            match code {
                "ProvisionedThroughputExceededException"
                | "ThrottlingException"
                | "RequestLimitExceeded"
                | "InternalServerError"
                | "ServiceUnavailable"
                | "TransactionInProgressException"
                | "TransactionConflictException" => Verdict::Again,
                "AccessDeniedException" => {
                    Verdict::Stop(StoreError::Denied(service.err().message().unwrap_or_default().to_owned()))
                }
                _ => {
                    Verdict::Stop(StoreError::Fault(format!("{code}: {}", service.err().message().unwrap_or_default())))
                }
            }
        }
        SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => Verdict::Again,
        other => Verdict::Stop(StoreError::Fault(format!("{other:?}"))),
    }
}

/// Full jitter (a random share of 5 ms, 10 ms, 20 ms ... 320 ms): conflicting writers part ways soonest.
pub(crate) fn pause(attempt: u32, dice: u64) -> Duration {
    let ceiling = 5_000u64 << attempt.min(6);
    Duration::from_micros(dice % ceiling)
}
