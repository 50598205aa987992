//! What several operations of the domain read and show.

use medilink_edge::Failure;
use medilink_kernel::Instant;
use medilink_operation::Refusal;
use medilink_records::{DeadLetter, DeadLetterId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names a dead letter.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterPath {
    /// The dead letter.
    pub dead_letter_id: DeadLetterId,
}

/// A dead letter in a list.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeadLetterView {
    dead_letter_id: DeadLetterId,
    /// The operation that failed.
    operation: String,
    /// The table that the record tells of.
    table: String,
    /// What kind of item it tells of.
    family: String,
    /// Why it failed the last time.
    cause: String,
    /// How often it has failed since it came, or was replayed the last time.
    attempts: u32,
    /// How often it was replayed.
    replays: u32,
    first_failed_at: Instant,
    last_failed_at: Instant,
}

impl DeadLetterView {
    pub(crate) fn of(dead_letter_id: DeadLetterId, letter: DeadLetter) -> Self {
        let DeadLetter { operation, table, family, cause, attempts, replays, first_failed_at, last_failed_at, .. } =
            letter;
        Self { dead_letter_id, operation, table, family, cause, attempts, replays, first_failed_at, last_failed_at }
    }
}

/// A letter that is not there (any more) is nothing at all.
pub(crate) fn gone(failure: Failure) -> Failure {
    if failure.failed(LETTER) { Refusal::not_found().into() } else { failure }
}

/// The tag of the write to a letter.
pub(crate) const LETTER: &str = "letter";
