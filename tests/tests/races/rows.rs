//! What the engine holds, as it is.

use bytes::Bytes;
use medilink_dynamo::{Action, Engine};
use serde_json::{Value, json};

/// An item without the type tags of its attributes.
pub struct Row {
    pub pk: String,
    pub sk: String,
    pub item: Value,
}

impl Row {
    /// A part of the partition key: `T#<tenant>#DAY#<doctor>` has four.
    pub fn part(&self, index: usize) -> &str {
        self.pk.split('#').nth(index).unwrap_or_default()
    }

    pub fn text(&self, member: &str) -> &str {
        self.item[member].as_str().unwrap_or_default()
    }
}

/// The items of a table that are there at one moment: the table is small enough to be read at once.
pub async fn at_once(engine: &Engine, table: &str) -> Vec<Row> {
    let page = call(engine, Action::Scan, json!({"TableName": table, "ConsistentRead": true})).await;
    assert!(page["LastEvaluatedKey"].is_null(), "{table} has grown beyond one page");
    rows(&page)
}

/// The items of every table, while nobody writes.
pub async fn all(engine: &Engine) -> Vec<Row> {
    let tables = call(engine, Action::ListTables, json!({})).await;
    let mut all = Vec::new();
    for table in tables["TableNames"].as_array().into_iter().flatten() {
        let mut request = json!({"TableName": table, "ConsistentRead": true});
        loop {
            let page = call(engine, Action::Scan, request.clone()).await;
            all.extend(rows(&page));
            if page["LastEvaluatedKey"].is_null() {
                break;
            }
            request["ExclusiveStartKey"] = page["LastEvaluatedKey"].clone();
        }
    }
    all
}

async fn call(engine: &Engine, action: Action, request: Value) -> Value {
    let reply = engine.call(action, Bytes::from(request.to_string())).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    serde_json::from_slice(&reply.body).expect("JSON")
}

fn rows(page: &Value) -> Vec<Row> {
    let items = page["Items"].as_array().into_iter().flatten();
    let row = |item: &Value| {
        let key = |name: &str| item[name]["S"].as_str().unwrap_or_default().to_owned();
        Row { pk: key("pk"), sk: key("sk"), item: untagged_map(item) }
    };
    items.map(row).collect()
}

fn untagged_map(map: &Value) -> Value {
    map.as_object().into_iter().flatten().map(|(name, value)| (name.clone(), untagged(value))).collect()
}

fn untagged(tagged: &Value) -> Value {
    let Some((tag, value)) = tagged.as_object().and_then(|map| map.iter().next()) else { return Value::Null };
    let number = |value: &Value| value.as_str().and_then(|text| text.parse().ok()).map(Value::Number);
    match tag.as_str() {
        "M" => untagged_map(value),
        "L" => value.as_array().into_iter().flatten().map(untagged).collect(),
        "N" => number(value).unwrap_or_default(),
        "NS" => value.as_array().into_iter().flatten().filter_map(number).collect(),
        "NULL" => Value::Null,
        _ => value.clone(),
    }
}
