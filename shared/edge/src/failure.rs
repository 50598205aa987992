use medilink_operation::{Refusal, codes};
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

    /// What the client is told, and what the log gets.
    pub(crate) fn explain(self) -> (Refusal, Option<String>) {
        match self {
            Self::Refused(refusal) => (refusal, None),
            Self::Store(StoreError::TenantNotActive) => {
                (Refusal::new(codes::TENANT_NOT_ACTIVE, "The practice is not active."), None)
            }
            Self::Store(StoreError::Busy(cause)) => (unavailable(), Some(cause)),
            other => (
                Refusal::new(codes::INTERNAL_ERROR, "The fault is ours; the trace id names it."),
                Some(other.to_string()),
            ),
        }
    }
}

fn unavailable() -> Refusal {
    Refusal::new(codes::UNAVAILABLE, "Busy at the moment; the same call may succeed soon.")
        .after(Duration::from_secs(1))
}
