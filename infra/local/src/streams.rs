//! The platform table's stream, handed to the operations that follow it: at least once, in order, with a checkpoint
//! that survives a restart. A record that fails again and again is set aside, and blocks nobody.

use crate::{functions::Functions, registry};
use aws_lambda_events::dynamodb::Event;
use medilink_dynamo::{Action, Engine};
use medilink_edge::{Handler, Registered};
use medilink_kernel::Clock;
use medilink_operation::{Trigger, policy::PLATFORM_TABLE};
use serde_json::{Value, json};
use std::{
    io::Write,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

const PAUSE: Duration = Duration::from_millis(50);
const TRIES: u32 = 5;

/// Follows the stream.
pub struct Streams {
    engine: Arc<Engine>,
    functions: Functions,
    clock: Arc<dyn Clock>,
    folder: PathBuf,
}

impl Streams {
    /// A follower that keeps its checkpoint in `folder`.
    pub fn new(engine: Arc<Engine>, functions: Functions, clock: Arc<dyn Clock>, folder: &Path) -> Self {
        Self { engine, functions, clock, folder: folder.to_owned() }
    }

    /// Follows until dropped.
    pub async fn run(self) {
        let mut iterator = None;
        loop {
            match self.turn(iterator.take()).await {
                Ok((next, busy)) => {
                    iterator = next;
                    if !busy {
                        self.clock.sleep(PAUSE).await;
                    }
                }
                Err(error) => {
                    tracing::error!(error, "the stream cannot be read");
                    self.clock.sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    async fn turn(&self, iterator: Option<String>) -> Result<(Option<String>, bool), String> {
        let iterator = match iterator {
            Some(iterator) => iterator,
            None => self.iterator().await?,
        };
        let answer = self.call(Action::GetRecords, json!({"ShardIterator": iterator, "Limit": 100})).await?;
        let records = answer["Records"].as_array().cloned().unwrap_or_default();
        for record in &records {
            self.deliver(record).await?;
        }
        // A cut in the middle brings the whole batch again: followers bear repeats.
        if let Some(sequence) = records.last().and_then(|record| record["dynamodb"]["SequenceNumber"].as_str()) {
            self.keep(sequence)?;
        }
        Ok((answer["NextShardIterator"].as_str().map(str::to_owned), !records.is_empty()))
    }

    async fn deliver(&self, record: &Value) -> Result<(), String> {
        let pk = record["dynamodb"]["Keys"]["pk"]["S"].as_str().unwrap_or_default();
        for operation in followers(pk) {
            let event = |record: &Value| {
                serde_json::from_value::<Event>(json!({"Records": [as_event(record)]})).map_err(|e| e.to_string())
            };
            let mut attempt = 0;
            loop {
                attempt += 1;
                // What cannot be read is no less poison than what cannot be done.
                let report = match event(record) {
                    Ok(event) => self.functions.stream(operation, event, "stream").await,
                    Err(error) => Err(error),
                };
                let failed =
                    report.as_ref().map_or(true, |r| r["batchItemFailures"].as_array().is_some_and(|f| !f.is_empty()));
                if !failed {
                    break;
                }
                if attempt >= TRIES {
                    self.set_aside(operation, record)?;
                    break;
                }
                self.clock.sleep(PAUSE * (1 << attempt)).await;
            }
        }
        Ok(())
    }

    /// The dead-letter list: keys and operation, no content.
    fn set_aside(&self, operation: &Registered, record: &Value) -> Result<(), String> {
        tracing::error!(operation = operation.spec().id, "a stream record is set aside");
        let line = json!({"operation": operation.spec().id, "sequence": record["dynamodb"]["SequenceNumber"]});
        let mut file = std::fs::OpenOptions::new()
            .append(true)
            .create(true)
            .open(self.folder.join("dead-letters.jsonl"))
            .map_err(|e| e.to_string())?;
        writeln!(file, "{line}").map_err(|e| e.to_string())
    }

    async fn iterator(&self) -> Result<String, String> {
        let table = self.call(Action::DescribeTable, json!({"TableName": PLATFORM_TABLE})).await?;
        let arn = table["Table"]["LatestStreamArn"].as_str().ok_or("the table has no stream")?.to_owned();
        let stream = self.call(Action::DescribeStream, json!({"StreamArn": arn})).await?;
        let shard =
            stream["StreamDescription"]["Shards"][0]["ShardId"].as_str().ok_or("the stream has no shard")?.to_owned();
        let start = json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "TRIM_HORIZON"});
        let from_checkpoint = self.checkpoint().map(|sequence| {
            json!({"StreamArn": arn, "ShardId": shard, "ShardIteratorType": "AFTER_SEQUENCE_NUMBER", "SequenceNumber": sequence})
        });
        // A checkpoint older than what the stream keeps: everything there is, once more; followers bear repeats.
        let answer = match from_checkpoint {
            Some(request) => match self.call(Action::GetShardIterator, request).await {
                Ok(answer) => answer,
                Err(_) => self.call(Action::GetShardIterator, start).await?,
            },
            None => self.call(Action::GetShardIterator, start).await?,
        };
        answer["ShardIterator"].as_str().map(str::to_owned).ok_or_else(|| "no iterator".into())
    }

    async fn call(&self, action: Action, request: Value) -> Result<Value, String> {
        let reply = self.engine.call(action, request.to_string().into()).await;
        if reply.status != 200 {
            return Err(String::from_utf8_lossy(&reply.body).into_owned());
        }
        serde_json::from_slice(&reply.body).map_err(|e| e.to_string())
    }

    fn checkpoint(&self) -> Option<String> {
        std::fs::read_to_string(self.folder.join("stream-checkpoint")).ok().filter(|text| !text.is_empty())
    }

    /// Written aside and renamed: a cut leaves the older checkpoint, and so a repeat, never a gap.
    fn keep(&self, sequence: &str) -> Result<(), String> {
        let (fresh, path) = (self.folder.join("stream-checkpoint.new"), self.folder.join("stream-checkpoint"));
        std::fs::write(&fresh, sequence).and_then(|()| std::fs::rename(&fresh, &path)).map_err(|e| e.to_string())
    }
}

fn followers(pk: &str) -> impl Iterator<Item = &'static Registered> {
    registry::operations().filter(move |operation| match (operation.handler, operation.spec().trigger) {
        (Handler::Stream(_), Trigger::Stream(keys)) => pk.starts_with(keys),
        _ => false,
    })
}

/// The engine's record with the members that Lambda adds.
fn as_event(record: &Value) -> Value {
    let mut record = record.clone();
    let change = &mut record["dynamodb"];
    for image in ["NewImage", "OldImage"] {
        if change[image].is_null() {
            change[image] = json!({});
        }
    }
    for (name, value) in [("awsRegion", "local"), ("eventSource", "aws:dynamodb"), ("eventVersion", "1.1")] {
        if record[name].is_null() {
            record[name] = json!(value);
        }
    }
    record
}
