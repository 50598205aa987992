use medilink_kernel::unquoted;
use medilink_operation::{Refusal, codes};
use medilink_push::Fate;
use medilink_store::{Item, StoreError};
use std::time::Duration;

/// Why an operation did not answer: a refusal for the client, or something that only the log may know.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// The client is told.
    #[error("refused: {}", .0.code.name)]
    Refused(Refusal),
    /// The store did not do its part.
    #[error("store: {0}")]
    Store(#[from] StoreError),
    /// A fault of ours; the text goes to the log and never holds anything of a person.
    #[error("fault: {0}")]
    Fault(String),
    /// Somebody outside did not take a message, or did not say so.
    #[error("outside: {0:?}")]
    Outside(Fate),
    /// The same request was answered before: its receipt.
    #[error("answered before")]
    Replay(Box<Item>),
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Failure {
    /// A fault of ours, from any cause.
    pub fn fault(cause: impl std::fmt::Display) -> Self {
        Self::Fault(cause.to_string())
    }

    /// Whether the condition of the write with this tag did not hold.
    pub fn failed(&self, tag: &str) -> bool {
        matches!(self, Self::Store(error) if error.failed(tag))
    }

    /// What kind of failure it is, by a stable name that says nothing of anybody.
    pub fn cause(&self) -> &'static str {
        match self {
            Self::Refused(refusal) => refusal.code.name,
            Self::Store(StoreError::Condition { .. }) => "store_condition",
            Self::Store(StoreError::Busy(_)) => "store_busy",
            Self::Store(StoreError::TenantNotActive) => codes::TENANT_NOT_ACTIVE.name,
            Self::Store(StoreError::Denied(_)) => "store_denied",
            Self::Store(StoreError::Fault(_)) => "store_fault",
            Self::Fault(_) => "fault",
            Self::Outside(Fate::Refused) => "outside_refused",
            Self::Outside(Fate::NotTaken) => "outside_busy",
            Self::Outside(Fate::Unknown) => "outcome_unknown",
            Self::Replay(_) => "answered_before",
        }
    }

    /// The failure for the log, without anything that a record may say of anybody.
    pub fn without_values(&self) -> String {
        unquoted(self)
    }

    /// What the client is told, and what the log gets.
    pub(crate) fn explain(self) -> (Refusal, Option<String>) {
        match self {
            Self::Refused(refusal) => (refusal, None),
            Self::Store(StoreError::TenantNotActive) => {
                (Refusal::new(codes::TENANT_NOT_ACTIVE, "The practice is not active."), None)
            }
            Self::Store(StoreError::Busy(cause)) => (unavailable(), Some(unquoted(&cause))),
            other => (
                Refusal::new(codes::INTERNAL_ERROR, "The fault is ours; the trace id names it."),
                Some(other.without_values()),
            ),
        }
    }
}

fn unavailable() -> Refusal {
    Refusal::new(codes::UNAVAILABLE, "Busy at the moment; the same call may succeed soon.")
        .after(Duration::from_secs(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_log_gets_a_value_of_a_record_that_does_not_read() {
        let error = || serde_json::from_str::<u32>("\"Amina Benali\"").unwrap_err();
        let (_, cause) = Failure::fault(error()).explain();
        for told in [Failure::fault(error()).without_values(), cause.unwrap()] {
            assert!(told.starts_with("fault: invalid type: string") && !told.contains("Amina"), "{told}");
        }
    }
}
