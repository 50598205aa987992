//! The time that a list of entries asks for.

use crate::records::position;
use medilink_kernel::Instant;
use medilink_operation::{Refusal, codes};
use medilink_store::Query;

/// Only entries from the first instant up to, but without, the last one; newest first.
pub(crate) fn within(query: Query, from: Option<Instant>, to: Option<Instant>) -> Result<Query, Refusal> {
    if from.zip(to).is_some_and(|(from, to)| from >= to) {
        let detail = "An end after the start is expected.";
        return Err(Refusal::field(codes::INVALID_INPUT, "?to", "out_of_range", detail));
    }
    // Before and after every id. No id equals the least one of its millisecond.
    let low = from.map_or_else(|| "0".to_owned(), |from| position(from.timestamp()));
    let high = to.map_or_else(|| "Z".to_owned(), |to| position(to.timestamp()));
    Ok(query.between(low, high).newest_first())
}
