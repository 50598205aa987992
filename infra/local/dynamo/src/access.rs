//! What a request touches, in the terms of IAM.

use dynoxide::streams::{index_arn, table_arn};
use serde_json::Value;

use crate::Action;
use crate::key_condition::partition_value;

/// The partition key attribute of every table of the platform; an index's is its name with the same ending.
const PARTITION: &str = "pk";

/// One thing that a request must be allowed to do.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Access {
    /// IAM's action, without `dynamodb:`.
    pub(crate) action: &'static str,
    /// The ARN of a table, an index or a stream, or `*`.
    pub(crate) resource: String,
    /// The partition key values that it names.
    pub(crate) leading_keys: Vec<String>,
}

impl Access {
    /// The resource without account and region: `medilink-pool` or `medilink-pool/index/gsi1`.
    pub(crate) fn name(&self) -> &str {
        self.resource.split_once(":table/").map_or(&self.resource, |(_, name)| name)
    }
}

/// All accesses of the request, or `None` if it cannot be understood.
pub(crate) fn accesses(action: Action, request: &Value) -> Option<Vec<Access>> {
    match action {
        Action::GetItem | Action::UpdateItem | Action::DeleteItem => Some(vec![on_key(action.name(), request, "Key")?]),
        Action::PutItem => Some(vec![on_key(action.name(), request, "Item")?]),
        Action::Query => Some(vec![query(request)?]),
        Action::Scan => {
            let resource = resource(table(request)?, index(request)?);
            Some(vec![Access { action: action.name(), resource, leading_keys: Vec::new() }])
        }
        Action::BatchGetItem => batch(action, request, |table| {
            table.get("Keys")?.as_array()?.iter().map(|key| leading_key(key, PARTITION)).collect()
        }),
        Action::BatchWriteItem => {
            batch(action, request, |table| table.as_array()?.iter().map(batch_write_key).collect())
        }
        Action::TransactGetItems => transaction(request, |kind| (kind == "Get").then_some(("GetItem", "Key"))),
        Action::TransactWriteItems => transaction(request, |kind| match kind {
            "Put" => Some(("PutItem", "Item")),
            "Update" => Some(("UpdateItem", "Key")),
            "Delete" => Some(("DeleteItem", "Key")),
            "ConditionCheck" => Some(("ConditionCheckItem", "Key")),
            _ => None,
        }),
        Action::CreateTable
        | Action::DeleteTable
        | Action::DescribeTable
        | Action::UpdateTable
        | Action::UpdateTimeToLive
        | Action::DescribeTimeToLive => Some(vec![whole(action, resource(table(request)?, None))]),
        Action::DescribeStream | Action::GetShardIterator => {
            Some(vec![whole(action, request.get("StreamArn")?.as_str()?.to_owned())])
        }
        // An iterator does not say which stream it is for.
        Action::ListTables | Action::ListStreams | Action::GetRecords => Some(vec![whole(action, "*".to_owned())]),
    }
}

fn whole(action: Action, resource: String) -> Access {
    Access { action: action.name(), resource, leading_keys: Vec::new() }
}

fn on_key(action: &'static str, request: &Value, member: &str) -> Option<Access> {
    let resource = resource(table(request)?, None);
    Some(Access { action, resource, leading_keys: vec![leading_key(request.get(member)?, PARTITION)?] })
}

fn query(request: &Value) -> Option<Access> {
    let index = index(request)?;
    let attribute = index.map_or_else(|| PARTITION.to_owned(), |index| format!("{index}{PARTITION}"));
    let mut leading_keys = vec![partition_value(request, &attribute)?.to_owned()];
    if let Some(start) = request.get("ExclusiveStartKey") {
        leading_keys.push(leading_key(start, &attribute)?);
    }
    Some(Access { action: "Query", resource: resource(table(request)?, index), leading_keys })
}

fn batch(action: Action, request: &Value, keys: impl Fn(&Value) -> Option<Vec<String>>) -> Option<Vec<Access>> {
    let access = |(table, requests): (&String, &Value)| {
        Some(Access {
            action: action.name(),
            resource: resource(table_name(table)?, None),
            leading_keys: keys(requests)?,
        })
    };
    let tables = request.get("RequestItems")?.as_object()?;
    if tables.is_empty() { None } else { tables.iter().map(access).collect() }
}

fn batch_write_key(request: &Value) -> Option<String> {
    let (kind, body) = only_member(request)?;
    match kind {
        "PutRequest" => leading_key(body.get("Item")?, PARTITION),
        "DeleteRequest" => leading_key(body.get("Key")?, PARTITION),
        _ => None,
    }
}

/// DynamoDB authorises each item of a transaction as the single action that it stands for.
fn transaction(request: &Value, single: impl Fn(&str) -> Option<(&'static str, &'static str)>) -> Option<Vec<Access>> {
    let items = request.get("TransactItems")?.as_array()?;
    let access = |item| {
        let (kind, body) = only_member(item)?;
        let (action, member) = single(kind)?;
        on_key(action, body, member)
    };
    if items.is_empty() { None } else { items.iter().map(access).collect() }
}

fn only_member(value: &Value) -> Option<(&str, &Value)> {
    let mut members = value.as_object()?.iter();
    let (name, member) = members.next()?;
    members.next().is_none().then_some((name, member))
}

fn leading_key(item: &Value, attribute: &str) -> Option<String> {
    let (kind, value) = only_member(item.get(attribute)?)?;
    if kind == "S" { value.as_str().map(str::to_owned) } else { None }
}

fn table(request: &Value) -> Option<&str> {
    table_name(request.get("TableName")?.as_str()?)
}

/// A table may also be given by its ARN, whose account nobody here could check.
fn table_name(name: &str) -> Option<&str> {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)).then_some(name)
}

/// The index of the request, if any; `None` outside if it is unreadable.
fn index(request: &Value) -> Option<Option<&str>> {
    request.get("IndexName").map_or(Some(None), |name| table_name(name.as_str()?).map(Some))
}

fn resource(table: &str, index: Option<&str>) -> String {
    index.map_or_else(|| table_arn(table), |index| index_arn(table, index))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_cannot_be_understood_is_nothing_to_allow() {
        let key = json!({"pk": {"S": "a"}, "sk": {"S": "b"}});
        let cases = [
            (Action::GetItem, json!({"Key": key})),
            (Action::GetItem, json!({"TableName": "t", "Key": {"sk": {"S": "b"}}})),
            (Action::GetItem, json!({"TableName": "t", "Key": {"pk": {"N": "1"}}})),
            (Action::GetItem, json!({"TableName": "t", "Key": {"pk": {"S": "a", "N": "1"}}})),
            (Action::PutItem, json!({"TableName": "t", "Key": key})),
            (Action::TransactWriteItems, json!({"TransactItems": []})),
            (Action::TransactWriteItems, json!({"TransactItems": [{"Shred": {"TableName": "t", "Key": key}}]})),
            (Action::TransactWriteItems, json!({"TransactItems": [{"Put": {}, "Delete": {}}]})),
            (Action::BatchWriteItem, json!({"RequestItems": {}})),
            (Action::BatchWriteItem, json!({"RequestItems": {"t": [{"PutRequest": {"Key": key}}]}})),
            (Action::BatchGetItem, json!({"RequestItems": {"a:b": {"Keys": [key]}}})),
            (Action::Query, json!({"TableName": "t", "IndexName": 7})),
        ];
        for (action, request) in cases {
            assert_eq!(accesses(action, &request), None, "{request}");
        }
    }

    #[test]
    fn a_start_key_counts_as_a_leading_key() {
        let request = json!({"TableName": "t", "KeyConditionExpression": "pk = :p",
            "ExpressionAttributeValues": {":p": {"S": "a"}}, "ExclusiveStartKey": {"pk": {"S": "b"}, "sk": {"S": "c"}}});
        let list = accesses(Action::Query, &request).unwrap();
        assert_eq!(list[0].leading_keys, ["a", "b"]);
        assert_eq!(list[0].name(), "t");
    }
}
