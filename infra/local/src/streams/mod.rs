//! The streams of all tables, handed to the operations that follow them, as event source mappings do in the cloud: at
//! least once, in order for each key, each operation at its own pace.

mod checkpoint;
mod consumer;
mod disorder;
mod feed;
mod window;
mod work;

use crate::{functions::Functions, registry, tables};
use checkpoint::Checkpoint;
use consumer::Consumer;
use disorder::Disorder;
use feed::Feed;
use medilink_dynamo::{Action, Engine};
use medilink_edge::{Platform, Registered};
use medilink_kernel::Clock;
use medilink_operation::{
    Trigger,
    policy::{PLATFORM_TABLE, POOL_TABLE, SILO_TABLE_PREFIX},
};
use serde_json::{Value, json};
use std::{collections::HashMap, path::PathBuf, sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// How often it is looked for tables that are new.
const LOOK: Duration = Duration::from_secs(1);

/// How often what everybody has had is dropped.
const TRIM: Duration = Duration::from_secs(600);

/// Follows the streams.
pub struct Streams {
    /// The engine.
    pub engine: Arc<Engine>,
    /// Where operations run.
    pub functions: Functions,
    /// Where what they cannot follow is set aside.
    pub platform: Arc<Platform>,
    /// How it is waited.
    pub clock: Arc<dyn Clock>,
    /// Where checkpoints are.
    pub folder: PathBuf,
    /// The seed of what goes wrong, for tests.
    pub disorder: Option<u64>,
}

impl Streams {
    /// Follows until dropped.
    pub async fn run(self) {
        let mut followed: HashMap<String, JoinSet<()>> = HashMap::new();
        loop {
            match self.tables().await {
                Ok(tables) => {
                    followed.retain(|table, _| tables.contains(table));
                    for table in tables {
                        if followed.contains_key(&table) {
                            continue;
                        }
                        match self.follow(&table).await {
                            Ok(tasks) => drop(followed.insert(table, tasks)),
                            Err(error) => tracing::error!(table, error, "a stream cannot be followed"),
                        }
                    }
                }
                Err(error) => tracing::error!(error, "the tables cannot be listed"),
            }
            self.clock.sleep(LOOK).await;
        }
    }

    /// The tables that somebody follows.
    async fn tables(&self) -> Result<Vec<String>, String> {
        let mut tables = vec![PLATFORM_TABLE.to_owned()];
        if !registry::operations().any(|o| matches!(o.spec().trigger, Trigger::TenantStream(_))) {
            return Ok(tables);
        }
        tables.push(POOL_TABLE.to_owned());
        let mut start = Value::Null;
        loop {
            let mut request = json!({});
            if !start.is_null() {
                request["ExclusiveStartTableName"] = start;
            }
            let page = feed::call(&self.engine, Action::ListTables, request).await?;
            let names = page["TableNames"].as_array().into_iter().flatten().filter_map(Value::as_str);
            tables.extend(names.filter(|name| name.starts_with(SILO_TABLE_PREFIX)).map(str::to_owned));
            start = page["LastEvaluatedTableName"].clone();
            if start.is_null() {
                return Ok(tables);
            }
        }
    }

    async fn follow(&self, table: &str) -> Result<JoinSet<()>, String> {
        // The table of a silo may be older than the streams of tenants.
        tables::tell_changes(&self.engine, table).await?;
        let platform = table == PLATFORM_TABLE;
        let feed = Feed::open(self.engine.clone(), table, if platform { by_platform } else { by_tenants }).await?;
        let feed = Arc::new(feed);
        let mut tasks = JoinSet::new();
        let wants = if platform { of_platform } else { of_tenants };
        let mut checkpoints = Vec::new();
        for operation in registry::operations().filter(|operation| follows(operation, table)) {
            let id = operation.spec().id;
            checkpoints.push(Checkpoint::new(&self.folder, table, id).map_err(|error| error.to_string())?);
            let consumer = Consumer {
                operation,
                wants,
                feed: feed.clone(),
                functions: self.functions.clone(),
                platform: self.platform.clone(),
                clock: self.clock.clone(),
                checkpoint: Checkpoint::new(&self.folder, table, id).map_err(|error| error.to_string())?,
                disorder: self.disorder.map(|seed| Disorder::new(seed, id, table)),
            };
            tasks.spawn(consumer.run());
        }
        let clock = self.clock.clone();
        tasks.spawn(async move { feed.watch(&*clock).await });
        let (engine, clock, table) = (self.engine.clone(), self.clock.clone(), table.to_owned());
        tasks.spawn(async move {
            loop {
                clock.sleep(TRIM).await;
                trim(&engine, &table, &checkpoints).await;
            }
        });
        Ok(tasks)
    }
}

/// Drops what every follower of a table has had, where it is older than a day; one that has not begun keeps everything.
async fn trim(engine: &Engine, table: &str, checkpoints: &[Checkpoint]) {
    let Some(lowest) = checkpoints.iter().map(Checkpoint::read).min() else { return };
    let reply = engine.trim(table, lowest.number()).await;
    if reply.status != 200 {
        tracing::warn!(table, "old stream records could not be dropped");
    }
}

/// Whether an operation follows a table: the platform's all do, for their dead letters are there.
fn follows(operation: &Registered, table: &str) -> bool {
    match operation.spec().trigger {
        Trigger::Stream(_) => table == PLATFORM_TABLE,
        Trigger::TenantStream(_) => true,
        _ => false,
    }
}

/// Whether anybody wants to know of a change in this partition of the platform's table.
fn by_platform(pk: &str) -> bool {
    registry::operations().any(|operation| follows(operation, PLATFORM_TABLE) && of_platform(operation, pk))
}

/// The same in a table of tenants.
fn by_tenants(pk: &str) -> bool {
    registry::operations().any(|operation| follows(operation, POOL_TABLE) && of_tenants(operation, pk))
}

fn of_platform(operation: &Registered, pk: &str) -> bool {
    operation.spec().follows_platform(pk)
}

fn of_tenants(operation: &Registered, pk: &str) -> bool {
    operation.spec().follows_tenants(pk)
}
