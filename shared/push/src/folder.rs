use crate::OutboxError;
use jiff::Timestamp;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::PathBuf,
    process,
    sync::atomic::{AtomicU64, Ordering},
    time::SystemTime,
};

/// A folder of messages, one file each, dated by the hour they were sent. Several processes may write at once.
#[derive(Debug, Clone)]
pub(crate) struct Folder(pub PathBuf);

static NEXT: AtomicU64 = AtomicU64::new(0);

impl Folder {
    /// Writes a message as `{name}.{ending}`, unless it is there already; without a name it gets one of its hour.
    pub(crate) fn publish(&self, name: Option<&str>, ending: &str, message: &[u8], now: Timestamp) -> io::Result<()> {
        fs::create_dir_all(&self.0)?;
        loop {
            let hour = now.strftime("%Y%m%dT%H%M%S%9fZ");
            let own = format!("{hour}-{:08}-{:08}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
            let temporary = self.0.join(format!("{own}.tmp"));
            // A process of the same number at the same hour may have been here before.
            let mut file = match OpenOptions::new().write(true).create_new(true).open(&temporary) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                file => file?,
            };
            file.write_all(message)?;
            file.set_modified(now.into())?;
            file.sync_all()?;
            let published = fs::hard_link(&temporary, self.path(name.unwrap_or(&own), ending));
            fs::remove_file(&temporary)?;
            match (published, name) {
                // Somebody was faster, or this is a repeat: it is one message.
                (Err(error), Some(_)) if error.kind() == io::ErrorKind::AlreadyExists => {}
                (Err(error), None) if error.kind() == io::ErrorKind::AlreadyExists => continue,
                (published, _) => published?,
            }
            return File::open(&self.0)?.sync_all();
        }
    }

    /// The names of the messages with one of these endings, newest first, `limit` at most.
    pub(crate) fn newest(&self, endings: &[&'static str], limit: usize) -> io::Result<Vec<(String, &'static str)>> {
        let entries = match fs::read_dir(&self.0) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found: Vec<(SystemTime, String, &'static str)> = Vec::new();
        for entry in entries {
            let entry = entry?;
            let file = entry.file_name();
            let Some((name, ending)) = file.to_str().and_then(|file| file.rsplit_once('.')) else { continue };
            let Some(ending) = endings.iter().find(|known| **known == ending) else { continue };
            found.push((entry.metadata()?.modified()?, name.to_owned(), ending));
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.truncate(limit);
        Ok(found.into_iter().map(|(_, name, ending)| (name, ending)).collect())
    }

    /// What a message's file holds; `None` where there is none of that name.
    pub(crate) fn read(&self, name: &str, ending: &str) -> Result<Option<Vec<u8>>, OutboxError> {
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
            return Ok(None);
        }
        match fs::read(self.path(name, ending)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            bytes => Ok(Some(bytes?)),
        }
    }

    fn path(&self, name: &str, ending: &str) -> PathBuf {
        self.0.join(format!("{name}.{ending}"))
    }
}
