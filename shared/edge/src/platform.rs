use crate::{connection::Connections, keys::Keys};
use medilink_auth::{Passwords, Realm, Secret};
use medilink_blobs::Blobs;
use medilink_kernel::{Clock, Entropy};
use medilink_push::{Mailer, Sockets, Texter, WebPush};
use medilink_store::Store;
use std::{any::Any, collections::HashMap, sync::Arc, sync::Mutex, sync::PoisonError};

/// What an installation is called and how it behaves.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Where clients reach it, without a slash at the end; also the issuer of tokens.
    pub public_url: String,
    /// Whether limits per network address hold (`MEDILINK_RATE_LIMIT=off` lifts them).
    pub rate_limit: bool,
}

impl Settings {
    /// Who signs tokens, for whom.
    pub fn realm(&self) -> Realm {
        Realm { issuer: self.public_url.clone(), audience: "medilink".into() }
    }
}

/// Everything a process needs to serve operations, made once at its start.
pub struct Platform {
    /// The store.
    pub store: Store,
    /// Documents.
    pub blobs: Blobs,
    /// E-mail.
    pub mailer: Mailer,
    /// Text messages.
    pub texter: Texter,
    /// Notifications to browsers.
    pub web_push: WebPush,
    /// Sockets that clients hold open.
    pub sockets: Sockets,
    /// Password hashing.
    pub passwords: Passwords,
    /// The root secret.
    pub secret: Secret,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// Settings.
    pub settings: Settings,
    /// The public keys that tokens are checked with.
    pub(crate) keys: Keys,
    /// Who is behind the sockets that this process has heard of.
    pub(crate) connections: Connections,
    cache: Mutex<HashMap<&'static str, Arc<dyn Any + Send + Sync>>>,
}

impl Platform {
    /// Puts the parts together.
    #[expect(clippy::too_many_arguments, reason = "called in two places, each of which has exactly these at hand")]
    pub fn new(
        store: Store,
        blobs: Blobs,
        mailer: Mailer,
        texter: Texter,
        web_push: WebPush,
        sockets: Sockets,
        passwords: Passwords,
        secret: Secret,
        clock: Arc<dyn Clock>,
        entropy: Arc<dyn Entropy>,
        settings: Settings,
    ) -> Self {
        Self {
            store,
            blobs,
            mailer,
            texter,
            web_push,
            sockets,
            passwords,
            secret,
            clock,
            entropy,
            settings,
            keys: Keys::default(),
            connections: Connections::default(),
            cache: Mutex::default(),
        }
    }

    /// A value that the process keeps between calls (a key ring read from the store), under a name of its owner.
    pub fn cached<T: Any + Send + Sync>(&self, name: &'static str) -> Option<Arc<T>> {
        let cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        cache.get(name).cloned()?.downcast().ok()
    }

    /// The value under a name; a first one where there is none yet, the same for all who ask at once.
    pub fn cached_or<T: Any + Send + Sync>(&self, name: &'static str, first: impl FnOnce() -> T) -> Arc<T> {
        let mut cache = self.cache.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(Ok(kept)) = cache.get(name).cloned().map(Arc::downcast) {
            return kept;
        }
        let fresh = Arc::new(first());
        cache.insert(name, fresh.clone());
        fresh
    }

    /// Keeps a value under a name.
    pub fn cache<T: Any + Send + Sync>(&self, name: &'static str, value: Arc<T>) {
        self.cache.lock().unwrap_or_else(PoisonError::into_inner).insert(name, value);
    }
}
