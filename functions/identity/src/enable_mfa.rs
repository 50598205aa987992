//! Turns the second factor on that was begun in this session, by its first code. Every other session ends.

use crate::{
    attempts::{CODES, of_user},
    begin_mfa::already_enabled,
    mfa::{self, Code, open_secret},
    records::session_key,
    sessions,
};
use medilink_auth::recovery;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Mfa, credentials_key};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/me/mfa/enable`.
pub struct EnableMfa;

/// The first code.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Body {
    code: Code,
}

/// For the day on which the app is lost; shown once.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Enabled {
    recovery_codes: Vec<String>,
}

impl Operation for EnableMfa {
    const SPEC: Spec = Spec::http("identity.enable_mfa", Method::Post, "/v1/me/mfa/enable", "Turns a second factor on")
        .grants(&[
            Grant::platform("SES#", &[Action::GetItem, Action::UpdateItem]),
            Grant::platform("EMAIL#", &[Action::UpdateItem]),
            Grant::platform("LOGIN#", &[Action::PutItem, Action::UpdateItem]),
        ])
        .refusals(&[
            codes::INVALID_MFA_CODE,
            codes::MFA_ALREADY_ENABLED,
            codes::MFA_NOT_ENABLED,
            codes::TOO_MANY_ATTEMPTS,
        ]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Enabled;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Enabled>, Failure> {
        let (root, caller) = (&ctx.platform.secret, ctx.caller()?);
        let partition = of_user(caller.user, "code");
        let (session, attempt) = futures::try_join!(sessions::own(ctx), CODES.reserve(ctx, &partition))?;
        attempt.admit(ctx.now)?;
        if session.mfa.is_some() {
            return Err(already_enabled().into());
        }
        let pending = session.pending_secret.as_deref();
        let pending = pending.ok_or_else(|| Refusal::new(codes::MFA_NOT_ENABLED, "No second factor was begun."))?;
        let step = open_secret(root, caller.user, pending)?.verify(input.body.code.as_str().trim(), ctx.now, None);
        let step = step.ok_or_else(mfa::invalid_code)?;

        let recovery_codes = recovery::codes(&ctx.entropy().bytes());
        let user = caller.user.to_string();
        let recovery_hashes = recovery_codes.iter().filter_map(|code| recovery::hash(root, &user, code)).collect();
        let on = Mfa { sealed_secret: pending.to_vec(), last_step: Some(step), recovery_hashes };
        let generation = session.generation + 1;
        let set = || Update::new().set("mfa", &on).set("generation", generation);
        let known = || Condition::default().equals("generation", session.generation);
        let (store, key) = (ctx.store(), session_key(caller.session));
        let transaction = Transaction::new()
            .update(&store, "credentials", &credentials_key(&session.email), set().when(known().absent("mfa")))
            .update(&store, "session", &key, set().remove("pendingSecret").when(known()));
        let commit = ctx.commit(transaction, Reply::ok(Enabled { recovery_codes }));
        let (reply, taken_back) = futures::join!(commit, attempt.take_back(ctx));
        match reply {
            // Either can only fail by another generation, which means another password or factor, and another session.
            Err(failure) if failure.failed("credentials") || failure.failed("session") => Err(sessions::over().into()),
            result => taken_back.and(result),
        }
    }
}
