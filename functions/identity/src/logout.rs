//! Ends a session. The refresh token is the proof; the answer is the same whatever it is worth.

use crate::{
    client_token::{ClientToken, Presented},
    records::session_key,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/logout`.
pub struct Logout;

/// The token.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    refresh_token: Presented,
}

impl Operation for Logout {
    const SPEC: Spec = Spec::http("identity.logout", Method::Post, "/v1/logout", "Ends a session")
        .access(Access::Public)
        .grants(&[Grant::platform("SES#", &[Action::DeleteItem])])
        .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let token = ClientToken::read(&ctx.platform.secret, &input.body.refresh_token);
        let Some(session) = token.and_then(|token| token.session()) else { return Ok(Reply::none()) };
        let end = Transaction::new().delete(&ctx.store(), "session", &session_key(session), Condition::default());
        ctx.commit(end, Reply::none()).await
    }
}
