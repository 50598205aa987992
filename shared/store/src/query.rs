use crate::Key;
use serde::{Deserialize, Serialize};

/// A query over one partition, or one partition of the index.
#[derive(Debug, Clone)]
pub struct Query {
    pub(crate) pk: String,
    pub(crate) range: Range,
    pub(crate) index: bool,
    pub(crate) newest_first: bool,
    pub(crate) limit: Option<i32>,
    pub(crate) after: Option<Position>,
    pub(crate) consistent: bool,
}

#[derive(Debug, Clone)]
pub(crate) enum Range {
    All,
    Begins(String),
    Between(String, String),
}

/// Where a page ended: the keys of its last item, without a tenant's prefix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Position {
    pub(crate) key: Key,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) index: Option<Key>,
}

/// One page of a query.
#[derive(Debug)]
pub struct Page<T> {
    /// What was found, in the order of the sort key.
    pub items: Vec<T>,
    /// Where to go on; `None` at the end.
    pub next: Option<Position>,
}

impl Query {
    /// Every item of a partition, by sort key.
    pub fn partition(pk: impl Into<String>) -> Self {
        Self {
            pk: pk.into(),
            range: Range::All,
            index: false,
            newest_first: false,
            limit: None,
            after: None,
            consistent: true,
        }
    }

    /// Every item of a partition of the index `gsi1`, which follows its table after a moment.
    pub fn index(pk: impl Into<String>) -> Self {
        Self { index: true, consistent: false, ..Self::partition(pk) }
    }

    /// Only sort keys that begin so.
    #[must_use]
    pub fn begins(mut self, prefix: impl Into<String>) -> Self {
        self.range = Range::Begins(prefix.into());
        self
    }

    /// Only sort keys from `low` to `high`, both included.
    #[must_use]
    pub fn between(mut self, low: impl Into<String>, high: impl Into<String>) -> Self {
        self.range = Range::Between(low.into(), high.into());
        self
    }

    /// Highest sort key first.
    #[must_use]
    pub fn newest_first(mut self) -> Self {
        self.newest_first = true;
        self
    }

    /// At most so many.
    #[must_use]
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = i32::try_from(limit).ok();
        self
    }

    /// Goes on where a page ended.
    #[must_use]
    pub fn after(mut self, position: Option<Position>) -> Self {
        self.after = position;
        self
    }

    /// Takes what may be a moment old, at half the read units.
    #[must_use]
    pub fn eventually(mut self) -> Self {
        self.consistent = false;
        self
    }
}
