//! Checking tokens.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};

use crate::claims::{Claims, Realm, TokenError, TokenType};
use crate::digest::sha256;
use crate::jwk::Jwks;
use crate::keys::PublicKey;
use crate::provider;
use crate::verified::Verified;

/// How far the clock of the signer may be ahead of this one.
const NOT_BEFORE_LEEWAY: i64 = 30;

/// Longer ones are not ours; refused before any work is spent on them.
const LONGEST_TOKEN: usize = 4096;

type Keys = HashMap<String, DecodingKey>;

/// Checks tokens against a key set, and remembers the access tokens it has found good.
pub struct Verifier {
    realm: Realm,
    validation: Validation,
    state: Mutex<State>,
}

struct State {
    keys: Arc<Keys>,
    verified: Verified,
}

impl Verifier {
    /// A verifier for the realm that remembers at most `capacity` tokens.
    ///
    /// # Errors
    /// When a key of the set is unusable, or for [`TokenError::Provider`].
    pub fn new(realm: Realm, jwks: &Jwks, capacity: usize) -> Result<Self, TokenError> {
        if !provider::install() {
            return Err(TokenError::Provider);
        }
        let mut validation = Validation::new(Algorithm::EdDSA);
        // The library would ask the system's clock; `verify` checks claims against the given instant.
        validation.validate_exp = false;
        validation.validate_aud = false;
        validation.required_spec_claims.clear();
        let state = State { keys: Arc::new(read(jwks)?), verified: Verified::new(capacity) };
        Ok(Self { realm, validation, state: Mutex::new(state) })
    }

    /// Goes on with another key set, and forgets what was found good under the older one.
    ///
    /// # Errors
    /// When a key of the set is unusable; the older set stays then.
    pub fn replace_keys(&self, jwks: &Jwks) -> Result<(), TokenError> {
        let keys = Arc::new(read(jwks)?);
        let mut state = self.state();
        state.keys = keys;
        state.verified.clear();
        Ok(())
    }

    /// What a token of this kind says, if it is good at this instant.
    ///
    /// # Errors
    /// With the reason for refusing it.
    pub fn verify(&self, kind: TokenType, token: &str, now: Timestamp) -> Result<Arc<Claims>, TokenError> {
        if token.len() > LONGEST_TOKEN {
            return Err(TokenError::Malformed);
        }
        match kind {
            TokenType::Access => self.verify_remembered(token, now),
            TokenType::Mfa => {
                let keys = Arc::clone(&self.state().keys);
                self.check(kind, token, &keys, now).map(Arc::new)
            }
        }
    }

    fn verify_remembered(&self, token: &str, now: Timestamp) -> Result<Arc<Claims>, TokenError> {
        let hash = sha256(token.as_bytes());
        let keys = {
            let mut state = self.state();
            if let Some(claims) = state.verified.get(&hash) {
                return match check_time(&claims, now) {
                    Ok(()) => Ok(claims),
                    Err(error) => {
                        state.verified.remove(&hash);
                        Err(error)
                    }
                };
            }
            Arc::clone(&state.keys)
        };
        let claims = Arc::new(self.check(TokenType::Access, token, &keys, now)?);
        let mut state = self.state();
        // The keys may have been replaced while this token was checked under the older ones.
        if Arc::ptr_eq(&state.keys, &keys) {
            state.verified.insert(hash, Arc::clone(&claims));
        }
        Ok(claims)
    }

    fn check(&self, kind: TokenType, token: &str, keys: &Keys, now: Timestamp) -> Result<Claims, TokenError> {
        let header = decode_header(token).map_err(|_| TokenError::Malformed)?;
        if header.alg != Algorithm::EdDSA {
            return Err(TokenError::Algorithm);
        }
        if header.typ.as_deref() != Some(kind.typ()) {
            return Err(TokenError::Type);
        }
        // RFC 7515: extensions declared critical must be understood, and none is.
        if header.crit.is_some() {
            return Err(TokenError::Malformed);
        }
        let key = header.kid.and_then(|kid| keys.get(&kid)).ok_or(TokenError::UnknownKey)?;
        let claims = decode::<Claims>(token, key, &self.validation).map_err(|error| refusal(error.kind()))?.claims;
        if claims.iss != self.realm.issuer {
            return Err(TokenError::Issuer);
        }
        if claims.aud != self.realm.audience {
            return Err(TokenError::Audience);
        }
        check_time(&claims, now)?;
        Ok(claims)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Every change under the lock is whole in itself, so a panic elsewhere leaves nothing half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn read(jwks: &Jwks) -> Result<Keys, TokenError> {
    let keys = jwks.keys.iter().map(|jwk| Ok((jwk.kid.clone(), provider::decoding_key(&PublicKey::try_from(jwk)?))));
    keys.collect()
}

fn check_time(claims: &Claims, now: Timestamp) -> Result<(), TokenError> {
    let now = now.as_second();
    if now >= claims.exp {
        Err(TokenError::Expired)
    } else if now.saturating_add(NOT_BEFORE_LEEWAY) < claims.nbf {
        Err(TokenError::NotYetValid)
    } else {
        Ok(())
    }
}

fn refusal(kind: &ErrorKind) -> TokenError {
    match kind {
        ErrorKind::InvalidSignature => TokenError::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::UnsupportedAlgorithm => TokenError::Algorithm,
        _ => TokenError::Malformed,
    }
}

#[cfg(test)]
mod tests;
