//! The tables that exist before any tenant does: the platform's and the pool.

use bytes::Bytes;
use medilink_dynamo::{Action, Engine};
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE};
use serde_json::{Value, json};

/// Creates what is missing.
pub async fn ensure(engine: &Engine) -> Result<(), String> {
    for (table, stream) in [(PLATFORM_TABLE, true), (POOL_TABLE, false)] {
        let known = engine.call(Action::DescribeTable, to_bytes(&json!({"TableName": table}))).await;
        if known.status == 200 {
            continue;
        }
        let created = engine.call(Action::CreateTable, to_bytes(&definition(table, stream))).await;
        if created.status != 200 {
            return Err(format!("{table}: {}", String::from_utf8_lossy(&created.body)));
        }
        let ttl = json!({"TableName": table, "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": true}});
        engine.call(Action::UpdateTimeToLive, to_bytes(&ttl)).await;
    }
    Ok(())
}

fn to_bytes(value: &Value) -> Bytes {
    value.to_string().into()
}

fn definition(table: &str, stream: bool) -> Value {
    let key = |pk: &str, sk: &str| json!([{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]);
    let text = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    let mut definition = json!({
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": key("pk", "sk"),
        "AttributeDefinitions": [text("pk"), text("sk"), text("gsi1pk"), text("gsi1sk")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "gsi1",
            "KeySchema": key("gsi1pk", "gsi1sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }],
    });
    if stream {
        definition["StreamSpecification"] = json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"});
    }
    definition
}
