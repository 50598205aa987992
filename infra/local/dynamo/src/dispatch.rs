//! One action on one storage: typed request in, JSON out.

use dynoxide::DynoxideError;
use dynoxide::actions::vector_lifecycle::VectorIndexLifecycle;
use dynoxide::actions::{
    batch_get_item, batch_write_item, create_table, delete_item, delete_table, describe_stream, describe_table,
    describe_time_to_live, get_item, get_records, get_shard_iterator, list_streams, list_tables, put_item, query, scan,
    transact_get_items, transact_write_items, update_item, update_table, update_time_to_live,
};
use dynoxide::storage::Storage;
use futures::FutureExt as _;
use serde::{Serialize, de::DeserializeOwned};

use crate::{Action, Reply};

/// Performs the action and says how it went.
pub(crate) fn perform(storage: &Storage, action: Action, body: &[u8]) -> Reply {
    run_action(storage, action, body).map_or_else(Reply::from, Reply::ok)
}

fn run_action(storage: &Storage, action: Action, body: &[u8]) -> Result<Vec<u8>, DynoxideError> {
    // The library keeps vector indexes under way there; the platform has none.
    let indexes = VectorIndexLifecycle::new();
    match action {
        Action::GetItem => run(body, |q| get_item::execute(storage, q)),
        Action::PutItem => run(body, |q| put_item::execute(storage, q)),
        Action::UpdateItem => run(body, |q| update_item::execute(storage, q)),
        Action::DeleteItem => run(body, |q| delete_item::execute(storage, q)),
        Action::Query => run(body, |q| query::execute(storage, q)),
        Action::Scan => run(body, |q| scan::execute(storage, q)),
        Action::BatchGetItem => run(body, |q| batch_get_item::execute(storage, q)),
        Action::BatchWriteItem => run(body, |q| batch_write_item::execute(storage, q)),
        Action::TransactGetItems => run(body, |q| transact_get_items::execute(storage, q)),
        Action::TransactWriteItems => run(body, |q| transact_write_items::execute(storage, q)),
        Action::CreateTable => run(body, |q| create_table::execute(storage, q)),
        Action::DeleteTable => run(body, |q| delete_table::execute(storage, q, &indexes)),
        Action::DescribeTable => run(body, |q| describe_table::execute(storage, q, &indexes)),
        Action::ListTables => run(body, |q| list_tables::execute(storage, q)),
        Action::UpdateTable => run(body, |q| update_table::execute(storage, q, &indexes)),
        Action::UpdateTimeToLive => run(body, |q| update_time_to_live::execute(storage, q)),
        Action::DescribeTimeToLive => run(body, |q| describe_time_to_live::execute(storage, q)),
        Action::DescribeStream => run(body, |q| describe_stream::execute(storage, q)),
        Action::ListStreams => run(body, |q| list_streams::execute(storage, q)),
        Action::GetShardIterator => run(body, |q| get_shard_iterator::execute(storage, q)),
        Action::GetRecords => run(body, |q| get_records::execute(storage, q)),
    }
}

fn run<Q, R, F>(body: &[u8], execute: impl FnOnce(Q) -> F) -> Result<Vec<u8>, DynoxideError>
where
    Q: DeserializeOwned,
    R: Serialize,
    F: Future<Output = Result<R, DynoxideError>>,
{
    let request = serde_json::from_slice(body).map_err(|error| unreadable(&error.to_string()))?;
    // The native backend does its work in the first poll: the library's own synchronous face relies on it too.
    let response = execute(request)
        .now_or_never()
        .ok_or_else(|| DynoxideError::InternalServerError("the storage did not answer at once".to_owned()))??;
    serde_json::to_vec(&response).map_err(|error| DynoxideError::InternalServerError(error.to_string()))
}

/// The library marks the refusals of its request types by these prefixes, and its server reads them so.
const VALIDATION_MARKS: [&str; 3] = ["VALIDATION:", "VALIDATION_REQUEST:", "VALIDATION_AS_READ:"];
const SERIALIZATION_MARKS: [&str; 2] = ["SERIALIZATION:", "SERIALIZATION_AS_READ:"];

fn unreadable(message: &str) -> DynoxideError {
    let (text, _position) = message.rsplit_once(" at line ").unwrap_or((message, ""));
    if let Some(rest) = VALIDATION_MARKS.iter().find_map(|mark| text.strip_prefix(mark)) {
        return DynoxideError::ValidationException(rest.to_owned());
    }
    if let Some(rest) = SERIALIZATION_MARKS.iter().find_map(|mark| text.strip_prefix(mark)) {
        return DynoxideError::SerializationException(rest.to_owned());
    }
    let missing = ["missing field", "unknown variant", "invalid type: null", "AttributeValue"];
    if missing.iter().any(|words| text.contains(words)) {
        return DynoxideError::ValidationException(text.to_owned());
    }
    DynoxideError::SerializationException(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_refusals_never_reach_the_wire() {
        let error = unreadable("VALIDATION:1 validation error at line 3 column 4");
        assert!(matches!(&error, DynoxideError::ValidationException(text) if text == "1 validation error"));
        let error = unreadable("SERIALIZATION:NUMBER_VALUE cannot be converted to String at line 1 column 2");
        assert!(matches!(error, DynoxideError::SerializationException(text) if text.starts_with("NUMBER_VALUE")));
        assert!(matches!(unreadable("missing field `Key`"), DynoxideError::ValidationException(_)));
        assert!(matches!(unreadable("expected value at line 1 column 1"), DynoxideError::SerializationException(_)));
    }
}
