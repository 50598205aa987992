//! Tokens whose signature has been checked already: looking here costs a small part of checking it again.

use std::collections::HashMap;
use std::sync::Arc;

use crate::claims::Claims;

/// The SHA-256 of a token.
pub(crate) type TokenHash = [u8; 32];

/// A bounded memory in two generations: when the young one is full it becomes the old one, and the old one is dropped.
/// What is asked for stays young.
#[derive(Debug)]
pub(crate) struct Verified {
    half: usize,
    young: HashMap<TokenHash, Arc<Claims>>,
    old: HashMap<TokenHash, Arc<Claims>>,
}

impl Verified {
    /// Holds at most `capacity` tokens, at least two.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { half: (capacity / 2).max(1), young: HashMap::new(), old: HashMap::new() }
    }

    pub(crate) fn get(&mut self, token: &TokenHash) -> Option<Arc<Claims>> {
        if let Some(claims) = self.young.get(token) {
            return Some(Arc::clone(claims));
        }
        let claims = self.old.remove(token)?;
        self.insert(*token, Arc::clone(&claims));
        Some(claims)
    }

    pub(crate) fn insert(&mut self, token: TokenHash, claims: Arc<Claims>) {
        if self.young.len() >= self.half {
            self.old = std::mem::take(&mut self.young);
        }
        self.young.insert(token, claims);
    }

    pub(crate) fn remove(&mut self, token: &TokenHash) {
        self.young.remove(token);
        self.old.remove(token);
    }

    pub(crate) fn clear(&mut self) {
        self.young.clear();
        self.old.clear();
    }

    #[cfg(test)]
    pub(crate) fn len(&self) -> usize {
        self.young.len() + self.old.len()
    }
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;
    use crate::claims::{Grant, Realm, TokenType};

    fn claims() -> Arc<Claims> {
        let text = String::new;
        let grant = Grant { user: text(), session: text(), role: text(), tenant: None, doctor: None };
        let realm = Realm { issuer: text(), audience: text() };
        Arc::new(Claims::new(TokenType::Access, &realm, grant, text(), Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn it_never_holds_more_than_its_capacity() {
        let mut verified = Verified::new(10);
        for n in 0..100 {
            verified.insert([n; 32], claims());
            assert!(verified.len() <= 10);
            assert!(verified.get(&[n; 32]).is_some());
        }
        assert!(verified.get(&[0; 32]).is_none());
    }

    #[test]
    fn what_is_asked_for_stays() {
        let mut verified = Verified::new(10);
        verified.insert([0; 32], claims());
        for n in 1..100 {
            verified.insert([n; 32], claims());
            assert!(verified.get(&[0; 32]).is_some(), "after {n}");
        }
    }

    #[test]
    fn removed_and_cleared_ones_are_gone_from_both_generations() {
        let mut verified = Verified::new(4);
        for n in 0..4 {
            verified.insert([n; 32], claims());
        }
        verified.remove(&[0; 32]);
        verified.remove(&[3; 32]);
        assert!(verified.get(&[0; 32]).is_none() && verified.get(&[3; 32]).is_none());
        assert!(verified.get(&[1; 32]).is_some());
        verified.clear();
        assert_eq!(verified.len(), 0);
    }
}
