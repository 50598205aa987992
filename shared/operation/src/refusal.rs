use crate::Code;
use crate::codes;
use serde::Serialize;
use serde_json::{Map, Value};
use std::time::Duration;

/// One thing wrong with the input: where (a JSON pointer, RFC 6901), what (a code), in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// `/items/0/quantity`; query parameters as `?name`.
    pub pointer: String,
    /// snake_case.
    pub code: String,
    /// For developers, in English, without the value itself.
    pub detail: String,
}

/// Why an operation does not do what was asked: the only error an operation returns to a client.
///
/// Its detail never holds a value from the request, a name or a cause: the cause goes to the log with the trace id.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// For developers, in English.
    pub detail: String,
    /// What is wrong where.
    pub errors: Vec<FieldError>,
    /// Further members of the problem document (`state`, `alternatives`).
    pub extra: Map<String, Value>,
    /// When to try again.
    pub retry_after: Option<Duration>,
}

impl Refusal {
    /// A refusal with this code.
    pub fn new(code: Code, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), errors: Vec::new(), extra: Map::new(), retry_after: None }
    }

    /// What does not exist and what belongs to somebody else: the same words for both.
    pub fn not_found() -> Self {
        Self::new(codes::NOT_FOUND, "There is nothing here for you.")
    }

    /// A state that does not allow the step.
    pub fn invalid_state(state: &str) -> Self {
        Self::new(codes::INVALID_STATE, "The present state does not allow this step.").with("state", state)
    }

    /// One wrong value.
    pub fn field(code: Code, pointer: &str, what: &str, detail: &str) -> Self {
        Self::new(code, "Some values are not acceptable.").and_field(pointer, what, detail)
    }

    /// Adds a wrong value.
    #[must_use]
    pub fn and_field(mut self, pointer: &str, what: &str, detail: &str) -> Self {
        self.errors.push(FieldError { pointer: pointer.to_owned(), code: what.to_owned(), detail: detail.to_owned() });
        self
    }

    /// Adds a member to the problem document.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.extra.insert(name.to_owned(), value.into());
        self
    }

    /// Says when to try again.
    #[must_use]
    pub fn after(mut self, wait: Duration) -> Self {
        self.retry_after = Some(wait);
        self
    }
}
