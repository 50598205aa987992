//! Changes the password of somebody signed in. Every other session ends.

use crate::{
    attempts::{PASSWORDS, of_user},
    password::{self, Password},
    records::session_key,
    sessions,
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::credentials_key;
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/me/password`.
pub struct ChangePassword;

/// The old one as proof, and the new one.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    current_password: Password,
    new_password: Password,
}

impl Operation for ChangePassword {
    const SPEC: Spec = Spec::http("identity.change_password", Method::Post, "/v1/me/password", "Changes the password")
        .grants(&[
            Grant::platform("SES#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("EMAIL#", &[Action::UpdateItem]),
            Grant::platform("LOGIN#", &[Action::PutItem, Action::UpdateItem]),
        ])
        .success(&[204])
        .refusals(&[codes::INVALID_CREDENTIALS, codes::WEAK_PASSWORD, codes::TOO_MANY_ATTEMPTS])
        .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let caller = ctx.caller()?;
        let partition = of_user(caller.user, "password");
        let (session, attempt) = futures::try_join!(sessions::own(ctx), PASSWORDS.reserve(ctx, &partition))?;
        attempt.admit(ctx.now)?;
        let current = password::normalised(&input.body.current_password);
        if !password::verify(ctx, &current, Some(&session.password_hash)).await? {
            return Err(Refusal::new(codes::INVALID_CREDENTIALS, "The current password is wrong.").into());
        }
        let new = password::normalised(&input.body.new_password);
        password::check(&new, &session.email, "/newPassword")?;
        let hash = password::hash(ctx, &new).await?;
        let changed = || {
            let unchanged = Condition::default().equals("generation", session.generation);
            Update::new().set("passwordHash", &hash).set("generation", session.generation + 1).when(unchanged)
        };
        let transaction = Transaction::new()
            .update(&ctx.store(), "credentials", &credentials_key(&session.email), changed())
            .update(&ctx.store(), "session", &session_key(caller.session), changed());
        let (reply, taken_back) = futures::join!(ctx.commit(transaction, Reply::none()), attempt.take_back(ctx));
        match reply {
            Err(failure) if failure.failed("credentials") || failure.failed("session") => Err(sessions::over().into()),
            result => taken_back.and(result),
        }
    }
}
