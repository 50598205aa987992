use medilink_local::client;
use serde_json::Value;
use std::ops::{Deref, Index};

/// An answer, with what tests ask of one.
#[derive(Debug, Clone)]
pub struct Answer(pub client::Answer);

impl Answer {
    /// The answer, which has this status.
    #[track_caller]
    pub fn expect(self, status: u16) -> Self {
        assert!(self.status == status, "{self}\n  expected {status}");
        self
    }

    /// The answer, which is a refusal as RFC 9457 and the contract have it, with this code.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Self {
        let answer = self.expect(status);
        assert!(answer.code() == code, "{answer}\n  expected {code}");
        let kind = answer.headers.get("content-type").and_then(|value| value.to_str().ok());
        assert_eq!(kind, Some("application/problem+json"), "{answer}");
        for member in ["type", "title", "detail", "traceId"] {
            assert!(answer[member].as_str().is_some_and(|text| !text.is_empty()), "{answer}\n  has no {member}");
        }
        assert_eq!(answer["status"], status, "{answer}");
        answer
    }

    /// A member that is a text.
    #[track_caller]
    pub fn text(&self, member: &str) -> String {
        self[member].as_str().unwrap_or_else(|| panic!("{self}\n  has no text {member}")).to_owned()
    }

    /// The items of a list.
    #[track_caller]
    pub fn items(&self) -> &Vec<Value> {
        assert!(self["nextCursor"].is_null() || self["nextCursor"].is_string(), "{self}\n  is no list");
        self["items"].as_array().unwrap_or_else(|| panic!("{self}\n  is no list"))
    }

    /// A header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// The bytes without what is another in every answer: two refusals that must look the same are compared by this.
    #[track_caller]
    pub fn without_trace(&self) -> String {
        let trace = self.text("traceId");
        String::from_utf8_lossy(&self.bytes).replace(&trace, "")
    }
}

impl Deref for Answer {
    type Target = client::Answer;
    fn deref(&self) -> &client::Answer {
        &self.0
    }
}

impl Index<&str> for Answer {
    type Output = Value;
    fn index(&self, member: &str) -> &Value {
        &self.0.body[member]
    }
}

impl std::fmt::Display for Answer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} answered {}: {}", self.request, self.status, String::from_utf8_lossy(&self.bytes))
    }
}
