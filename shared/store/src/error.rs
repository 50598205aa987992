use crate::Item;

/// Why a store call did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A condition did not hold. `tags` are those of the writes whose condition it was; `items` what stands there now.
    #[error("condition of {tags:?} did not hold")]
    Condition {
        /// The tags given to the writes.
        tags: Vec<&'static str>,
        /// What stands there now, by tag, where the store said.
        items: Vec<(&'static str, Item)>,
    },
    /// Throttled, in conflict with other transactions, or out of reach, after every retry: the call may be repeated.
    #[error("busy: {0}")]
    Busy(String),
    /// The caller's own tenant is not active.
    #[error("the caller's tenant is not active")]
    TenantNotActive,
    /// The policy does not allow the call: a fault of ours or an attempt, never a client's business.
    #[error("denied: {0}")]
    Denied(String),
    /// Anything else.
    #[error("{0}")]
    Fault(String),
}

impl StoreError {
    /// Whether the condition of the write with this tag did not hold.
    pub fn failed(&self, tag: &str) -> bool {
        matches!(self, Self::Condition { tags, .. } if tags.contains(&tag))
    }

    /// What stood where the write with this tag was to go.
    pub fn found(&self, tag: &str) -> Option<&Item> {
        match self {
            Self::Condition { items, .. } => items.iter().find(|(t, _)| *t == tag).map(|(_, item)| item),
            _ => None,
        }
    }
}
