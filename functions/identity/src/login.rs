//! Signs in by e-mail address and password.

use crate::{
    account_hint::{Place, conceal},
    password::{self, Password},
    sign_in::{self, LoginAnswer, MfaRequired},
    sign_in_attempts::SignInAttempt,
    signing::Signing,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::Email;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Credentials, credentials_key};
use medilink_store::Transaction;
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/login`.
pub struct Login;

/// Who, and the proof.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    email: Email,
    password: Password,
}

impl Operation for Login {
    const SPEC: Spec = Spec::http("identity.login", Method::Post, "/v1/login", "Signs in")
        .access(Access::Public)
        .grants(&[
            Grant::platform("EMAIL#", &[Action::GetItem]),
            Grant::platform("USER#", &[Action::GetItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("SES#", &[Action::PutItem]),
            Grant::platform("LOGIN#", &[Action::GetItem, Action::UpdateItem, Action::PutItem]),
            Grant::platform("LOGINIP#", &[Action::PutItem, Action::UpdateItem]),
            Grant::platform("KEY#token", &[Action::GetItem]),
        ])
        .refusals(&[codes::INVALID_CREDENTIALS, codes::TOO_MANY_ATTEMPTS])
        .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = LoginAnswer;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<LoginAnswer>, Failure> {
        let Body { email, password } = input.body;
        let stored = async { Ok(ctx.store().get::<Credentials>(&credentials_key(&email)).await?) };
        let (stored, attempt, signing) =
            futures::try_join!(stored, SignInAttempt::open(ctx, &email), Signing::get(ctx))?;
        attempt.admit(ctx).await?;
        let open = stored.filter(|credentials| !credentials.disabled);
        let hash = open.as_ref().map(|credentials| credentials.password_hash.as_str());
        let right = match password::verify(ctx, &password::normalised(&password), hash).await {
            Ok(right) => right,
            Err(failure) => return attempt.close(ctx).await.and(Err(failure)),
        };
        let Some(credentials) = open.filter(|_| right) else {
            attempt.fail(ctx).await?;
            return Err(Refusal::new(codes::INVALID_CREDENTIALS, "E-mail address or password is wrong.").into());
        };
        if credentials.mfa.is_some() {
            attempt.succeed(ctx).await?;
            return mfa_required(ctx, &signing, &email, &credentials);
        }
        let transaction = attempt.remember(ctx, Transaction::new());
        let complete = sign_in::complete(ctx, &signing, &email, &credentials, transaction);
        // Both to their ends: a guess whose sign-in failed must not stay open.
        let (reply, closed) = futures::join!(complete, attempt.succeed(ctx));
        closed.and(reply)
    }
}

fn mfa_required(
    ctx: &Ctx,
    signing: &Signing,
    email: &Email,
    credentials: &Credentials,
) -> Result<Reply<LoginAnswer>, Failure> {
    let user = credentials.user_id.to_string();
    let about = conceal(&ctx.platform.secret, Place::Mfa, &user, ctx.entropy().bytes(), email);
    let mfa_token = signing.mfa(ctx, credentials, about)?;
    Ok(Reply::ok(LoginAnswer::MfaRequired(MfaRequired { mfa_required: true, mfa_token })))
}
