//! Takes note of a wish for a new password. Known and unknown addresses get one answer, after one kind of work; who the
//! account belongs to is found out later, by what follows the stream.

use crate::{
    records::{ResetRecord, reset_key},
    reset_token, sign_in_attempts,
};
use jiff::SignedDuration;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::{Email, Instant};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/password/forgot`.
pub struct ForgotPassword;

/// Whose password.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    email: Email,
}

const LIFETIME: SignedDuration = SignedDuration::from_mins(30);

impl Operation for ForgotPassword {
    const SPEC: Spec = Spec::http(
        "identity.forgot_password",
        Method::Post,
        "/v1/password/forgot",
        "Asks for a mail to choose a new password",
    )
    .access(Access::Public)
    .grants(&[
        Grant::platform("RESET#", &[Action::PutItem]),
        Grant::platform("LOGIN#", &[Action::PutItem, Action::UpdateItem]),
        Grant::platform("LOGINIP#", &[Action::PutItem, Action::UpdateItem]),
    ])
    .success(&[202]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let email = input.body.email;
        let accepted = Reply::accepted(Nothing {});
        if !sign_in_attempts::admits_reset(ctx, &email).await? {
            return Ok(accepted);
        }
        let expires_at = Instant::new(ctx.now.saturating_add(LIFETIME).unwrap_or(ctx.now));
        let ttl = expires_at.seconds();
        let record = ResetRecord { email, expires_at, ttl, token_hash: None, user_id: None, generation: None };
        let key = reset_key(&reset_token::request(ctx.entropy().bytes()));
        ctx.commit(Transaction::new().put(&ctx.store(), "reset", &key, &record, Condition::new_item()), accepted).await
    }
}
