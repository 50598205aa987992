//! The embedded DynamoDB itself: no policy, no faults, every action as it is.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use dynoxide::DynoxideError;
use dynoxide::storage::Storage;
use thiserror::Error;

use crate::changes::{self, Changes, Stream};
use crate::log::Log;
use crate::progress::Touched;
use crate::readers::Readers;
use crate::writer::Writer;
use crate::{Action, Reply, dispatch};

/// The writer syncs the log itself, and a bigger log makes checkpoints rarer.
const SETUP: &str = "PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16000; PRAGMA wal_autocheckpoint = 4000;";

/// The library numbers and reads stream records by this expression; without an index on it every write to a table
/// with a stream walks through all records that the table ever had.
const INDEXES: &str = "CREATE INDEX IF NOT EXISTS medilink_stream_sequence \
        ON _stream_records (table_name, CAST(sequence_number AS INTEGER)); \
    CREATE INDEX IF NOT EXISTS medilink_stream_shard \
        ON _stream_records (table_name, shard_id, CAST(sequence_number AS INTEGER));";

/// Why a database could not be opened.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database file is unreadable, locked, or from a newer version.
    #[error("{path}: {source}")]
    Database {
        /// The database file.
        path: PathBuf,
        /// What the engine said.
        source: DynoxideError,
    },
    /// The log beside it, or the writing thread.
    #[error("{path}: {source}")]
    Io {
        /// The database file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// SQLite takes a path as text.
    #[error("{0}: not a path of Unicode characters")]
    Path(PathBuf),
}

/// The embedded DynamoDB.
pub struct Engine {
    writer: Writer,
    readers: Option<Readers>,
}

impl Engine {
    /// Opens or creates the database file; its folder must exist.
    ///
    /// # Errors
    /// If the file or its log cannot be opened.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, true)
    }

    /// The same for tests that cut no power: a write is answered before it is on the disk. What is killed loses nothing.
    ///
    /// # Errors
    /// As [`Engine::open`].
    pub fn unsynced(path: &Path) -> Result<Self, OpenError> {
        Self::open_with(path, false)
    }

    fn open_with(path: &Path, sync: bool) -> Result<Self, OpenError> {
        let database = |source| OpenError::Database { path: path.to_owned(), source };
        let io = |source| OpenError::Io { path: path.to_owned(), source };
        let storage = Storage::new(path.to_str().ok_or_else(|| OpenError::Path(path.to_owned()))?).map_err(database)?;
        prepare(&storage).map_err(database)?;
        let log = Log::of(path).map_err(io)?;
        log.sync().map_err(io)?;
        let readers = Readers::open(path.to_owned()).map_err(database)?;
        Ok(Self { writer: Writer::start(storage, sync.then_some(log)).map_err(io)?, readers: Some(readers) })
    }

    /// A database in memory, gone with the engine.
    ///
    /// # Errors
    /// If the thread cannot be started.
    pub fn memory() -> Result<Self, OpenError> {
        let path = PathBuf::from(":memory:");
        let database = |source| OpenError::Database { path: path.clone(), source };
        let storage = Storage::memory().map_err(database)?;
        prepare(&storage).map_err(database)?;
        let writer = Writer::start(storage, None).map_err(|source| OpenError::Io { path: path.clone(), source })?;
        Ok(Self { writer, readers: None })
    }

    /// Performs one action. A write is answered when it is durable; a read sees every write answered before it.
    pub async fn call(&self, action: Action, body: Bytes) -> Reply {
        self.call_on(Touched::Anything, action, body).await
    }

    /// The same where it is known what the call touches: a read then waits for nobody's writes but those.
    pub(crate) async fn call_on(&self, touched: Touched, action: Action, body: Bytes) -> Reply {
        let Some(readers) = self.readers.as_ref().filter(|_| action.is_read()) else {
            return self.writer.call(action, body, touched).await;
        };
        let progress = self.writer.progress();
        // Reading here costs less than handing the read to another thread and waiting for it.
        let reply = match readers.read(progress.tables(), |storage| dispatch::perform(storage, action, &body)) {
            Ok(reply) => reply,
            Err(error) => return error.into(),
        };
        if progress.settled(&touched).await { reply } else { Reply::internal("the writer has stopped") }
    }

    /// What follows a number in a table's stream and is wanted by its partition key, at most so many; all of it is durable.
    ///
    /// # Errors
    /// Where the database cannot be read. One in memory has nobody who follows it.
    pub async fn changes(
        &self,
        stream: &Stream,
        number: i64,
        most: usize,
        wants: impl Fn(&str) -> bool + Send,
    ) -> Result<Changes, DynoxideError> {
        self.follow(|storage| changes::after(storage, stream, number, most, wants)).await
    }

    /// The number of the last record in a table's stream; 0 before the first.
    ///
    /// # Errors
    /// As [`Engine::changes`].
    pub async fn last_change(&self, table: &str) -> Result<i64, DynoxideError> {
        self.follow(|storage| changes::last(storage, table)).await
    }

    async fn follow<T>(&self, read: impl FnOnce(&Storage) -> Result<T, DynoxideError>) -> Result<T, DynoxideError> {
        let nobody = || DynoxideError::InternalServerError("a database in memory is not followed".to_owned());
        let (readers, progress) = (self.readers.as_ref().ok_or_else(nobody)?, self.writer.progress());
        let found = readers.read(progress.tables(), read)??;
        let stopped = || DynoxideError::InternalServerError("the writer has stopped".to_owned());
        if progress.settled(&Touched::Anything).await { Ok(found) } else { Err(stopped()) }
    }

    /// Drops the stream records of a table that nobody needs: those older than a day that lie before this sequence number,
    /// up to which everybody who follows the table has come. Whoever was away for longer still finds the others.
    pub async fn trim(&self, table: &str, before: i64) -> Reply {
        self.writer.trim(table, before).await
    }
}

fn prepare(storage: &Storage) -> Result<(), DynoxideError> {
    storage.conn().execute_batch(SETUP)?;
    Ok(storage.conn().execute_batch(INDEXES)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::writer;

    const TABLE: &[u8] = br#"{"TableName": "table", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
        "StreamSpecification": {"StreamEnabled": true, "StreamViewType": "KEYS_ONLY"}}"#;

    fn storage() -> Storage {
        let storage = Storage::memory().unwrap();
        prepare(&storage).unwrap();
        assert_eq!(dispatch::perform(&storage, Action::CreateTable, TABLE).status, 200);
        storage
    }

    #[test]
    fn numbering_a_stream_record_does_not_walk_through_the_others() {
        let plan = "EXPLAIN QUERY PLAN SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) + 1 \
            FROM _stream_records WHERE table_name = 'table'";
        let plan: String = storage().conn().query_row(plan, [], |row| row.get(3)).unwrap();
        assert!(plan.contains("medilink_stream_sequence"), "{plan}");
    }

    #[test]
    fn stream_records_are_kept_for_a_day_and_until_everybody_has_had_them() {
        let storage = storage();
        for number in ["1", "2", "3"] {
            storage.insert_stream_record("table", "INSERT", "{}", None, None, number, "shard", 1).unwrap();
        }
        let put = br#"{"TableName": "table", "Item": {"pk": {"S": "new"}}}"#;
        assert_eq!(dispatch::perform(&storage, Action::PutItem, put).status, 200);
        let count = || -> u64 {
            storage.conn().query_row("SELECT COUNT(*) FROM _stream_records", [], |row| row.get(0)).unwrap()
        };
        prepare(&storage).unwrap();
        assert_eq!(count(), 4, "none goes when the database is opened");
        for (before, left) in [(0, 4), (3, 2), (i64::MAX, 1)] {
            writer::trim(&storage, "other", before).unwrap();
            writer::trim(&storage, "table", before).unwrap();
            assert_eq!(count(), left, "{before}");
        }
    }
}
