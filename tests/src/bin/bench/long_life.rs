//! A patient with a long past. It is written past the API, while the server is down: who wanted to examine somebody five
//! thousand times would wait long for one row.

use jiff::{Timestamp, ToSpan};
use medilink_dynamo::{Action, Engine};
use medilink_testkit::Actor;
use serde_json::{Value, json};
use std::path::Path;

/// So many consultations.
const ENTRIES: i64 = 5_000;
/// So many of them are one write, each with its line in the patient's index.
const AT_ONCE: usize = 12;

const PLATFORM: &str = "medilink-platform";
const POOL: &str = "medilink-pool";

/// Repeats the patient's latest consultation, an hour earlier each time.
pub async fn write(data: &Path, patient: &Actor) -> Result<(), String> {
    let engine = Engine::open(&data.join("store.sqlite")).map_err(|e| e.to_string())?;
    let bare = patient.id().rsplit('_').next().unwrap_or_default();
    let line = first(&engine, PLATFORM, &format!("P#{bare}#"), "REC#CON#").await?;
    let practice = line["tenantId"]["S"].as_str().and_then(|id| id.rsplit('_').next()).unwrap_or_default();
    let id = line["id"]["S"].as_str().unwrap_or_default();
    let consultation = first(&engine, POOL, &format!("T#{practice}#CON#{id}"), "-").await?;
    let at: Timestamp = line["at"]["S"].as_str().unwrap_or_default().parse().map_err(|_| "a line without its time")?;
    let numbers: Vec<i64> = (1..=ENTRIES).collect();
    for some in numbers.chunks(AT_ONCE) {
        let (mut lines, mut consultations) = (Vec::new(), Vec::new());
        for n in some {
            let (mut line, mut consultation) = (line.clone(), consultation.clone());
            let (id, at) = (format!("01JZ{n:022}"), at.saturating_sub(n.hours()).map_err(|e| e.to_string())?);
            line["sk"]["S"] = format!("REC#CON#{:020}#{id}", at.as_second()).into();
            line["id"]["S"] = id.as_str().into();
            line["at"]["S"] = at.to_string().into();
            consultation["pk"]["S"] = format!("T#{practice}#CON#{id}").into();
            consultation["consultationId"]["S"] = format!("con_{id}").into();
            lines.push(json!({"PutRequest": {"Item": line}}));
            consultations.push(json!({"PutRequest": {"Item": consultation}}));
        }
        let request = json!({"RequestItems": {PLATFORM: lines, POOL: consultations}});
        call(&engine, Action::BatchWriteItem, request).await?;
    }
    Ok(())
}

/// The first item of a partition whose sort key begins so.
async fn first(engine: &Engine, table: &str, pk: &str, sk: &str) -> Result<Value, String> {
    let request = json!({
        "TableName": table,
        "KeyConditionExpression": "pk = :pk AND begins_with(sk, :sk)",
        "ExpressionAttributeValues": {":pk": {"S": pk}, ":sk": {"S": sk}},
        "Limit": 1,
    });
    let found = call(engine, Action::Query, request).await?["Items"][0].take();
    if found.is_null() { Err(format!("nothing at {sk}")) } else { Ok(found) }
}

async fn call(engine: &Engine, action: Action, request: Value) -> Result<Value, String> {
    let reply = engine.call(action, request.to_string().into()).await;
    if reply.status != 200 {
        return Err(String::from_utf8_lossy(&reply.body).into_owned());
    }
    serde_json::from_slice(&reply.body).map_err(|e| e.to_string())
}
