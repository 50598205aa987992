//! Turns the second factor off, by password and code. Every other session ends.

use crate::{
    attempts::{CODES, of_user},
    mfa::{self, Code},
    password::{self, Password},
    records::session_key,
    sessions,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Credentials, credentials_key};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/me/mfa/disable`.
pub struct DisableMfa;

/// Both proofs.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    password: Password,
    code: Code,
}

/// How often a code of the same account may be used elsewhere just before.
const TRIES: usize = 4;

impl Operation for DisableMfa {
    const SPEC: Spec =
        Spec::http("identity.disable_mfa", Method::Post, "/v1/me/mfa/disable", "Turns a second factor off")
            .grants(&[
                Grant::platform("SES#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("EMAIL#", &[Action::UpdateItem]),
                Grant::platform("LOGIN#", &[Action::PutItem, Action::UpdateItem]),
            ])
            .success(&[204])
            .refusals(&[
                codes::INVALID_CREDENTIALS,
                codes::INVALID_MFA_CODE,
                codes::MFA_NOT_ENABLED,
                codes::TOO_MANY_ATTEMPTS,
            ])
            .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let caller = ctx.caller()?;
        let partition = of_user(caller.user, "code");
        let (session, attempt) = futures::try_join!(sessions::own(ctx), CODES.reserve(ctx, &partition))?;
        attempt.admit(ctx.now)?;
        let mut current = session.mfa.ok_or_else(|| Refusal::new(codes::MFA_NOT_ENABLED, "No second factor is on."))?;
        let typed = password::normalised(&input.body.password);
        if !password::verify(ctx, &typed, Some(&session.password_hash)).await? {
            return Err(Refusal::new(codes::INVALID_CREDENTIALS, "The password is wrong.").into());
        }
        let (store, key) = (ctx.store(), session_key(caller.session));
        let generation = session.generation + 1;
        let off = || Update::new().remove("mfa").set("generation", generation);
        let known = || Condition::default().equals("generation", session.generation);
        for _ in 0..TRIES {
            let used = mfa::use_code(&ctx.platform.secret, caller.user, &current, &input.body.code, ctx.now)?;
            used.ok_or_else(mfa::invalid_code)?;
            let unchanged = known().equals("mfa", &current);
            let transaction = Transaction::new()
                .update(&store, "credentials", &credentials_key(&session.email), off().when(unchanged))
                .update(&store, "session", &key, off().when(known()));
            let stored = match ctx.commit(transaction, Reply::none()).await {
                Err(Failure::Store(error)) if error.failed("session") => return Err(sessions::over().into()),
                Err(Failure::Store(error)) if error.failed("credentials") => error.found("credentials").cloned(),
                result => return result,
            };
            // The session's copy knows nothing of codes used elsewhere since: judge by what stands there now.
            let stored = stored.map(medilink_store::read::<Credentials>).transpose()?;
            let stored = stored.filter(|credentials| credentials.generation == session.generation);
            current = stored.and_then(|credentials| credentials.mfa).ok_or_else(sessions::over)?;
        }
        Err(StoreError::Busy("the second factor is in use elsewhere".into()).into())
    }
}
