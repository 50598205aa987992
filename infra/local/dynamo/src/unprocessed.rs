//! A batch of which part is left undone.

use serde_json::{Map, Value, json};

use crate::Action;

/// The part to do now, if any, and the part to report as not done: the last half of each table's requests.
pub(crate) fn split(action: Action, request: &Value) -> Option<(Option<Value>, Value)> {
    let (mut done, mut left) = (Map::new(), Map::new());
    for (table, requests) in request.get("RequestItems")?.as_object()? {
        let list = list_of(action, requests)?;
        let (now, later) = list.split_at(list.len() / 2);
        if !now.is_empty() {
            done.insert(table.clone(), with_list(action, requests, now));
        }
        left.insert(table.clone(), with_list(action, requests, later));
    }
    let now = (!done.is_empty()).then(|| {
        let mut part = request.clone();
        part["RequestItems"] = Value::Object(done);
        part
    });
    Some((now, Value::Object(left)))
}

/// The answer of a batch with the part that was left.
pub(crate) fn report(action: Action, answer: Option<&[u8]>, left: Value) -> Option<Vec<u8>> {
    let mut answer = match answer {
        Some(body) => serde_json::from_slice(body).ok()?,
        None if action == Action::BatchGetItem => json!({"Responses": {}}),
        None => json!({}),
    };
    let member = if action == Action::BatchGetItem { "UnprocessedKeys" } else { "UnprocessedItems" };
    answer[member] = left;
    serde_json::to_vec(&answer).ok()
}

fn list_of(action: Action, requests: &Value) -> Option<&Vec<Value>> {
    if action == Action::BatchGetItem { requests.get("Keys")?.as_array() } else { requests.as_array() }
}

fn with_list(action: Action, requests: &Value, list: &[Value]) -> Value {
    if action == Action::BatchGetItem {
        let mut requests = requests.clone();
        requests["Keys"] = list.into();
        requests
    } else {
        list.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_lost_between_the_parts() {
        let request = json!({"RequestItems": {"t": [1, 2, 3], "u": [4]}});
        let (now, left) = split(Action::BatchWriteItem, &request).unwrap();
        assert_eq!(now.unwrap(), json!({"RequestItems": {"t": [1]}}));
        assert_eq!(left, json!({"t": [2, 3], "u": [4]}));
        let request = json!({"RequestItems": {"t": {"Keys": [1], "ConsistentRead": true}}});
        let (now, left) = split(Action::BatchGetItem, &request).unwrap();
        assert_eq!((now, &left), (None, &json!({"t": {"Keys": [1], "ConsistentRead": true}})));
        let answer = report(Action::BatchGetItem, None, left).unwrap();
        assert!(serde_json::from_slice::<Value>(&answer).unwrap()["UnprocessedKeys"]["t"].is_object());
    }
}
