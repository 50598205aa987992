use crate::{
    Meta,
    files::{self, Temporary},
    key,
};
use std::{
    collections::HashSet,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{PoisonError, RwLock},
};

/// The objects of one bucket in a folder: two files each, bytes and metadata, in 256 sub-folders.
///
/// An object is what its metadata says, and the rename of the metadata is the moment it exists. Bytes are written
/// under a name of their own before, and the bytes they replace are removed after; what a crash leaves between is
/// unreachable and goes at the next start.
#[derive(Debug)]
pub struct Disk {
    root: PathBuf,
    /// Held while files change names, so that a reader finds the bytes its metadata speaks of.
    names: RwLock<()>,
}

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum DiskError {
    /// The file system refused.
    #[error("file system: {0}")]
    Io(#[from] io::Error),
    /// The metadata of an object is not what was written.
    #[error("metadata of {0}: {1}")]
    Meta(PathBuf, serde_json::Error),
}

impl Disk {
    /// Opens the bucket in `root`, creating it if need be, and clears away what a crash left.
    pub fn open(root: PathBuf) -> Result<Self, DiskError> {
        files::folder(&root)?;
        let temporary = root.join("tmp");
        if temporary.is_dir() {
            fs::remove_dir_all(&temporary)?;
        }
        files::folder(&temporary)?;
        let disk = Self { root, names: RwLock::new(()) };
        disk.sweep()?;
        Ok(disk)
    }

    /// An empty file to write an object's bytes to.
    pub(crate) fn temporary(&self) -> Result<(Temporary, File), DiskError> {
        Ok(Temporary::create(&self.root.join("tmp"))?)
    }

    /// Makes durably written bytes the object that `meta` describes, in place of an earlier one.
    pub(crate) fn publish(&self, meta: &Meta, bytes: Temporary) -> Result<(), DiskError> {
        let path = self.meta_path(&meta.key);
        let text = serde_json::to_vec(meta).map_err(|e| DiskError::Meta(path.clone(), e))?;
        let text = Temporary::with(&self.root.join("tmp"), &text)?;
        let _held = self.names.write().unwrap_or_else(PoisonError::into_inner);
        let earlier = read_meta(&path)?;
        if let Some(parent) = path.parent() {
            files::folder(parent)?;
        }
        bytes.publish(&path.with_file_name(meta.data_name()))?;
        text.publish(&path)?;
        match earlier.filter(|earlier| earlier.sha256 != meta.sha256) {
            Some(earlier) => Ok(files::remove(&path.with_file_name(earlier.data_name()))?),
            None => Ok(()),
        }
    }

    /// The metadata of an object.
    pub fn head(&self, key: &str) -> Result<Option<Meta>, DiskError> {
        read_meta(&self.meta_path(key))
    }

    /// An object's metadata and bytes; whoever writes or removes it later does not change what this file reads.
    pub fn open_object(&self, key: &str) -> Result<Option<(Meta, File)>, DiskError> {
        let _held = self.names.read().unwrap_or_else(PoisonError::into_inner);
        let path = self.meta_path(key);
        let Some(meta) = read_meta(&path)? else { return Ok(None) };
        let file = File::open(path.with_file_name(meta.data_name()))?;
        Ok(Some((meta, file)))
    }

    /// Removes an object; there may be none.
    pub fn delete(&self, key: &str) -> Result<(), DiskError> {
        let _held = self.names.write().unwrap_or_else(PoisonError::into_inner);
        let path = self.meta_path(key);
        let Some(meta) = read_meta(&path)? else { return Ok(()) };
        files::remove(&path)?;
        Ok(files::remove(&path.with_file_name(meta.data_name()))?)
    }

    /// All objects whose key starts with `prefix`, by key.
    pub fn list(&self, prefix: &str) -> Result<Vec<Meta>, DiskError> {
        let mut found = Vec::new();
        for folder in folders(&self.root)? {
            for path in entries(&folder)? {
                // An object removed since the folder was read is not in the list.
                if is_meta(&path)
                    && let Some(meta) = read_meta(&path)?
                    && meta.key.starts_with(prefix)
                {
                    found.push(meta);
                }
            }
        }
        found.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(found)
    }

    /// Removes bytes that no metadata speaks of.
    fn sweep(&self) -> Result<(), DiskError> {
        for folder in folders(&self.root)? {
            let (metas, bytes): (Vec<_>, Vec<_>) = entries(&folder)?.into_iter().partition(|path| is_meta(path));
            let mut known = HashSet::new();
            for path in metas {
                known.extend(read_meta(&path)?.map(|meta| path.with_file_name(meta.data_name())));
            }
            for path in bytes.iter().filter(|path| !known.contains(*path)) {
                files::remove(path)?;
            }
        }
        Ok(())
    }

    fn meta_path(&self, key: &str) -> PathBuf {
        let hash = key::hash(key);
        self.root.join(&hash[..2]).join(format!("{hash}.json"))
    }
}

fn read_meta(path: &Path) -> Result<Option<Meta>, DiskError> {
    match fs::read(path) {
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|e| DiskError::Meta(path.to_owned(), e)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

fn is_meta(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

fn folders(root: &Path) -> io::Result<impl Iterator<Item = PathBuf>> {
    Ok(entries(root)?.into_iter().filter(|path| path.is_dir() && !path.ends_with("tmp")))
}

fn entries(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use data_encoding::HEXLOWER;
    use jiff::Timestamp;
    use sha2::{Digest, Sha256};
    use std::io::{Read, Write};

    fn put(disk: &Disk, key: &str, bytes: &[u8]) -> Meta {
        let (temporary, mut file) = disk.temporary().unwrap();
        file.write_all(bytes).unwrap();
        let meta = Meta {
            key: key.into(),
            content_type: "application/pdf".into(),
            size: bytes.len() as u64,
            sha256: HEXLOWER.encode(&Sha256::digest(bytes)),
            created: Timestamp::UNIX_EPOCH,
        };
        disk.publish(&meta, temporary).unwrap();
        meta
    }

    fn read(disk: &Disk, key: &str) -> Option<Vec<u8>> {
        let (_, mut file) = disk.open_object(key).unwrap()?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        Some(bytes)
    }

    fn files_in(root: &Path) -> usize {
        folders(root).unwrap().map(|folder| entries(&folder).unwrap().len()).sum()
    }

    #[test]
    fn what_is_stored_is_there_after_a_restart() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path().into()).unwrap();
        let meta = put(&disk, "a/b", b"first");
        put(&disk, "a/c", b"second");
        put(&disk, "b", b"third");
        drop(disk);
        let disk = Disk::open(dir.path().into()).unwrap();
        assert_eq!(disk.head("a/b").unwrap(), Some(meta));
        assert_eq!(read(&disk, "a/b").unwrap(), b"first");
        let keys: Vec<_> = disk.list("a/").unwrap().into_iter().map(|m| m.key).collect();
        assert_eq!(keys, ["a/b", "a/c"]);
    }

    #[test]
    fn writing_and_removing_leave_no_old_bytes_behind() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path().into()).unwrap();
        for bytes in [b"one", b"two", b"two", b"one"] {
            put(&disk, "k", bytes);
            assert_eq!(read(&disk, "k").unwrap(), bytes);
            assert_eq!(files_in(dir.path()), 2);
        }
        let (_, mut open) = disk.open_object("k").unwrap().unwrap();
        disk.delete("k").unwrap();
        disk.delete("k").unwrap();
        assert_eq!((read(&disk, "k"), files_in(dir.path())), (None, 0));
        let mut still = Vec::new();
        open.read_to_end(&mut still).unwrap();
        assert_eq!(still, b"one", "a reader keeps what it opened");
    }

    #[test]
    fn what_a_crash_left_is_cleared_at_the_next_start() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path().into()).unwrap();
        let meta = put(&disk, "k", b"whole");
        // A crash between the two renames of an overwrite, and one in the middle of an upload.
        let new = Meta { sha256: "f".repeat(64), ..meta };
        fs::write(disk.meta_path("k").with_file_name(new.data_name()), b"never published").unwrap();
        fs::write(dir.path().join("tmp/7"), b"half").unwrap();
        drop(disk);
        let disk = Disk::open(dir.path().into()).unwrap();
        assert_eq!(read(&disk, "k").unwrap(), b"whole");
        assert_eq!(files_in(dir.path()), 2);
        assert_eq!(entries(&dir.path().join("tmp")).unwrap().len(), 0);
    }

    #[test]
    fn racing_writers_and_readers_see_whole_objects() {
        let dir = tempfile::tempdir().unwrap();
        let disk = Disk::open(dir.path().into()).unwrap();
        put(&disk, "k", b"aaaa");
        std::thread::scope(|scope| {
            for bytes in [b"aaaa", b"bbbb"] {
                let disk = &disk;
                scope.spawn(move || (0..25).for_each(|_| drop(put(disk, "k", bytes))));
            }
            for _ in 0..200 {
                let bytes = read(&disk, "k").unwrap();
                assert!(bytes == b"aaaa" || bytes == b"bbbb");
            }
        });
        assert_eq!(files_in(dir.path()), 2);
    }
}
