//! What DynamoDB and S3 remove by themselves when its time is over: items past their `ttl`, and arrivals that nobody came
//! for. As there, it takes a while, and nobody may rely on the hour.

use jiff::{SignedDuration, Timestamp};
use medilink_blobs::{ARRIVALS, ARRIVALS_DAYS};
use medilink_dynamo::{Action, Engine};
use medilink_kernel::Clock;
use medilink_objects::Objects;
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};

const PAUSE: Duration = Duration::from_secs(3600);

/// Removes what is over, now and every hour, until dropped.
pub async fn run(engine: Arc<Engine>, objects: Objects, clock: Arc<dyn Clock>) {
    loop {
        if let Err(error) = turn(&engine, &objects, clock.now()).await {
            tracing::error!(error, "what is over cannot be removed");
        }
        clock.sleep(PAUSE).await;
    }
}

/// Removes what is over at this hour.
pub async fn turn(engine: &Engine, objects: &Objects, now: Timestamp) -> Result<(), String> {
    let tables = call(engine, Action::ListTables, json!({})).await?;
    for table in tables["TableNames"].as_array().into_iter().flatten() {
        items(engine, table, now).await?;
    }
    let objects = objects.clone();
    tokio::task::spawn_blocking(move || arrivals(&objects, now)).await.map_err(|e| e.to_string())?
}

async fn items(engine: &Engine, table: &Value, now: Timestamp) -> Result<(), String> {
    let (names, now) = (json!({"#ttl": "ttl"}), json!({":now": {"N": now.as_second().to_string()}}));
    let mut start = Value::Null;
    loop {
        let mut page = json!({
            "TableName": table, "FilterExpression": "#ttl < :now", "ProjectionExpression": "pk, sk",
            "ExpressionAttributeNames": names, "ExpressionAttributeValues": now,
        });
        if !start.is_null() {
            page["ExclusiveStartKey"] = start;
        }
        let page = call(engine, Action::Scan, page).await?;
        for key in page["Items"].as_array().into_iter().flatten() {
            // It may have been given more time since it was looked at.
            let delete = json!({
                "TableName": table, "Key": key, "ConditionExpression": "#ttl < :now",
                "ExpressionAttributeNames": names, "ExpressionAttributeValues": now,
            });
            match engine.call(Action::DeleteItem, delete.to_string().into()).await {
                reply if reply.status == 200 || is_condition(&reply.body) => {}
                reply => return Err(String::from_utf8_lossy(&reply.body).into_owned()),
            }
        }
        start = page["LastEvaluatedKey"].clone();
        if start.is_null() {
            return Ok(());
        }
    }
}

fn is_condition(body: &[u8]) -> bool {
    let refusal: Value = serde_json::from_slice(body).unwrap_or_default();
    refusal["__type"].as_str().is_some_and(|kind| kind.ends_with("ConditionalCheckFailedException"))
}

async fn call(engine: &Engine, action: Action, request: Value) -> Result<Value, String> {
    let reply = engine.call(action, request.to_string().into()).await;
    if reply.status != 200 {
        return Err(String::from_utf8_lossy(&reply.body).into_owned());
    }
    serde_json::from_slice(&reply.body).map_err(|e| e.to_string())
}

fn arrivals(objects: &Objects, now: Timestamp) -> Result<(), String> {
    let kept = SignedDuration::from_hours(24 * i64::from(ARRIVALS_DAYS));
    let disk = objects.disk();
    for object in disk.list(ARRIVALS).map_err(|e| e.to_string())? {
        if now.duration_since(object.created) > kept {
            disk.delete(&object.key).map_err(|e| e.to_string())?;
        }
    }
    Ok(())
}
