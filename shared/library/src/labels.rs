//! Labels that people add to diagnoses: a log, so that a process reads what it has not read yet, and no import undoes it.

use medilink_catalogue::Labels;
use medilink_edge::Failure;
use medilink_kernel::{Instant, UserId};
use medilink_store::{Key, Query, Session};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const PARTITION: &str = "CATLABEL#diagnoses";

/// One change of the labels of a diagnosis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelEntry {
    /// The diagnosis.
    pub code: String,
    /// Its labels from now on.
    pub labels: Labels,
    /// When.
    pub at: Instant,
    /// By whom.
    pub by: UserId,
}

/// Where the change of this number is.
pub fn label_key(revision: u64) -> Key {
    Key::new(PARTITION, format!("{revision:012}"))
}

/// Brings labels from one revision to a later one.
pub(crate) async fn bring(
    session: &Session,
    labels: &mut BTreeMap<String, Labels>,
    from: u64,
    to: u64,
) -> Result<(), Failure> {
    let range = Query::partition(PARTITION).between(label_key(from + 1).sk, label_key(to).sk);
    let mut after = None;
    loop {
        let page = session.platform().query::<LabelEntry>(range.clone().after(after)).await?;
        labels.extend(page.items.into_iter().map(|entry| (entry.code, entry.labels)));
        after = page.next;
        if after.is_none() {
            return Ok(());
        }
    }
}
