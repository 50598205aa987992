//! Why a call failed, the same whichever way it went.

use crate::{Item, attributes::Attributes};
use aws_sdk_dynamodb::error::{ProvideErrorMetadata, SdkError};
use serde::Deserialize;
use std::fmt::Debug;

/// A call without a good answer.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The store said no.
    Refused(Refusal),
    /// No answer came; the call may have been done.
    Lost,
    /// It could not be asked, or its answer not be read.
    Broken(String),
}

/// What the store said.
#[derive(Debug, Default)]
pub(crate) struct Refusal {
    /// Its name for the reason; empty where it gave none.
    pub(crate) code: String,
    pub(crate) message: Option<String>,
    pub(crate) details: Details,
}

/// What some refusals tell besides.
#[derive(Debug, Default)]
pub(crate) struct Details {
    /// What stands where a condition did not hold.
    pub(crate) item: Option<Item>,
    /// One for each write of a cancelled transaction.
    pub(crate) reasons: Vec<Reason>,
}

/// Why a transaction was cancelled, as far as one write goes.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Reason {
    pub(crate) code: Option<String>,
    pub(crate) item: Option<Attributes>,
}

impl Failure {
    /// The code of a refusal.
    pub(crate) fn code(&self) -> Option<&str> {
        match self {
            Self::Refused(refusal) if !refusal.code.is_empty() => Some(&refusal.code),
            _ => None,
        }
    }

    /// A failure of the SDK, with what its own type of error tells besides.
    pub(crate) fn with<E, R>(error: SdkError<E, R>, details: impl FnOnce(E) -> Details) -> Self
    where
        E: ProvideErrorMetadata + Debug,
        R: Debug,
    {
        match error {
            SdkError::ServiceError(service) => {
                let error = service.into_err();
                let code = error.code().unwrap_or_default().to_owned();
                let message = error.message().map(str::to_owned);
                Self::Refused(Refusal { code, message, details: details(error) })
            }
            SdkError::TimeoutError(_) | SdkError::DispatchFailure(_) | SdkError::ResponseError(_) => Self::Lost,
            other => Self::Broken(format!("{other:?}")),
        }
    }

    /// The refusal that a body on the wire holds.
    pub(crate) fn read(body: &[u8]) -> Self {
        #[derive(Deserialize)]
        #[serde(rename_all = "PascalCase")]
        struct Body {
            #[serde(rename = "__type", default)]
            kind: String,
            // Some refusals spell it so, some otherwise, and some both ways.
            #[serde(rename = "message")]
            lower: Option<String>,
            message: Option<String>,
            item: Option<Attributes>,
            #[serde(default)]
            cancellation_reasons: Vec<Reason>,
        }
        match serde_json::from_slice::<Body>(body) {
            Ok(body) => {
                let code = body.kind.rsplit_once('#').map_or(&*body.kind, |(_, code)| code).to_owned();
                let details = Details { item: body.item.map(|item| item.0), reasons: body.cancellation_reasons };
                Self::Refused(Refusal { code, message: body.lower.or(body.message), details })
            }
            Err(error) => Self::Broken(format!("an unreadable refusal: {error}")),
        }
    }
}

impl<E: ProvideErrorMetadata + Debug, R: Debug> From<SdkError<E, R>> for Failure {
    fn from(error: SdkError<E, R>) -> Self {
        Self::with(error, |_| Details::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_read_with_its_details() {
        let body = br#"{"__type":"com.amazonaws.dynamodb.v20120810#TransactionCanceledException","message":"m",
            "Message":"m","CancellationReasons":[{"Code":"None"},
            {"Code":"ConditionalCheckFailed","Message":"x","Item":{"a":{"S":"b"}}}]}"#;
        let Failure::Refused(refusal) = Failure::read(body) else { panic!("no refusal") };
        assert_eq!((refusal.code.as_str(), refusal.message.as_deref()), ("TransactionCanceledException", Some("m")));
        let codes: Vec<_> = refusal.details.reasons.iter().map(|reason| reason.code.as_deref()).collect();
        assert_eq!(codes, [Some("None"), Some("ConditionalCheckFailed")]);
        assert!(refusal.details.reasons[1].item.is_some() && refusal.details.item.is_none());
    }

    #[test]
    fn a_refusal_may_say_little() {
        assert_eq!(Failure::read(br#"{"__type":"SerializationException"}"#).code(), Some("SerializationException"));
        assert_eq!(Failure::read(b"{}").code(), None);
        assert!(matches!(Failure::read(b"<html>"), Failure::Broken(_)));
    }
}
