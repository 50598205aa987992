//! The sample events of `events/`, and their placeholders filled in.

use crate::call::Call;
use crate::cast::Cast;
use crate::states::state;
use medilink_edge::Registered;
use medilink_local::registry;
use medilink_operation::Trigger;
use medilink_testkit::World;
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Where the samples are.
pub fn folder() -> PathBuf {
    root().join("events")
}

/// The root of the project.
pub fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).parent().expect("the root").to_owned()
}

/// One sample of one operation: `request`, or another case that begins with the status of its answer.
pub struct Sample {
    /// The operation.
    pub operation: &'static Registered,
    /// The file's name without its ending.
    pub name: String,
    text: String,
}

/// Every sample, sorted, each operation's `request` first.
pub fn samples() -> Vec<Sample> {
    let mut operations: Vec<_> = registry::operations().collect();
    operations.sort_by_key(|operation| operation.spec().id);
    operations.into_iter().flat_map(of).collect()
}

/// The first sample of every operation behind a route.
pub fn requests() -> Vec<Sample> {
    samples()
        .into_iter()
        .filter(|sample| sample.name == "request" && sample.operation.spec().route().is_some())
        .collect()
}

fn of(operation: &'static Registered) -> Vec<Sample> {
    let folder = folder().join(operation.spec().id);
    let files = std::fs::read_dir(&folder).into_iter().flatten().map(|entry| entry.expect("an entry").path());
    let mut samples: Vec<_> = files
        .map(|path| Sample {
            operation,
            name: path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned(),
            text: std::fs::read_to_string(&path).expect("a sample"),
        })
        .collect();
    samples.sort_by_key(|sample| (sample.name != "request", sample.name.clone()));
    samples
}

impl Sample {
    /// What failures are reported by.
    pub fn title(&self) -> String {
        format!("{}/{}", self.operation.spec().id, self.name)
    }

    /// The event as it is committed.
    pub fn raw(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|e| panic!("{}: {e}", self.title()))
    }

    /// The statuses that the sample may end with.
    pub fn expected(&self) -> Vec<u16> {
        match self.name.split('-').next().and_then(|status| status.parse().ok()) {
            Some(status) => vec![status],
            None => self.operation.spec().success.to_vec(),
        }
    }

    /// Whether it is a sample of the same operation as another.
    pub fn is_of(&self, other: &Self) -> bool {
        self.operation.spec().id == other.operation.spec().id
    }

    /// The role in the cast whose token it carries.
    pub fn actor(&self) -> Option<String> {
        let raw = self.raw();
        let token = raw["headers"]["authorization"].as_str()?.strip_prefix("Bearer ${")?;
        token.strip_suffix(".token}").map(str::to_owned)
    }

    /// The event with everything that it speaks of brought about.
    pub async fn fill(&self, world: &World, cast: &Cast) -> Value {
        let mut text = self.text.clone();
        let mut states = BTreeMap::<String, Value>::new();
        while let Some(at) = text.find("${") {
            let placeholder = text[at + 2..].split('}').next().expect("an end").to_owned();
            let (name, member) =
                placeholder.split_once('.').unwrap_or_else(|| panic!("{}: {placeholder}", self.title()));
            if !states.contains_key(name) {
                states.insert(name.to_owned(), state(world, cast, name).await);
            }
            let value =
                states[name][member].as_str().unwrap_or_else(|| panic!("{}: nothing for {placeholder}", self.title()));
            text = text.replace(&format!("${{{placeholder}}}"), value);
        }
        serde_json::from_str(&text).expect("an event")
    }

    /// The request, with everything that it speaks of brought about.
    pub async fn call(&self, world: &World, cast: &Cast) -> Call {
        Call::of(&self.fill(world, cast).await)
    }
}

/// Whether the operation follows something of the platform itself.
pub fn is_internal(operation: &Registered) -> bool {
    !matches!(operation.spec().trigger, Trigger::Http(..) | Trigger::Socket(_))
}
