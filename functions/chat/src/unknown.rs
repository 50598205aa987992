//! Answers frames that name no action of ours.

use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Deserialize;

/// `$default`.
pub struct Unknown;

/// Anything that is a JSON object.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct Anything {}

impl Operation for Unknown {
    const SPEC: Spec = Spec::socket("chat.unknown", "$default", "Answers frames of no known action")
        .refusals(&[codes::UNKNOWN_ACTION]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Anything;
    type Output = Nothing;

    async fn run(_: &Ctx, _: Input<NoPath, NoQuery, Anything>) -> Result<Reply<Nothing>, Failure> {
        Err(Refusal::new(codes::UNKNOWN_ACTION, "The action is one of send, received, read, typing.").into())
    }
}
