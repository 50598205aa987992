//! The engine on a file: durability, atomicity, readers beside the writer, streams, and what the domains rely on.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::Arc;

use crate::common::{TABLE, create_table};
use medilink_dynamo::{Action, Engine, Reply};
use serde_json::{Value, json};

async fn call(engine: &Engine, action: Action, request: Value) -> (u16, Value) {
    let Reply { status, body } = engine.call(action, request.to_string().into()).await;
    (status, serde_json::from_slice(&body).unwrap())
}

fn put(pk: &str, n: usize) -> Value {
    json!({"Put": {"TableName": TABLE, "Item": {"pk": {"S": pk}, "sk": {"S": format!("{n:06}")}},
        "ConditionExpression": "attribute_not_exists(pk)"}})
}

async fn count(engine: &Engine, pk: &str) -> usize {
    let query = json!({"TableName": TABLE, "KeyConditionExpression": "pk = :p", "Select": "COUNT",
        "ExpressionAttributeValues": {":p": {"S": pk}}, "ConsistentRead": true});
    let (status, page) = call(engine, Action::Query, query).await;
    assert_eq!(status, 200, "{page}");
    usize::try_from(page["Count"].as_u64().unwrap()).unwrap()
}

/// Writes three items at a time and says each number once it is acknowledged, until it is killed.
async fn write_until_killed(path: &Path) {
    let engine = Arc::new(Engine::open(path).unwrap());
    create_table(&engine).await;
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..8 {
        let engine = Arc::clone(&engine);
        tasks.spawn(async move {
            for n in (lane..100_000).step_by(8) {
                let items = json!({"TransactItems": [put("A", n), put("B", n), put("C", n)]});
                let (status, reply) = call(&engine, Action::TransactWriteItems, items).await;
                assert_eq!(status, 200, "{reply}");
                std::io::stdout().write_all(format!("ACK {n}\n").as_bytes()).unwrap();
            }
        });
    }
    while tasks.join_next().await.is_some() {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_process_keeps_what_it_acknowledged_and_no_half() {
    const CHILD: &str = "MEDILINK_TEST_DATABASE";
    if let Some(path) = std::env::var_os(CHILD) {
        return write_until_killed(Path::new(&path)).await;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dynamo.db");
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "engine::a_killed_process_keeps_what_it_acknowledged_and_no_half", "--nocapture"])
        .env(CHILD, &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut acknowledged = Vec::new();
    for line in BufReader::new(child.stdout.take().unwrap()).lines() {
        if let Some(n) = line.unwrap().strip_prefix("ACK ") {
            acknowledged.push(n.parse::<usize>().unwrap());
        }
        if acknowledged.len() == 150 {
            break;
        }
    }
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(acknowledged.len(), 150);
    let engine = Engine::open(&path).unwrap();
    for n in acknowledged {
        let key = json!({"TableName": TABLE, "Key": {"pk": {"S": "C"}, "sk": {"S": format!("{n:06}")}}});
        assert!(call(&engine, Action::GetItem, key).await.1["Item"].is_object(), "{n} is lost");
    }
    let (a, b, c) = (count(&engine, "A").await, count(&engine, "B").await, count(&engine, "C").await);
    assert!(a == b && b == c && a >= 150, "{a} {b} {c}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn every_read_sees_every_write_answered_before_it() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Arc::new(Engine::open(&folder.path().join("dynamo.db")).unwrap());
    create_table(&engine).await;
    let mut tasks = tokio::task::JoinSet::new();
    for lane in 0..8 {
        let engine = Arc::clone(&engine);
        tasks.spawn(async move {
            let pk = format!("L#{lane}");
            for n in 0..20 {
                let items = json!({"TransactItems": [put(&pk, n)]});
                assert_eq!(call(&engine, Action::TransactWriteItems, items).await.0, 200);
                assert_eq!(count(&engine, &pk).await, n + 1);
            }
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap();
    }
}

#[tokio::test]
async fn readers_follow_changes_of_tables() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(&folder.path().join("dynamo.db")).unwrap();
    create_table(&engine).await;
    assert_eq!(count(&engine, "A").await, 0);
    call(&engine, Action::TransactWriteItems, json!({"TransactItems": [put("A", 1)]})).await;
    assert_eq!(count(&engine, "A").await, 1);
    assert_eq!(call(&engine, Action::DeleteTable, json!({"TableName": TABLE})).await.0, 200);
    for _ in 0..4 {
        let (status, error) = call(&engine, Action::DescribeTable, json!({"TableName": TABLE})).await;
        assert_eq!(status, 400);
        assert!(error["__type"].as_str().unwrap().ends_with("ResourceNotFoundException"));
    }
    create_table(&engine).await;
    assert_eq!(count(&engine, "A").await, 0);
}

#[tokio::test]
async fn number_sets_hold_time_in_transactions() {
    let engine = Engine::memory().unwrap();
    create_table(&engine).await;
    let change = |verb: &str, cells: &[&str], condition: &str| {
        json!({"TransactItems": [{"Update": {"TableName": TABLE, "Key": {"pk": {"S": "DAY"}, "sk": {"S": "1"}},
            "UpdateExpression": format!("{verb} busy :cells"), "ConditionExpression": condition,
            "ExpressionAttributeValues": {":cells": {"NS": cells}, ":a": {"N": cells[0]}}}}]})
    };
    let free = "NOT contains(busy, :a)";
    assert_eq!(call(&engine, Action::TransactWriteItems, change("ADD", &["10", "11"], free)).await.0, 200);
    assert_eq!(call(&engine, Action::TransactWriteItems, change("ADD", &["1"], free)).await.0, 200, "1 is not 10");
    assert_eq!(call(&engine, Action::TransactWriteItems, change("ADD", &["11", "12"], free)).await.0, 400);
    assert_eq!(call(&engine, Action::TransactWriteItems, change("DELETE", &["11"], "contains(busy, :a)")).await.0, 200);
    assert_eq!(call(&engine, Action::TransactWriteItems, change("ADD", &["11", "12"], free)).await.0, 200);
}

#[tokio::test]
async fn an_indexed_item_costs_its_index_entry_too() {
    let engine = Engine::memory().unwrap();
    create_table(&engine).await;
    let mut indexed = put("A", 1);
    indexed["Put"]["Item"]["gsi1pk"] = json!({"S": "x"});
    indexed["Put"]["Item"]["gsi1sk"] = json!({"S": "y"});
    let request = json!({"TransactItems": [indexed, put("B", 1)], "ReturnConsumedCapacity": "TOTAL"});
    let (_, reply) = call(&engine, Action::TransactWriteItems, request).await;
    assert_eq!(reply["ConsumedCapacity"][0]["CapacityUnits"], json!(5.0));
}

#[tokio::test]
async fn a_stream_gives_each_change_once_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let engine = Engine::open(&folder.path().join("dynamo.db")).unwrap();
    create_table(&engine).await;
    for n in 0..5 {
        call(&engine, Action::TransactWriteItems, json!({"TransactItems": [put("A", n), put("B", n)]})).await;
    }
    let (_, streams) = call(&engine, Action::ListStreams, json!({"TableName": TABLE})).await;
    let arn = &streams["Streams"][0]["StreamArn"];
    let (_, stream) = call(&engine, Action::DescribeStream, json!({"StreamArn": arn})).await;
    let shard = &stream["StreamDescription"]["Shards"][0]["ShardId"];
    let start = json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
    let (_, iterator) = call(&engine, Action::GetShardIterator, start).await;
    let (_, page) = call(&engine, Action::GetRecords, json!({"ShardIterator": iterator["ShardIterator"]})).await;
    let keys: Vec<_> = page["Records"].as_array().unwrap().iter().map(|r| r["dynamodb"]["Keys"].clone()).collect();
    assert_eq!(keys.len(), 10);
    assert_eq!(keys[0], json!({"pk": {"S": "A"}, "sk": {"S": "000000"}}));
    let (_, rest) = call(&engine, Action::GetRecords, json!({"ShardIterator": page["NextShardIterator"]})).await;
    assert_eq!(rest["Records"], json!([]));
}

#[tokio::test]
async fn refusals_of_requests_are_dynamodbs() {
    let engine = Engine::memory().unwrap();
    let (status, error) =
        call(&engine, Action::GetItem, json!({"TableName": "nowhere", "Key": {"pk": {"S": "a"}}})).await;
    assert_eq!(
        (status, error["__type"].as_str().unwrap().rsplit('#').next()),
        (400, Some("ResourceNotFoundException"))
    );
    let (status, error) = call(&engine, Action::GetItem, json!({"TableName": "nowhere"})).await;
    assert_eq!(status, 400);
    assert!(error["__type"].as_str().unwrap().ends_with("ValidationException"), "{error}");
    assert!(!error["message"].as_str().unwrap().contains("VALIDATION:"), "{error}");
}
