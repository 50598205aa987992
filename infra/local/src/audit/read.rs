//! Reads of the engine, past the guard: a check trusts nothing that the platform itself keeps of what it may read.

use super::finding::{Fault, Finding};
use medilink_audit::chain::chain_of;
use medilink_audit::records::{LinkRecord, link_partition};
use medilink_dynamo::{Action, Engine};
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_records::{AccessItem, OpenedLine, access_key, opened_key};
use medilink_store::Key;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// A link as it lies there; `None` for one that does not read.
pub(super) struct Link {
    /// The place that its key says.
    pub(super) place: u64,
    /// What it says.
    pub(super) record: Option<LinkRecord>,
}

/// The links of a chain, in the order of their keys.
pub(super) async fn links(engine: &Engine, chain: &str, mut take: impl FnMut(Link)) -> Result<(), String> {
    let mut start = Value::Null;
    loop {
        let mut query = json!({
            "TableName": PLATFORM_TABLE, "ConsistentRead": true, "KeyConditionExpression": "pk = :pk",
            "ExpressionAttributeValues": {":pk": {"S": link_partition(chain)}},
        });
        if !start.is_null() {
            query["ExclusiveStartKey"] = start;
        }
        let page = call(engine, Action::Query, query).await?;
        for item in page["Items"].as_array().into_iter().flatten() {
            let place = item["sk"]["S"].as_str().and_then(|sk| sk.parse().ok()).unwrap_or_default();
            take(Link { place, record: plain(item) });
        }
        start = page["LastEvaluatedKey"].clone();
        if start.is_null() {
            return Ok(());
        }
    }
}

/// Every item of the platform's table.
pub(super) async fn items(engine: &Engine, mut take: impl FnMut(&str, &Value)) -> Result<(), String> {
    let mut start = Value::Null;
    loop {
        let mut scan = json!({"TableName": PLATFORM_TABLE, "ConsistentRead": true});
        if !start.is_null() {
            scan["ExclusiveStartKey"] = start;
        }
        let page = call(engine, Action::Scan, scan).await?;
        for item in page["Items"].as_array().into_iter().flatten() {
            take(item["pk"]["S"].as_str().unwrap_or_default(), item);
        }
        start = page["LastEvaluatedKey"].clone();
        if start.is_null() {
            return Ok(());
        }
    }
}

/// What is wrong still when the copies are looked at once more: a platform at work may have written them since.
pub(super) async fn confirmed(engine: &Engine, findings: Vec<Finding>) -> Result<Vec<Finding>, String> {
    let mut confirmed = Vec::new();
    for finding in findings {
        if !is_settled_since(engine, &finding).await? {
            confirmed.push(finding);
        }
    }
    confirmed.sort();
    Ok(confirmed)
}

async fn is_settled_since(engine: &Engine, finding: &Finding) -> Result<bool, String> {
    let Finding { chain, seq, entry: Some(entry), user: Some(user), fault } = finding else { return Ok(false) };
    let copy = |item: &AccessItem| chain_of(&item.entry) == *chain && item.seq == Some(*seq);
    Ok(match fault {
        // The copy had no place yet when it was looked at, or was not there.
        Fault::Inserted | Fault::Swapped => {
            get::<AccessItem>(engine, &access_key(*user, *entry)).await?.is_some_and(|item| copy(&item))
        }
        Fault::Line(patient) => {
            let line = get::<OpenedLine>(engine, &opened_key(*patient, *entry)).await?;
            let item = get::<AccessItem>(engine, &access_key(*user, *entry)).await?;
            line.zip(item).is_some_and(|(line, item)| super::seen::is_line_of(&line.entry, &item.entry, *patient))
        }
        _ => false,
    })
}

async fn get<T: DeserializeOwned>(engine: &Engine, key: &Key) -> Result<Option<T>, String> {
    let key = json!({"pk": {"S": key.pk}, "sk": {"S": key.sk}});
    let answer =
        call(engine, Action::GetItem, json!({"TableName": PLATFORM_TABLE, "Key": key, "ConsistentRead": true})).await?;
    Ok(plain(&answer["Item"]))
}

/// The record that an item holds; `None` where it holds none.
pub(super) fn plain<T: DeserializeOwned>(item: &Value) -> Option<T> {
    let item: serde_dynamo::Item = serde_json::from_value(item.clone()).ok()?;
    serde_dynamo::from_item(item).ok()
}

async fn call(engine: &Engine, action: Action, request: Value) -> Result<Value, String> {
    let reply = engine.call(action, request.to_string().into()).await;
    if reply.status != 200 {
        return Err(String::from_utf8_lossy(&reply.body).into_owned());
    }
    serde_json::from_slice(&reply.body).map_err(|error| error.to_string())
}
