//! The second step of signing in: a one-time code, or a recovery code.

use crate::{
    account_hint::{Place, reveal},
    attempts::{CODES, of_user},
    mfa::{self, Code},
    sign_in::{self, LoginAnswer},
    signing::Signing,
};
use medilink_auth::TokenType;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Email, Opaque, UserId};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Credentials, credentials_key};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/login/mfa`.
pub struct LoginMfa;

/// The proof of the first step, and that of the second.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    mfa_token: Opaque<4096>,
    code: Code,
}

/// How often somebody else may use a code of the same account just before.
const TRIES: usize = 4;

impl Operation for LoginMfa {
    const SPEC: Spec = Spec::http("identity.login_mfa", Method::Post, "/v1/login/mfa", "Signs in, second step")
        .access(Access::Public)
        .grants(&[
            Grant::platform("JWKS", &[Action::GetItem]),
            Grant::platform("EMAIL#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("USER#", &[Action::GetItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("SES#", &[Action::PutItem]),
            Grant::platform("LOGIN#", &[Action::PutItem, Action::UpdateItem]),
            Grant::platform("KEY#token", &[Action::GetItem]),
        ])
        .refusals(&[codes::INVALID_TOKEN, codes::INVALID_MFA_CODE, codes::TOO_MANY_ATTEMPTS]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = LoginAnswer;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<LoginAnswer>, Failure> {
        let (user, email) = first_step(ctx, input.body.mfa_token.as_str()).await?.ok_or_else(invalid_token)?;
        let stored = async { Ok(ctx.store().get::<Credentials>(&credentials_key(&email)).await?) };
        let partition = of_user(user, "code");
        let (mut stored, attempt, signing) =
            futures::try_join!(stored, CODES.reserve(ctx, &partition), Signing::get(ctx))?;
        attempt.admit(ctx.now)?;
        let mut counted = Some(attempt);
        for _ in 0..TRIES {
            let open = stored.filter(|credentials| credentials.user_id == user && !credentials.disabled);
            let Some((credentials, before)) = open.and_then(|c| c.mfa.clone().map(|mfa| (c, mfa))) else {
                return Err(invalid_token().into());
            };
            let after = mfa::use_code(&ctx.platform.secret, user, &before, &input.body.code, ctx.now)?;
            let after = after.ok_or_else(mfa::invalid_code)?;
            let unchanged =
                Condition::item_exists().equals("mfa", &before).equals("generation", credentials.generation);
            let used = Update::new().set("mfa", &after).when(unchanged);
            let transaction = Transaction::new().update(&ctx.store(), "credentials", &credentials_key(&email), used);
            let credentials = Credentials { mfa: Some(after), ..credentials };
            let complete = sign_in::complete(ctx, &signing, &email, &credentials, transaction);
            let take_back = async {
                match counted.take() {
                    Some(attempt) => attempt.take_back(ctx).await,
                    None => Ok(()),
                }
            };
            let (reply, taken_back) = futures::join!(complete, take_back);
            match reply {
                Err(Failure::Store(error)) if error.failed("credentials") => {
                    stored = error.found("credentials").cloned().map(medilink_store::read).transpose()?;
                }
                result => return taken_back.and(result),
            }
        }
        Err(StoreError::Busy("the second factor is in use elsewhere".into()).into())
    }
}

/// Whose first step the token proves.
async fn first_step(ctx: &Ctx, token: &str) -> Result<Option<(UserId, Email)>, Failure> {
    let claims = ctx.verify_token(TokenType::Mfa, token).await?;
    Ok(claims.and_then(|claims| {
        let email = reveal(&ctx.platform.secret, Place::Mfa, &claims.sub, &claims.sid)?;
        Some((claims.sub.parse().ok()?, email))
    }))
}

fn invalid_token() -> Refusal {
    Refusal::new(codes::INVALID_TOKEN, "The token is not valid; sign in again.")
}
