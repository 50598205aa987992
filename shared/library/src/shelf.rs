use crate::{editions::edition, labels, pointer::Pointer, pointer_key};
use medilink_catalogue::{Catalogue, Found, Kind, LabelIndex, Labels};
use medilink_edge::{Failure, Platform};
use medilink_store::Session;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};

/// The edition of a catalogue that is in force, with the labels that were added to it.
#[derive(Debug)]
pub struct Shelf {
    /// The edition.
    pub catalogue: Arc<Catalogue>,
    pointer: Option<Pointer>,
    labels: BTreeMap<String, Labels>,
    label_index: LabelIndex,
}

impl Shelf {
    fn empty(kind: Kind) -> Self {
        let catalogue = Arc::new(Catalogue::empty(kind));
        Self { catalogue, pointer: None, labels: BTreeMap::new(), label_index: LabelIndex::default() }
    }

    /// What says that this edition is in force; `None` where there is none.
    pub fn pointer(&self) -> Option<&Pointer> {
        self.pointer.as_ref()
    }

    /// The labels that were added to the entry with this code.
    pub fn labels(&self, code: &str) -> Labels {
        self.labels.get(code).cloned().unwrap_or_default()
    }

    /// The rows that have every word that was typed, in the entry or in its labels.
    pub fn search(&self, typed: &str, keep: impl Fn(usize) -> bool) -> Vec<Found> {
        self.catalogue.search(typed, Some(&self.label_index), keep)
    }
}

/// What a process keeps of one catalogue.
#[derive(Default)]
struct Holder {
    shelf: Mutex<Option<Arc<Shelf>>>,
    /// Held by whoever loads: the others wait for it rather than load the same.
    loading: tokio::sync::Mutex<()>,
}

impl Holder {
    fn known(&self) -> Option<Arc<Shelf>> {
        self.shelf.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What is kept, where it is as new as the pointer says, or newer: a pointer may be read a moment late.
    fn fresh(&self, pointer: &Pointer) -> Option<Arc<Shelf>> {
        self.known().filter(|shelf| shelf.pointer.as_ref().is_some_and(|known| known.version >= pointer.version))
    }
}

/// The edition of a catalogue that is in force; one without entries before the first import.
///
/// # Errors
/// Where the store or the object store does not answer.
pub async fn current(platform: &Platform, session: &Session, kind: Kind) -> Result<Arc<Shelf>, Failure> {
    let holder = holder(platform, kind);
    let Some(pointer) = session.platform().get_eventually::<Pointer>(&pointer_key(kind)).await? else {
        return Ok(holder.known().unwrap_or_else(|| Arc::new(Shelf::empty(kind))));
    };
    if let Some(shelf) = holder.fresh(&pointer) {
        return Ok(shelf);
    }
    let _loading = holder.loading.lock().await;
    if let Some(shelf) = holder.fresh(&pointer) {
        return Ok(shelf);
    }
    let shelf = Arc::new(load(platform, session, kind, pointer, holder.known()).await?);
    *holder.shelf.lock().unwrap_or_else(PoisonError::into_inner) = Some(shelf.clone());
    Ok(shelf)
}

async fn load(
    platform: &Platform,
    session: &Session,
    kind: Kind,
    pointer: Pointer,
    known: Option<Arc<Shelf>>,
) -> Result<Shelf, Failure> {
    let (id, revision) = (pointer.edition_id, pointer.labels_revision);
    let catalogue = match known.as_ref().filter(|shelf| shelf.catalogue.id == id) {
        Some(shelf) => shelf.catalogue.clone(),
        None => {
            let edition = edition(platform, kind, id).await?;
            let made = tokio::task::spawn_blocking(move || Catalogue::new(id, edition)).await;
            Arc::new(made.map_err(Failure::fault)?)
        }
    };
    let read = known.as_ref().and_then(|shelf| shelf.pointer.as_ref()).map_or(0, |pointer| pointer.labels_revision);
    let mut labels = known.map(|shelf| shelf.labels.clone()).unwrap_or_default();
    if revision > read {
        labels::bring(session, &mut labels, read, revision).await?;
    }
    let label_index = LabelIndex::new(&labels);
    Ok(Shelf { catalogue, pointer: Some(pointer), labels, label_index })
}

fn holder(platform: &Platform, kind: Kind) -> Arc<Holder> {
    platform.cached_or(kind.as_str(), Holder::default)
}
