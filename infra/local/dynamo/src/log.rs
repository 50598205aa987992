//! The write-ahead log of the database file, made durable once for many commits.

use std::fs::File;
use std::path::{Path, PathBuf};

/// A second handle to SQLite's log: a sync through it covers all that was written through SQLite's own.
pub(crate) struct Log {
    file: File,
}

impl Log {
    /// Opens the log of a database that a connection holds open, and makes its directory entry durable.
    pub(crate) fn of(database: &Path) -> std::io::Result<Self> {
        let mut name = database.as_os_str().to_owned();
        name.push("-wal");
        let path = PathBuf::from(name);
        let file = File::open(&path)?;
        if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(Self { file })
    }

    /// Returns when every commit written so far survives a power cut.
    pub(crate) fn sync(&self) -> std::io::Result<()> {
        self.file.sync_data()
    }
}
