//! The stream of one table: one look at the engine for all who follow it, who are woken where there is something new.

use super::window::{Place, Seen, Window};
use medilink_dynamo::{Action, Engine, Stream};
use medilink_kernel::Clock;
use serde_json::{Value, json};
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::watch;

/// How often it is looked: what comes meanwhile is read in one go.
const PAUSE: Duration = Duration::from_millis(25);
/// Wanted records that are read in one go.
const PAGE: usize = 500;

/// A table's stream.
pub struct Feed {
    engine: Arc<Engine>,
    stream: Stream,
    wanted: fn(&str) -> bool,
    window: Mutex<Window>,
    newest: watch::Sender<Place>,
}

impl Feed {
    /// The stream of a table, from its present end on; what nobody wants by its partition key is passed over.
    pub async fn open(engine: Arc<Engine>, table: &str, wanted: fn(&str) -> bool) -> Result<Self, String> {
        let described = call(&engine, Action::DescribeTable, json!({"TableName": table})).await?;
        let arn = described["Table"]["LatestStreamArn"].as_str().ok_or("the table has no stream")?.to_owned();
        let stream = Stream { table: table.to_owned(), arn };
        let newest = Place::of(engine.last_change(table).await.map_err(|error| error.to_string())?);
        let window = Mutex::new(Window::new(newest));
        Ok(Self { engine, stream, wanted, window, newest: watch::Sender::new(newest) })
    }

    /// The table, and the name by which records say where they come from.
    pub const fn stream(&self) -> &Stream {
        &self.stream
    }

    /// Tells of new records: who has marked the news as seen before reading misses none.
    pub fn news(&self) -> watch::Receiver<Place> {
        self.newest.subscribe()
    }

    /// What is wanted after a place, at most so many. What is older than the stream keeps is gone.
    pub async fn after(&self, place: Place, most: usize, wants: impl Fn(&str) -> bool + Send) -> Result<Seen, String> {
        if let Some(seen) = self.window().after(place, most, &wants) {
            return Ok(seen);
        }
        let changes = self.engine.changes(&self.stream, place.number(), most, wants).await;
        Ok(changes.map_err(|error| error.to_string())?.into())
    }

    /// Looks for new records, until dropped.
    pub async fn watch(&self, clock: &dyn Clock) {
        loop {
            match self.look().await {
                Ok(true) => {}
                Ok(false) => clock.sleep(PAUSE).await,
                Err(error) => {
                    tracing::error!(error, stream = self.stream.arn, "a stream cannot be read");
                    clock.sleep(PAUSE * 40).await;
                }
            }
        }
    }

    /// Looks once; whether there is more already.
    async fn look(&self) -> Result<bool, String> {
        let before = self.window().newest();
        let changes = self.engine.changes(&self.stream, before.number(), PAGE, self.wanted).await;
        let changes = changes.map_err(|error| error.to_string())?;
        let (more, newest) = (changes.more, Place::of(changes.through));
        if newest == before {
            self.window().clear();
            return Ok(false);
        }
        self.window().extend(changes.into());
        self.newest.send_replace(newest);
        Ok(more)
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
