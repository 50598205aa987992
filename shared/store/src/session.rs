use crate::{
    Keyspace, PlatformStore, Store, StoreError, TenantHead, TenantStore, client::Call, failure::Failure,
    keyspace::Gate, retry,
};
use futures::{FutureExt, future::BoxFuture};
use medilink_kernel::TenantId;
use medilink_operation::policy::{PLATFORM_TABLE, TenantScope};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// The store as one invocation of one operation sees it.
#[derive(Clone)]
pub struct Session(pub(crate) Arc<Inner>);

pub(crate) struct Inner {
    pub(crate) store: Store,
    pub(crate) operation: &'static str,
    pub(crate) invocation: String,
    writes: AtomicU32,
    /// What tells this invocation's writes from those of any other, whose name may be the same.
    nonce: String,
}

/// Who is calling, as the guard before a local engine wants to know. The cloud has roles for that.
#[derive(Clone)]
pub(crate) struct Headers {
    pub(crate) operation: &'static str,
    pub(crate) invocation: String,
    pub(crate) tenants: String,
}

impl Session {
    pub(crate) fn new(store: Store, operation: &'static str, invocation: String) -> Self {
        let nonce = store.token();
        Self(Arc::new(Inner { store, operation, invocation, writes: AtomicU32::new(0), nonce }))
    }

    /// The platform's own table.
    pub fn platform(&self) -> PlatformStore {
        PlatformStore(Keyspace {
            session: self.clone(),
            table: PLATFORM_TABLE.into(),
            prefix: String::new(),
            scope: None,
            gate: Gate::open(),
        })
    }

    /// The caller's own tenant. Unless `inactive` is accepted, the first call on it also asks the registry whether the
    /// tenant is active, at the same time, and fails with [`StoreError::TenantNotActive`] where it is not.
    pub async fn own_tenant(&self, tenant: TenantId, inactive: bool) -> Result<TenantStore, StoreError> {
        let place = self.0.store.place(tenant);
        let gate = match (inactive, &place) {
            (true, Some(_)) => Gate::open(),
            _ => Gate::closed(self.clone(), tenant, inactive),
        };
        let table = match place {
            Some(table) => table,
            None => self.learn(tenant, &gate).await?,
        };
        Ok(self.tenant(tenant, table, true, gate))
    }

    /// A tenant that a verified reference leads to; the operation's grants say which kinds of record it may touch there.
    pub async fn referenced_tenant(&self, tenant: TenantId) -> Result<TenantStore, StoreError> {
        let table = match self.0.store.place(tenant) {
            Some(table) => table,
            None => self.learn(tenant, &Gate::closed(self.clone(), tenant, true)).await?,
        };
        Ok(self.tenant(tenant, table, false, Gate::open()))
    }

    fn tenant(&self, tenant: TenantId, table: Arc<str>, own: bool, gate: Gate) -> TenantStore {
        let scope = TenantScope { own, tenant: tenant.bare(), table: table.to_string() };
        TenantStore(Keyspace { session: self.clone(), table, prefix: scope.prefix(), scope: Some(scope), gate })
    }

    async fn learn(&self, tenant: TenantId, gate: &Gate) -> Result<Arc<str>, StoreError> {
        let head = gate.head().await?.ok_or(StoreError::TenantNotActive)?;
        let table: Arc<str> = head.table().into();
        self.0.store.remember(tenant, table.clone());
        Ok(table)
    }

    /// The registry's word on a tenant, read now.
    pub(crate) fn head(&self, tenant: TenantId) -> BoxFuture<'_, Result<Option<TenantHead>, StoreError>> {
        async move { self.platform().get(&crate::tenant_key(tenant)).await }.boxed()
    }

    fn headers(&self, scopes: &[TenantScope]) -> Headers {
        Headers {
            operation: self.0.operation,
            invocation: self.0.invocation.clone(),
            tenants: TenantScope::header(scopes),
        }
    }

    /// A mark for one write, by which it knows itself when its answer was lost.
    pub(crate) fn mark(&self) -> String {
        format!("{}.{}", self.0.nonce, self.0.writes.fetch_add(1, Ordering::Relaxed))
    }

    /// A request token for one transaction.
    pub(crate) fn token(&self) -> String {
        self.0.store.token()
    }

    /// Sends a call until it succeeds, stops for good, or has been tried often enough.
    pub(crate) async fn attempt<C: Call>(&self, scopes: &[TenantScope], call: &C) -> Result<C::Answer, Failure> {
        let headers = self.headers(scopes);
        let mut attempt = 0;
        loop {
            let result = self.0.store.client().send(&headers, call).await;
            attempt += 1;
            match &result {
                Err(failure) if attempt < retry::ATTEMPTS && matches!(retry::judge(failure), retry::Verdict::Again) => {
                    self.0.store.pause(attempt).await;
                }
                _ => return result,
            }
        }
    }
}

/// The end of a call that is not tried again.
pub(crate) fn give_up(failure: Failure) -> StoreError {
    match retry::judge(&failure) {
        retry::Verdict::Again => StoreError::Busy(failure.code().unwrap_or("no answer").to_owned()),
        retry::Verdict::Stop(error) => error,
    }
}
