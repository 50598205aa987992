//! An answer in the DynamoDB JSON protocol.

use bytes::Bytes;
use dynoxide::DynoxideError;
use serde_json::{Value, json};

/// Status and JSON body of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The HTTP status: 200, 400 for a refusal, 500 for a failure of the engine.
    pub status: u16,
    /// The JSON body.
    pub body: Bytes,
}

impl Reply {
    /// A success with that body.
    #[must_use]
    pub fn ok(body: impl Into<Bytes>) -> Self {
        Self { status: 200, body: body.into() }
    }

    /// A refusal of DynamoDB's own service model.
    #[must_use]
    pub fn refused(kind: &str, message: &str) -> Self {
        Self::refused_with(kind, message, json!({}))
    }

    pub(crate) fn refused_with(kind: &str, message: &str, mut members: Value) -> Self {
        members["__type"] = json!(format!("com.amazonaws.dynamodb.v20120810#{kind}"));
        members["message"] = json!(message);
        members["Message"] = json!(message);
        Self { status: 400, body: members.to_string().into() }
    }

    pub(crate) fn unreadable() -> Self {
        let body = json!({"__type": "com.amazon.coral.service#SerializationException"});
        Self { status: 400, body: body.to_string().into() }
    }

    pub(crate) fn unknown_operation() -> Self {
        let body = json!({"__type": "com.amazon.coral.service#UnknownOperationException"});
        Self { status: 400, body: body.to_string().into() }
    }

    pub(crate) fn denied(operation: &str, action: &str, resource: &str) -> Self {
        let message = format!(
            "User: arn:aws:sts::000000000000:assumed-role/{operation} is not authorized to perform: \
             dynamodb:{action} on resource: {resource}"
        );
        let body = json!({"__type": "com.amazon.coral.service#AccessDeniedException", "Message": message});
        Self { status: 400, body: body.to_string().into() }
    }

    pub(crate) fn internal(message: &str) -> Self {
        let kind = "com.amazonaws.dynamodb.v20120810#InternalServerError";
        Self { status: 500, body: json!({"__type": kind, "message": message}).to_string().into() }
    }
}

impl From<DynoxideError> for Reply {
    fn from(error: DynoxideError) -> Self {
        if error.status_code() >= 500 {
            tracing::error!(%error, "the embedded DynamoDB failed");
        }
        Self { status: error.status_code(), body: error.to_json().into() }
    }
}
