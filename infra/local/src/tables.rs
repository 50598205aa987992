//! The tables that exist before any tenant does: the platform's and the pool.

use bytes::Bytes;
use medilink_dynamo::{Action, Engine, Reply};
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE};
use serde_json::{Value, json};

/// Creates what is missing.
pub async fn ensure(engine: &Engine) -> Result<(), String> {
    for table in [PLATFORM_TABLE, POOL_TABLE] {
        let known = engine.call(Action::DescribeTable, to_bytes(&json!({"TableName": table}))).await;
        if known.status == 200 {
            tell_changes(engine, table).await?;
            continue;
        }
        done(table, &engine.call(Action::CreateTable, to_bytes(&definition(table))).await)?;
        let ttl = json!({"TableName": table, "TimeToLiveSpecification": {"AttributeName": "ttl", "Enabled": true}});
        engine.call(Action::UpdateTimeToLive, to_bytes(&ttl)).await;
    }
    Ok(())
}

/// Gives a table a stream that has none: one made by an older version. What changed before is not told.
pub async fn tell_changes(engine: &Engine, table: &str) -> Result<(), String> {
    let described = engine.call(Action::DescribeTable, to_bytes(&json!({"TableName": table}))).await;
    done(table, &described)?;
    let described: Value = serde_json::from_slice(&described.body).map_err(|error| error.to_string())?;
    if described["Table"]["LatestStreamArn"].is_string() {
        return Ok(());
    }
    let change = json!({"TableName": table, "StreamSpecification": stream()});
    done(table, &engine.call(Action::UpdateTable, to_bytes(&change)).await)
}

fn done(table: &str, reply: &Reply) -> Result<(), String> {
    if reply.status == 200 { Ok(()) } else { Err(format!("{table}: {}", String::from_utf8_lossy(&reply.body))) }
}

fn to_bytes(value: &Value) -> Bytes {
    value.to_string().into()
}

fn stream() -> Value {
    json!({"StreamEnabled": true, "StreamViewType": "NEW_AND_OLD_IMAGES"})
}

fn definition(table: &str) -> Value {
    let key = |pk: &str, sk: &str| json!([{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]);
    let text = |name: &str| json!({"AttributeName": name, "AttributeType": "S"});
    json!({
        "TableName": table,
        "BillingMode": "PAY_PER_REQUEST",
        "KeySchema": key("pk", "sk"),
        "AttributeDefinitions": [text("pk"), text("sk"), text("gsi1pk"), text("gsi1sk")],
        "GlobalSecondaryIndexes": [{
            "IndexName": "gsi1",
            "KeySchema": key("gsi1pk", "gsi1sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"},
        }],
        "StreamSpecification": stream(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn tables_of_an_older_state_get_a_stream_and_keep_the_one_they_have() {
        let engine = Engine::memory().unwrap();
        let mut old = definition(POOL_TABLE);
        old.as_object_mut().unwrap().remove("StreamSpecification");
        assert_eq!(engine.call(Action::CreateTable, to_bytes(&old)).await.status, 200);
        let mut arns = Vec::new();
        for _ in 0..2 {
            ensure(&engine).await.unwrap();
            for table in [PLATFORM_TABLE, POOL_TABLE] {
                let reply = engine.call(Action::DescribeTable, to_bytes(&json!({"TableName": table}))).await;
                let described: Value = serde_json::from_slice(&reply.body).unwrap();
                assert_eq!(described["Table"]["StreamSpecification"], stream());
                arns.push(described["Table"]["LatestStreamArn"].clone());
            }
        }
        assert!(arns[0].is_string() && arns[..2] == arns[2..]);
    }
}
