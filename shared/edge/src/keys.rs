use crate::Platform;
use jiff::Timestamp;
use medilink_auth::{Claims, Jwks, TokenError, TokenType, Verifier, ring::MAX_AGE};
use medilink_store::{Key, Session, StoreError};
use serde::{Deserialize, Serialize};
use std::sync::{Arc, Mutex, PoisonError};

/// How many verified tokens a process remembers.
const REMEMBERED: usize = 4096;
/// A token under an unknown key may be fresher than our keys, or forged: ask at most this often, in seconds.
const RELOAD_PAUSE: i64 = 5;

/// Where the public keys of a use (`token`, `rx`) are.
pub fn jwks_key(usage: &str) -> Key {
    Key::new("JWKS", usage)
}

/// The stored form of a set of public keys.
#[derive(Debug, Serialize, Deserialize)]
pub struct JwksRecord {
    /// The set, as JSON text.
    pub jwks: String,
}

/// The verifier of a process, with the keys that it has read.
#[derive(Default)]
pub(crate) struct Keys(Mutex<Option<Loaded>>);

#[derive(Clone)]
struct Loaded {
    verifier: Arc<Verifier>,
    at: Timestamp,
}

impl Keys {
    /// What a token says; `Ok(None)` for one that is not good.
    pub(crate) async fn verify(
        &self,
        platform: &Platform,
        session: &Session,
        kind: TokenType,
        token: &str,
    ) -> Result<Option<Arc<Claims>>, StoreError> {
        let now = platform.clock.now();
        let known = self.known().filter(|loaded| now.duration_since(loaded.at) < MAX_AGE);
        let loaded = match known {
            Some(loaded) => loaded,
            None => match self.load(platform, session, now).await? {
                Some(loaded) => loaded,
                None => return Ok(None),
            },
        };
        match loaded.verifier.verify(kind, token, now) {
            Err(TokenError::UnknownKey) if now.duration_since(loaded.at).as_secs() >= RELOAD_PAUSE => {
                let fresh = self.load(platform, session, now).await?;
                Ok(fresh.and_then(|loaded| loaded.verifier.verify(kind, token, now).ok()))
            }
            result => Ok(result.ok()),
        }
    }

    fn known(&self) -> Option<Loaded> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    async fn load(&self, platform: &Platform, session: &Session, now: Timestamp) -> Result<Option<Loaded>, StoreError> {
        let Some(record) = session.platform().get::<JwksRecord>(&jwks_key("token")).await? else { return Ok(None) };
        let fault = |e: &dyn std::fmt::Display| StoreError::Fault(format!("the public keys cannot be used: {e}"));
        let jwks: Jwks = serde_json::from_str(&record.jwks).map_err(|e| fault(&e))?;
        let verifier = match self.known() {
            Some(known) => {
                known.verifier.replace_keys(&jwks).map_err(|e| fault(&e))?;
                known.verifier
            }
            None => Arc::new(Verifier::new(platform.settings.realm(), &jwks, REMEMBERED).map_err(|e| fault(&e))?),
        };
        let loaded = Loaded { verifier, at: now };
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(loaded.clone());
        Ok(Some(loaded))
    }
}
