use crate::{Access, Action, Audited, Code, Grant, Part, Purpose, Scope, codes, policy::TenantScope};

/// The partition of the platform's table that holds what an operation could not follow: its id ends the key, so that
/// an exact filter of the stream brings an operation its own and nobody else's.
pub fn dead_letters(operation: &str) -> String {
    format!("DEAD#{operation}")
}

/// HTTP methods that the API uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names of HTTP")]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// The method's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether a call may change something, and so takes an `Idempotency-Key`.
    pub const fn mutates(self) -> bool {
        !matches!(self, Self::Get)
    }
}

/// What sets an operation off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// A route of the HTTP API; path parameters in braces.
    Http(Method, &'static str),
    /// A route of the WebSocket API: `$connect`, `$disconnect`, `$default`, or what a frame has for its `action`.
    Socket(&'static str),
    /// Records of the platform table's stream whose partition key begins with this.
    Stream(&'static str),
    /// Records of the tenants' tables' streams whose partition key, after the tenant's prefix, begins with this.
    TenantStream(&'static str),
    /// A schedule: every so many seconds.
    Every(u32),
}

/// The declaration of one operation. Built in constants: [`Spec::http`] and the setters.
#[derive(Debug, Clone, Copy)]
pub struct Spec {
    /// `domain.operation`, for ever.
    pub id: &'static str,
    /// What sets it off.
    pub trigger: Trigger,
    /// One line for people.
    pub summary: &'static str,
    /// Who it answers to.
    pub access: Access,
    /// What it may do at the store, apart from what the edge does for every operation.
    pub grants: &'static [Grant],
    /// The statuses of success; the first is the usual one.
    pub success: &'static [u16],
    /// The refusals of its own, apart from those of the edge.
    pub refusals: &'static [Code],
    /// Which part of people's records it touches and why, where it touches any.
    pub audited: Option<Audited>,
    /// Whether the bucket of documents is used.
    pub blobs: bool,
    /// Whether it sends frames to sockets, or closes them.
    pub sockets: bool,
    /// Whether the caller's practice may be one that is not active (yet, or any more).
    pub inactive_tenant: bool,
    /// Whether answers are held by nobody: no `Cache-Control: no-store` lifts it but this.
    pub cache_seconds: u32,
    /// Memory of the function in MB.
    pub memory: u32,
    /// Seconds after which the function is cut.
    pub timeout: u32,
}

impl Spec {
    /// An operation behind a route.
    pub const fn http(id: &'static str, method: Method, path: &'static str, summary: &'static str) -> Self {
        Self::new(id, Trigger::Http(method, path), summary)
    }

    /// An operation behind a route of the WebSocket API.
    pub const fn socket(id: &'static str, route: &'static str, summary: &'static str) -> Self {
        Self::new(id, Trigger::Socket(route), summary).access(Access::Connected)
    }

    /// An operation that follows the platform table's stream.
    pub const fn stream(id: &'static str, keys: &'static str, summary: &'static str) -> Self {
        Self::new(id, Trigger::Stream(keys), summary).access(Access::Internal)
    }

    /// An operation that follows the streams of every tenant's keyspace.
    pub const fn tenant_stream(id: &'static str, keys: &'static str, summary: &'static str) -> Self {
        Self::new(id, Trigger::TenantStream(keys), summary).access(Access::Internal)
    }

    /// An operation that runs every so many seconds.
    pub const fn every(id: &'static str, seconds: u32, summary: &'static str) -> Self {
        Self::new(id, Trigger::Every(seconds), summary).access(Access::Internal)
    }

    const fn new(id: &'static str, trigger: Trigger, summary: &'static str) -> Self {
        Self {
            id,
            trigger,
            summary,
            access: Access::SignedIn,
            grants: &[],
            success: &[200],
            refusals: &[],
            audited: None,
            blobs: false,
            sockets: false,
            inactive_tenant: false,
            cache_seconds: 0,
            memory: 256,
            timeout: 10,
        }
    }

    /// Sets who it answers to.
    #[must_use]
    pub const fn access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// Sets what it may do at the store.
    #[must_use]
    pub const fn grants(mut self, grants: &'static [Grant]) -> Self {
        self.grants = grants;
        self
    }

    /// Sets the statuses of success.
    #[must_use]
    pub const fn success(mut self, statuses: &'static [u16]) -> Self {
        self.success = statuses;
        self
    }

    /// Sets the refusals of its own.
    #[must_use]
    pub const fn refusals(mut self, codes: &'static [Code]) -> Self {
        self.refusals = codes;
        self
    }

    /// Has its calls leave entries in the audit trail.
    #[must_use]
    pub const fn audited(mut self, part: Part, purpose: Purpose) -> Self {
        self.audited = Some(Audited { part, purpose });
        self
    }

    /// Lets it use the bucket of documents.
    #[must_use]
    pub const fn blobs(mut self) -> Self {
        self.blobs = true;
        self
    }

    /// Lets it send frames to sockets, and close them.
    #[must_use]
    pub const fn sockets(mut self) -> Self {
        self.sockets = true;
        self
    }

    /// Lets people of a practice that is not active call it.
    #[must_use]
    pub const fn inactive_tenant(mut self) -> Self {
        self.inactive_tenant = true;
        self
    }

    /// Lets clients and caches keep the answer for so many seconds.
    #[must_use]
    pub const fn cache_seconds(mut self, seconds: u32) -> Self {
        self.cache_seconds = seconds;
        self
    }

    /// Sets memory in MB: CPU grows with it, which is what hashing needs.
    #[must_use]
    pub const fn memory(mut self, megabytes: u32) -> Self {
        self.memory = megabytes;
        self
    }

    /// Sets the seconds after which the function is cut.
    #[must_use]
    pub const fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = seconds;
        self
    }

    /// The domain: what stands before the dot.
    pub fn domain(&self) -> &'static str {
        self.id.split_once('.').map_or(self.id, |(domain, _)| domain)
    }

    /// The name of the Lambda function; a dot cannot stand in one.
    pub fn function_name(&self) -> String {
        self.id.replace('.', "-")
    }

    /// The route, where it has one.
    pub const fn route(&self) -> Option<(Method, &'static str)> {
        match self.trigger {
            Trigger::Http(method, path) => Some((method, path)),
            _ => None,
        }
    }

    /// Whether it follows a stream.
    pub const fn follows(&self) -> bool {
        matches!(self.trigger, Trigger::Stream(_) | Trigger::TenantStream(_))
    }

    /// Whether it follows the change of an item of the platform's table: those it is declared for, and its own dead
    /// letters, whose change is how they are replayed.
    pub fn follows_platform(&self, pk: &str) -> bool {
        let declared = matches!(self.trigger, Trigger::Stream(keys) if pk.starts_with(keys));
        declared || (self.follows() && pk == dead_letters(self.id))
    }

    /// Whether it follows the change of an item of a tenants' table.
    pub fn follows_tenants(&self, pk: &str) -> bool {
        let Trigger::TenantStream(keys) = self.trigger else { return false };
        TenantScope::split(pk).is_some_and(|(_, own)| own.starts_with(keys))
    }

    /// Whether it takes an `Idempotency-Key`.
    pub const fn mutates(&self) -> bool {
        matches!(self.trigger, Trigger::Http(method, _) if method.mutates())
    }

    /// Whether it uses the caller's own tenant.
    pub fn uses_own_tenant(&self) -> bool {
        self.grants.iter().any(|grant| grant.scope == Scope::OwnTenant)
    }

    /// Its grants and those that the edge needs to serve it.
    pub fn all_grants(&self) -> Vec<Grant> {
        let mut all = self.grants.to_vec();
        if self.access.needs_token() {
            all.push(Grant::platform("JWKS", &[Action::GetItem]));
        }
        if self.access == Access::Connected {
            all.push(Grant::platform("SOCKET#", &[Action::GetItem]));
        }
        if self.uses_own_tenant() || self.grants.iter().any(|grant| grant.scope == Scope::ReferencedTenant) {
            all.push(Grant::platform("TENANT#", &[Action::GetItem]));
        }
        if self.mutates() {
            all.push(Grant::platform("IDEM#", &[Action::GetItem, Action::PutItem]));
        }
        if self.audited.is_some() {
            all.push(Grant::platform("ACCESS#", &[Action::PutItem]));
        }
        if self.follows() {
            all.push(Grant::platform("DEAD#", &[Action::GetItem, Action::UpdateItem, Action::DeleteItem]));
        }
        all
    }

    /// Every refusal that a client can meet: its own and the edge's.
    pub fn all_refusals(&self) -> Vec<Code> {
        let mut all = vec![codes::BAD_REQUEST, codes::INTERNAL_ERROR, codes::UNAVAILABLE, codes::TOO_MANY_REQUESTS];
        if let Some((method, path)) = self.route() {
            all.push(codes::INVALID_INPUT);
            if method.mutates() {
                all.extend([
                    codes::INVALID_JSON,
                    codes::BODY_TOO_LARGE,
                    codes::UNSUPPORTED_MEDIA_TYPE,
                    codes::INVALID_IDEMPOTENCY_KEY,
                    codes::IDEMPOTENCY_MISMATCH,
                    codes::REQUEST_IN_PROGRESS,
                ]);
            } else {
                all.push(codes::INVALID_CURSOR);
            }
            if path.contains('{') {
                all.push(codes::NOT_FOUND);
            }
        }
        if let Trigger::Socket(_) = self.trigger {
            all.extend([codes::INVALID_INPUT, codes::INVALID_JSON, codes::FRAME_TOO_LARGE, codes::UNAUTHENTICATED]);
        }
        if self.access.needs_token() {
            all.push(codes::UNAUTHENTICATED);
            if matches!(self.access, Access::Roles(_)) {
                all.push(codes::FORBIDDEN);
            }
        }
        if self.uses_own_tenant() && !self.inactive_tenant {
            all.push(codes::TENANT_NOT_ACTIVE);
        }
        all.extend(self.refusals.iter().copied().filter(|code| !all.contains(code)).collect::<Vec<_>>());
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PLATFORM: Spec = Spec::stream("x.one", "REG#", "");
    const TENANTS: Spec = Spec::tenant_stream("x.two", "APT", "");

    #[test]
    fn an_operation_follows_its_keys_and_its_own_dead_letters() {
        assert!(PLATFORM.follows_platform("REG#1") && PLATFORM.follows_platform("DEAD#x.one"));
        assert!(!PLATFORM.follows_platform("REGMAIL#1") && !PLATFORM.follows_platform("DEAD#x.one2"));
        let pk = format!("T#{}#APT", "0".repeat(26));
        assert!(!PLATFORM.follows_tenants(&pk) && TENANTS.follows_tenants(&pk));
        assert!(!TENANTS.follows_tenants("APT") && !TENANTS.follows_platform("APT"));
        assert!(TENANTS.follows_platform("DEAD#x.two"));
    }
}
