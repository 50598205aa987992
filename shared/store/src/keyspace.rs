use crate::{Key, Session, StoreError, TenantHead, TenantStatus, calls::FullKey};
use medilink_kernel::TenantId;
use medilink_operation::policy::TenantScope;
use std::{ops::Deref, sync::Arc};
use tokio::sync::OnceCell;

/// A set of partition keys that an operation may work on.
#[derive(Clone)]
pub struct Keyspace {
    pub(crate) session: Session,
    pub(crate) table: Arc<str>,
    pub(crate) prefix: String,
    pub(crate) scope: Option<TenantScope>,
    pub(crate) gate: Gate,
}

/// The platform's own table.
#[derive(Clone)]
pub struct PlatformStore(pub(crate) Keyspace);

/// One tenant's keyspace.
#[derive(Clone)]
pub struct TenantStore(pub(crate) Keyspace);

impl Deref for PlatformStore {
    type Target = Keyspace;
    fn deref(&self) -> &Keyspace {
        &self.0
    }
}

impl Deref for TenantStore {
    type Target = Keyspace;
    fn deref(&self) -> &Keyspace {
        &self.0
    }
}

impl Keyspace {
    pub(crate) fn full(&self, pk: &str) -> String {
        format!("{}{pk}", self.prefix)
    }

    pub(crate) fn full_key(&self, key: &Key) -> FullKey {
        FullKey::new(self.full(&key.pk), &key.sk)
    }

    pub(crate) fn strip(&self, key: Key) -> Key {
        let pk = key.pk.strip_prefix(&self.prefix).map(str::to_owned).unwrap_or(key.pk);
        Key { pk, sk: key.sk }
    }

    pub(crate) fn scopes(&self) -> &[TenantScope] {
        self.scope.as_slice()
    }

    /// Runs a read while the registry is asked, and gives its result only where the tenant is open.
    pub(crate) async fn gated<T>(&self, read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
        let (open, result) = futures::join!(self.gate.check(), read);
        open.and(result)
    }
}

/// The registry's word on a tenant: asked for once, by whoever needs it first.
struct Asked {
    session: Session,
    tenant: TenantId,
    told: OnceCell<Option<TenantHead>>,
}

/// Whether a keyspace is open: known to be, or to be asked of the registry.
#[derive(Clone)]
pub(crate) struct Gate {
    asked: Option<Arc<Asked>>,
    inactive: bool,
}

impl Gate {
    pub(crate) const fn open() -> Self {
        Self { asked: None, inactive: true }
    }

    pub(crate) fn closed(session: Session, tenant: TenantId, inactive: bool) -> Self {
        Self { asked: Some(Arc::new(Asked { session, tenant, told: OnceCell::new() })), inactive }
    }

    pub(crate) async fn head(&self) -> Result<Option<TenantHead>, StoreError> {
        match &self.asked {
            Some(asked) => asked.told.get_or_try_init(|| asked.session.head(asked.tenant)).await.cloned(),
            None => Ok(None),
        }
    }

    pub(crate) async fn check(&self) -> Result<(), StoreError> {
        if self.inactive {
            return Ok(());
        }
        match self.head().await? {
            Some(head) if head.status == TenantStatus::Active => Ok(()),
            _ => Err(StoreError::TenantNotActive),
        }
    }
}
