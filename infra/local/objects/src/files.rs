use std::{
    fs::{File, OpenOptions, create_dir_all},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// A file under a temporary name that goes away unless it is published.
#[derive(Debug)]
pub(crate) struct Temporary {
    path: PathBuf,
}

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Temporary {
    /// An empty one in `folder`, which belongs to this process alone.
    pub fn create(folder: &Path) -> io::Result<(Self, File)> {
        let path = folder.join(NEXT.fetch_add(1, Ordering::Relaxed).to_string());
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok((Self { path }, file))
    }

    /// One that holds `bytes` durably.
    pub fn with(folder: &Path, bytes: &[u8]) -> io::Result<Self> {
        let (temporary, mut file) = Self::create(folder)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        Ok(temporary)
    }

    /// Gives it its lasting name; durable on return.
    pub fn publish(self, path: &Path) -> io::Result<()> {
        std::fs::rename(&self.path, path)?;
        sync_parent(path)
    }
}

impl Drop for Temporary {
    fn drop(&mut self) {
        // Published or already gone: either way nothing is left to remove. What cannot be removed goes at the next start.
        let _gone = std::fs::remove_file(&self.path);
    }
}

/// Creates a folder; durable on return.
pub(crate) fn folder(path: &Path) -> io::Result<()> {
    if !path.is_dir() {
        create_dir_all(path)?;
        sync_parent(path)?;
    }
    Ok(())
}

/// Removes a file that may not be there; durable on return.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    match std::fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => sync_parent(path),
    }
}

fn sync_parent(path: &Path) -> io::Result<()> {
    match path.parent() {
        Some(parent) if parent.is_dir() => File::open(parent)?.sync_all(),
        _ => Ok(()),
    }
}
