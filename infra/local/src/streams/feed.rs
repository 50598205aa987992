//! The stream of one table: one look at the engine for all who follow it, who are woken where there is something new.

use super::window::{Entry, Place, Window};
use medilink_dynamo::{Action, Engine};
use medilink_kernel::Clock;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

const PAUSE: Duration = Duration::from_millis(50);
/// The engine gives no more at once.
const PAGE: usize = 1000;

/// A table's stream.
pub struct Feed {
    engine: Arc<Engine>,
    arn: String,
    shard: String,
    window: Mutex<Window>,
    newest: watch::Sender<Place>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Page {
    records: Vec<Box<RawValue>>,
    next_shard_iterator: Option<String>,
}

impl Feed {
    /// The stream of a table, from its present end on.
    pub async fn open(engine: Arc<Engine>, table: &str) -> Result<Self, String> {
        let described = call(&engine, Action::DescribeTable, json!({"TableName": table})).await?;
        let arn = described["Table"]["LatestStreamArn"].as_str().ok_or("the table has no stream")?.to_owned();
        let stream = call(&engine, Action::DescribeStream, json!({"StreamArn": arn})).await?;
        let shard = &stream["StreamDescription"]["Shards"][0];
        let newest = shard["SequenceNumberRange"]["EndingSequenceNumber"].as_str().and_then(Place::read);
        let newest = newest.unwrap_or_default();
        let shard = shard["ShardId"].as_str().ok_or("the stream has no shard")?.to_owned();
        let window = Mutex::new(Window::new(newest));
        Ok(Self { engine, arn, shard, window, newest: watch::Sender::new(newest) })
    }

    /// The name by which records say where they come from.
    pub fn arn(&self) -> &str {
        &self.arn
    }

    /// Tells of new records: who has marked the news as seen before reading misses none.
    pub fn news(&self) -> watch::Receiver<Place> {
        self.newest.subscribe()
    }

    /// What follows a place, at most so many. What is older than the stream keeps is gone: it goes on at the horizon.
    pub async fn after(&self, place: Place, most: usize) -> Result<Vec<Arc<Entry>>, String> {
        if let Some(entries) = self.window().after(place, most) {
            return Ok(entries);
        }
        let iterator = self.iterator(place).await?;
        let (entries, _) = self.read(&iterator, most.min(PAGE)).await?;
        Ok(entries.into_iter().map(Arc::new).collect())
    }

    /// Looks for new records, until dropped.
    pub async fn watch(&self, clock: &dyn Clock) {
        let mut iterator = None;
        loop {
            let looked = self.look(&mut iterator).await;
            match looked {
                Ok(true) => {}
                Ok(false) => clock.sleep(PAUSE).await,
                Err(error) => {
                    tracing::error!(error, stream = self.arn, "a stream cannot be read");
                    iterator = None;
                    clock.sleep(PAUSE * 20).await;
                }
            }
        }
    }

    async fn look(&self, iterator: &mut Option<String>) -> Result<bool, String> {
        let from = match iterator.take() {
            Some(from) => from,
            None => {
                let newest = self.window().newest();
                self.iterator(newest).await?
            }
        };
        let (entries, next) = self.read(&from, PAGE).await?;
        *iterator = next;
        let Some(newest) = entries.last().map(|entry| entry.place) else {
            self.window().clear();
            return Ok(false);
        };
        self.window().extend(entries);
        self.newest.send_replace(newest);
        Ok(true)
    }

    async fn iterator(&self, after: Place) -> Result<String, String> {
        let from = |kind: &str| json!({"StreamArn": self.arn, "ShardId": self.shard, "ShardIteratorType": kind});
        let mut place = from("AFTER_SEQUENCE_NUMBER");
        place["SequenceNumber"] = after.to_string().into();
        let found = if after.is_horizon() { None } else { self.call(Action::GetShardIterator, place).await.ok() };
        let answer = match found {
            Some(answer) => answer,
            None => self.call(Action::GetShardIterator, from("TRIM_HORIZON")).await?,
        };
        answer["ShardIterator"].as_str().map(str::to_owned).ok_or_else(|| "no iterator".into())
    }

    async fn read(&self, iterator: &str, most: usize) -> Result<(Vec<Entry>, Option<String>), String> {
        let request = json!({"ShardIterator": iterator, "Limit": most});
        let reply = self.engine.call(Action::GetRecords, request.to_string().into()).await;
        if reply.status != 200 {
            return Err(String::from_utf8_lossy(&reply.body).into_owned());
        }
        let page: Page = serde_json::from_slice(&reply.body).map_err(|error| error.to_string())?;
        let entries = page.records.into_iter().map(Entry::read).collect::<Result<_, _>>()?;
        Ok((entries, page.next_shard_iterator))
    }

    async fn call(&self, action: Action, request: Value) -> Result<Value, String> {
        call(&self.engine, action, request).await
    }

    fn window(&self) -> MutexGuard<'_, Window> {
        self.window.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A call of the engine, past the guard: streams are the platform's own machinery.
pub async fn call(engine: &Engine, action: Action, request: Value) -> Result<Value, String> {
    let reply = engine.call(action, request.to_string().into()).await;
    if reply.status != 200 {
        return Err(String::from_utf8_lossy(&reply.body).into_owned());
    }
    serde_json::from_slice(&reply.body).map_err(|error| error.to_string())
}
