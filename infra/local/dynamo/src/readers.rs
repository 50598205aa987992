//! Connections that only read, so that a read never waits for a write or its sync.

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError, TryLockError};

use dynoxide::DynoxideError;
use dynoxide::storage::Storage;

/// The page cache of each is small: the operating system has the pages too.
const SETUP: &str = "PRAGMA query_only = ON; PRAGMA cache_size = -4000;";

struct Slot {
    storage: Storage,
    tables: u64,
}

/// A few read connections to one database file.
pub(crate) struct Readers {
    path: PathBuf,
    slots: Vec<Mutex<Slot>>,
    turn: AtomicUsize,
}

impl Readers {
    pub(crate) fn open(path: PathBuf) -> Result<Self, DynoxideError> {
        // One for each thread that can read at the same time.
        let count = std::thread::available_parallelism().map_or(2, usize::from);
        let slots = (0..count)
            .map(|_| Ok(Mutex::new(Slot { storage: connect(&path)?, tables: 0 })))
            .collect::<Result<_, DynoxideError>>()?;
        Ok(Self { path, slots, turn: AtomicUsize::new(0) })
    }

    /// Reads by a free connection that knows the tables as of `tables` changes of them.
    pub(crate) fn read<T>(&self, tables: u64, read: impl FnOnce(&Storage) -> T) -> Result<T, DynoxideError> {
        let mut slot = self.free();
        if slot.tables != tables {
            // The library caches table definitions per connection and cannot be told of a change by another.
            *slot = Slot { storage: connect(&self.path)?, tables };
        }
        Ok(read(&slot.storage))
    }

    fn free(&self) -> MutexGuard<'_, Slot> {
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let count = self.slots.len();
        for offset in 0..count {
            match self.slots[(turn + offset) % count].try_lock() {
                Ok(slot) => return slot,
                Err(TryLockError::Poisoned(slot)) => return slot.into_inner(),
                Err(TryLockError::WouldBlock) => {}
            }
        }
        self.slots[turn % count].lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn connect(path: &std::path::Path) -> Result<Storage, DynoxideError> {
    let storage = Storage::new(&path.to_string_lossy())?;
    storage.conn().execute_batch(SETUP)?;
    Ok(storage)
}
