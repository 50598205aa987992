use medilink_records::{StepState, StepStatus};
use medilink_store::{StoreError, TenantKind};

/// One step of provisioning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A keyspace of the shared table, or a table of its own, and its mark.
    Keyspace,
    /// The tenant's settings as they begin.
    Settings,
    /// The owner's account belongs to the tenant.
    People,
    /// The doctor's entry in the directory, closed as yet.
    Directory,
    /// The tenant opens: status, directory, searching, all at once.
    Activate,
}

impl Step {
    /// The steps for a tenant of this kind, in order.
    pub const fn all(kind: TenantKind) -> &'static [Self] {
        match kind {
            TenantKind::Practice => &[Self::Keyspace, Self::Settings, Self::People, Self::Directory, Self::Activate],
            TenantKind::Pharmacy | TenantKind::Laboratory => {
                &[Self::Keyspace, Self::Settings, Self::People, Self::Activate]
            }
        }
    }

    /// All of them, not begun.
    pub fn pending(kind: TenantKind) -> Vec<StepState> {
        let state = |step: &Self| StepState {
            name: step.name().to_owned(),
            status: StepStatus::Pending,
            at: None,
            error: None,
        };
        Self::all(kind).iter().map(state).collect()
    }

    /// The name by which it is stored and shown.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Keyspace => "keyspace",
            Self::Settings => "settings",
            Self::People => "people",
            Self::Directory => "directory",
            Self::Activate => "activate",
        }
    }

    pub(crate) fn named(name: &str) -> Result<Self, StoreError> {
        let step = Self::all(TenantKind::Practice).iter().find(|step| step.name() == name);
        step.copied().ok_or_else(|| StoreError::Fault("a provisioning step of an unknown name".into()))
    }
}

/// Why a step did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum StepError {
    /// The store is busy: the same may succeed in a moment, and nobody has to look.
    #[error("busy: {0}")]
    Busy(String),
    /// An admin has to look.
    #[error("{0}")]
    Failed(String),
}

impl From<StoreError> for StepError {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy(cause) => Self::Busy(cause),
            other => Self::Failed(other.to_string()),
        }
    }
}
