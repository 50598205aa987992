//! What is stored, and whether it changes.

use medilink_dynamo::Action;
use medilink_testkit::World;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Families of keys that count calls and keep receipts: they change whatever a call does.
const COUNTERS: [&str; 3] = ["LOGIN#", "LOGINIP#", "IDEM#"];

/// Every item of every table, by table and keys.
pub async fn items(world: &World) -> BTreeMap<String, Value> {
    let mut all = BTreeMap::new();
    for table in call(world, Action::ListTables, json!({})).await["TableNames"].as_array().into_iter().flatten() {
        let mut start = Value::Null;
        loop {
            let mut request = json!({"TableName": table, "ConsistentRead": true});
            if !start.is_null() {
                request["ExclusiveStartKey"] = start;
            }
            let page = call(world, Action::Scan, request).await;
            for item in page["Items"].as_array().into_iter().flatten() {
                all.insert(format!("{table} {} {}", pk(item), item["sk"]["S"]), item.clone());
            }
            start = page["LastEvaluatedKey"].clone();
            if start.is_null() {
                break;
            }
        }
    }
    all
}

/// Every item but counters, once nothing follows the streams any more.
pub async fn settled(world: &World) -> BTreeMap<String, Value> {
    world.rest().await;
    let mut all = items(world).await;
    all.retain(|_, item| !COUNTERS.iter().any(|family| pk(item).starts_with(family)));
    all
}

/// The items that are not the same, or not in both.
pub fn changed(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) -> Vec<String> {
    let differs = |key: &&String| before.get(*key) != after.get(*key);
    before.keys().chain(after.keys().filter(|key| !before.contains_key(*key))).filter(differs).cloned().collect()
}

/// How many items each family of keys has gained.
pub fn gained(before: &BTreeMap<String, Value>, after: &BTreeMap<String, Value>) -> BTreeMap<String, i64> {
    let mut families = BTreeMap::new();
    for (items, one) in [(before, -1), (after, 1)] {
        for item in items.values() {
            *families.entry(family(pk(item)).to_owned()).or_insert(0) += one;
        }
    }
    families.retain(|_, gained| *gained != 0);
    families
}

/// A partition key.
pub fn pk(item: &Value) -> &str {
    item["pk"]["S"].as_str().unwrap_or_default()
}

/// The family of a partition key: without a tenant's prefix, up to the first `#`.
fn family(pk: &str) -> &str {
    let own = pk.strip_prefix("T#").and_then(|rest| rest.split_once('#')).map_or(pk, |(_, own)| own);
    own.split('#').next().unwrap_or_default()
}

/// A call of the engine, past the guard.
pub async fn call(world: &World, action: Action, request: Value) -> Value {
    let reply = world.local.guard.engine().call(action, request.to_string().into()).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    serde_json::from_slice(&reply.body).expect("JSON")
}
