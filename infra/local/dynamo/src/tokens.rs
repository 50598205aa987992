//! Request tokens of transactions: the same token with the same request is answered again, not done again.
//!
//! The library keeps its own for ten minutes and walks through all of them at every call, which at a thousand
//! bookings a second costs more than the bookings. A repeat follows its original within seconds, so the last few
//! thousand are enough.

use std::collections::{HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use serde::Deserialize;
use serde_json::Value;

use crate::Reply;

const REMEMBERED: usize = 4096;

/// The tokens of the latest transactions that succeeded.
#[derive(Default)]
pub(crate) struct Tokens {
    answers: HashMap<String, (u64, Reply)>,
    order: VecDeque<String>,
}

/// A transaction's token with the fingerprint of its request.
pub(crate) struct Token {
    text: String,
    fingerprint: u64,
}

impl Token {
    /// The token of a `TransactWriteItems` request, if it carries one.
    pub(crate) fn of(body: &[u8]) -> Option<Self> {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Tokened {
            client_request_token: Option<String>,
            #[serde(default)]
            transact_items: Value,
        }
        let request = serde_json::from_slice::<Tokened>(body).ok()?;
        Some(Self { text: request.client_request_token?, fingerprint: fingerprint(&request.transact_items) })
    }
}

/// The same for the same JSON, in whatever order the members of its objects come: a client that writes its
/// request anew writes them in another.
fn fingerprint(value: &Value) -> u64 {
    let mut hasher = DefaultHasher::new();
    match value {
        Value::Object(members) => {
            let member = |(name, value): (&String, &Value)| {
                let mut hasher = DefaultHasher::new();
                (name, fingerprint(value)).hash(&mut hasher);
                hasher.finish()
            };
            ('o', members.iter().map(member).fold(0, u64::wrapping_add)).hash(&mut hasher);
        }
        Value::Array(values) => ('a', values.iter().map(fingerprint).collect::<Vec<_>>()).hash(&mut hasher),
        other => other.hash(&mut hasher),
    }
    hasher.finish()
}

impl Tokens {
    /// The answer that the token already got, or a refusal if it was for another request.
    pub(crate) fn answered(&self, token: &Token) -> Option<Reply> {
        let (fingerprint, reply) = self.answers.get(&token.text)?;
        if *fingerprint == token.fingerprint {
            return Some(reply.clone());
        }
        let message = "The request uses the same client token as a previous, but non-identical request.";
        Some(Reply::refused("IdempotentParameterMismatchException", message))
    }

    /// Keeps the answer of a transaction that succeeded.
    pub(crate) fn keep(&mut self, token: Token, reply: &Reply) {
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
        self.order.push_back(token.text.clone());
        self.answers.insert(token.text, (token.fingerprint, reply.clone()));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_tokens_are_forgotten() {
        let mut tokens = Tokens::default();
        let body = |n: usize| format!(r#"{{"ClientRequestToken":"{n}"}}"#);
        for n in 0..=REMEMBERED {
            let token = Token::of(body(n).as_bytes()).unwrap();
            assert!(tokens.answered(&token).is_none());
            tokens.keep(token, &Reply::ok(body(n)));
        }
        assert!(tokens.answered(&Token::of(body(0).as_bytes()).unwrap()).is_none());
        let kept = tokens.answered(&Token::of(body(1).as_bytes()).unwrap()).unwrap();
        assert_eq!(kept, Reply::ok(body(1)));
        assert_eq!(tokens.answers.len(), REMEMBERED);
    }

    #[test]
    fn the_order_of_members_is_nothing_and_their_values_are() {
        let of = |items: &str| {
            let body = format!(r#"{{"ClientRequestToken":"t","TransactItems":{items}}}"#);
            Token::of(body.as_bytes()).unwrap().fingerprint
        };
        assert_eq!(of(r#"[{"a":{"S":"1"},"b":{"S":"2"}}]"#), of(r#"[{"b":{"S":"2"},"a":{"S":"1"}}]"#));
        assert_ne!(of(r#"[{"a":{"S":"1"},"b":{"S":"2"}}]"#), of(r#"[{"a":{"S":"2"},"b":{"S":"1"}}]"#));
        assert_ne!(of("[1,2]"), of("[2,1]"));
    }

    #[test]
    fn a_request_without_token_is_not_remembered() {
        assert!(Token::of(b"{}").is_none());
    }
}
