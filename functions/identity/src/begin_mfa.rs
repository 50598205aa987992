//! Begins a second factor: a secret for an authenticator app, asked for at sign-in only once its first code was shown.

use crate::{mfa::seal_secret, records::session_key, sessions};
use medilink_auth::TotpSecret;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Serialize;
use serde_bytes::Bytes;

/// `POST /v1/me/mfa`.
pub struct BeginMfa;

/// What an authenticator app needs.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Begun {
    /// The secret, for typing it in.
    secret: String,
    /// The same as a link, for a QR symbol.
    otpauth_uri: String,
}

impl Operation for BeginMfa {
    const SPEC: Spec = Spec::http("identity.begin_mfa", Method::Post, "/v1/me/mfa", "Begins a second factor")
        .grants(&[Grant::platform("SES#", &[Action::GetItem, Action::UpdateItem])])
        .refusals(&[codes::MFA_ALREADY_ENABLED]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Begun;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Begun>, Failure> {
        let session = sessions::own(ctx).await?;
        if session.mfa.is_some() {
            return Err(already_enabled().into());
        }
        let secret = TotpSecret::from_bytes(ctx.entropy().bytes());
        let sealed = seal_secret(&ctx.platform.secret, session.user_id, ctx.entropy().bytes(), &secret);
        let otpauth_uri = secret.otpauth_uri("MediLink", session.email.as_str()).map_err(Failure::fault)?;
        let begun = Begun { secret: secret.to_base32(), otpauth_uri };
        let pending = Update::new().set("pendingSecret", Bytes::new(&sealed)).when(Condition::item_exists());
        let key = session_key(ctx.caller()?.session);
        match ctx.commit(Transaction::new().update(&ctx.store(), "session", &key, pending), Reply::ok(begun)).await {
            Err(failure) if failure.failed("session") => Err(sessions::over().into()),
            result => result,
        }
    }
}

pub(crate) fn already_enabled() -> Refusal {
    Refusal::new(codes::MFA_ALREADY_ENABLED, "A second factor is on; disable it first.")
}
