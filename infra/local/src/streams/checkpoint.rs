use super::window::Place;
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// Where an operation stands in the stream of one table, kept in a small file over restarts.
pub struct Checkpoint {
    path: PathBuf,
}

impl Checkpoint {
    /// The checkpoint of an operation in the stream of a table.
    pub fn new(folder: &Path, table: &str, operation: &str) -> io::Result<Self> {
        let folder = folder.join(table);
        fs::create_dir_all(&folder)?;
        Ok(Self { path: folder.join(operation) })
    }

    /// What was kept last; the beginning where nothing was, or nothing that reads: followers bear repeats.
    pub fn read(&self) -> Place {
        fs::read_to_string(&self.path).ok().and_then(|text| Place::read(&text)).unwrap_or_default()
    }

    /// Written aside and renamed: a cut leaves the older checkpoint, and so a repeat, never a gap.
    pub fn keep(&self, place: Place) -> Result<(), String> {
        let mut fresh = self.path.clone().into_os_string();
        fresh.push(".new");
        let written = fs::write(&fresh, place.to_string()).and_then(|()| fs::rename(&fresh, &self.path));
        written.map_err(|error| format!("{}: {error}", self.path.display()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_operation_has_its_own_in_each_table() {
        let folder = tempfile::tempdir().unwrap();
        let of = |table: &str, operation: &str| Checkpoint::new(folder.path(), table, operation).unwrap();
        let place = Place::of(7);
        of("one", "a.b").keep(place).unwrap();
        assert_eq!(of("one", "a.b").read(), place);
        let beginning = Place::default();
        assert_eq!((of("one", "a.c").read(), of("two", "a.b").read()), (beginning, beginning));
        for nonsense in ["", "100000000000000000007"] {
            fs::write(folder.path().join("one").join("a.b"), nonsense).unwrap();
            assert_eq!(of("one", "a.b").read(), beginning);
        }
    }
}
