//! Who is calling the store, and by which policy.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use medilink_operation::policy::TenantScope;

use crate::PolicyDocument;

/// Names of the request headers by which a function says who it is.
pub mod headers {
    /// The id of the operation, such as `scheduling.book_appointment`.
    pub const OPERATION: &str = "x-medilink-operation";
    /// The id of the invocation.
    pub const INVOCATION: &str = "x-medilink-invocation";
    /// The tenants that the invocation was opened for, as `TenantScope::header` writes them.
    pub const TENANTS: &str = "x-medilink-tenants";
    /// The key of this start, for callers in another process.
    pub const KEY: &str = "x-medilink-key";
}

/// One invocation of an operation.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The id of the operation.
    pub operation: String,
    /// The id of the invocation.
    pub invocation: String,
    /// The tenants that it was opened for, as its header says.
    pub tenants: String,
    /// What it may do.
    pub policy: Arc<PolicyDocument>,
}

/// Knows the policy of each operation, narrowed to tenants; nobody else has one.
pub trait PolicySource: Send + Sync {
    /// The policy of the operation, if there is such an operation.
    fn policy(&self, operation: &str, tenants: &[TenantScope]) -> Option<PolicyDocument>;
}

impl<F> PolicySource for F
where
    F: Fn(&str, &[TenantScope]) -> Option<PolicyDocument> + Send + Sync,
{
    fn policy(&self, operation: &str, tenants: &[TenantScope]) -> Option<PolicyDocument> {
        self(operation, tenants)
    }
}

/// Beyond so many the cache starts anew.
const CACHED: usize = 10_000;

/// By operation and tenants, as the headers write them.
type Cache = HashMap<(String, String), Arc<PolicyDocument>>;

/// The source with what it said before.
pub(crate) struct Policies {
    source: Box<dyn PolicySource>,
    cache: RwLock<Cache>,
}

impl Policies {
    pub(crate) fn new(source: Box<dyn PolicySource>) -> Self {
        Self { source, cache: RwLock::default() }
    }

    /// The caller that these headers name; `None` if they name none.
    pub(crate) fn caller<'a>(&self, header: impl Fn(&str) -> Option<&'a str>) -> Option<Caller> {
        let (operation, invocation) = (header(headers::OPERATION)?, header(headers::INVOCATION)?);
        self.named(operation, invocation, header(headers::TENANTS).unwrap_or_default())
    }

    /// The caller of that name; `None` if no such caller has a policy.
    pub(crate) fn named(&self, operation: &str, invocation: &str, tenants: &str) -> Option<Caller> {
        let key = (operation.to_owned(), tenants.to_owned());
        let cached = self.cache.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let policy = match cached {
            Some(policy) => policy,
            None => self.ask(&key)?,
        };
        Some(Caller { operation: key.0, invocation: invocation.to_owned(), tenants: key.1, policy })
    }

    fn ask(&self, key: &(String, String)) -> Option<Arc<PolicyDocument>> {
        let tenants = TenantScope::parse(&key.1)?;
        let policy = Arc::new(self.source.policy(&key.0, &tenants)?);
        let mut cache = self.cache.write().unwrap_or_else(PoisonError::into_inner);
        if cache.len() >= CACHED {
            cache.clear();
        }
        cache.insert(key.clone(), Arc::clone(&policy));
        Some(policy)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    const TENANT: &str = "own:01ARZ3NDEKTSV4RRFFQ69G5FAV:medilink-pool";

    fn caller(policies: &Policies, given: &[(&str, &'static str)]) -> Option<Caller> {
        policies.caller(|name| given.iter().find(|(header, _)| *header == name).map(|(_, value)| *value))
    }

    #[test]
    fn who_is_not_named_wholly_is_nobody() {
        let policies = Policies::new(Box::new(|operation: &str, _: &[TenantScope]| {
            (operation == "a.b").then(|| PolicyDocument::new(Vec::new()))
        }));
        let (operation, invocation) = ((headers::OPERATION, "a.b"), (headers::INVOCATION, "1"));
        assert!(caller(&policies, &[operation, invocation]).is_some());
        assert!(caller(&policies, &[operation, invocation, (headers::TENANTS, TENANT)]).is_some());
        assert!(caller(&policies, &[operation]).is_none());
        assert!(caller(&policies, &[invocation]).is_none());
        assert!(caller(&policies, &[operation, invocation, (headers::TENANTS, "own:*:medilink-pool")]).is_none());
        assert!(caller(&policies, &[(headers::OPERATION, "c.d"), invocation]).is_none());
    }

    #[test]
    fn a_policy_is_asked_for_once_per_scope() {
        let asked = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&asked);
        let policies = Policies::new(Box::new(move |_: &str, tenants: &[TenantScope]| {
            count.fetch_add(1 + 10 * tenants.len(), Ordering::Relaxed);
            Some(PolicyDocument::new(Vec::new()))
        }));
        let plain = [(headers::OPERATION, "a.b"), (headers::INVOCATION, "1")];
        let scoped = [plain[0], plain[1], (headers::TENANTS, TENANT)];
        for _ in 0..3 {
            assert!(caller(&policies, &plain).is_some() && caller(&policies, &scoped).is_some());
        }
        assert_eq!(asked.load(Ordering::Relaxed), 12);
    }
}
