//! Exchanges a refresh token for the next pair of tokens.

use crate::{
    client_token::{ClientToken, Presented},
    records::{SessionRecord, session_key},
    sessions, sign_in,
    signing::Signing,
};
use medilink_auth::refresh::Verdict;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Credentials, credentials_key};
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/token/refresh`.
pub struct Refresh;

/// The token.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    refresh_token: Presented,
}

/// The next pair.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Pair {
    access_token: String,
    refresh_token: String,
    expires_in: i64,
}

/// A lost race is lost for good: the second look finds another token than the one presented.
const TRIES: usize = 3;

impl Operation for Refresh {
    const SPEC: Spec = Spec::http("identity.refresh", Method::Post, "/v1/token/refresh", "Exchanges a refresh token")
        .access(Access::Public)
        .grants(&[
            Grant::platform("SES#", &[Action::GetItem, Action::UpdateItem, Action::DeleteItem]),
            Grant::platform("EMAIL#", &[Action::GetItem]),
            Grant::platform("KEY#token", &[Action::GetItem]),
        ])
        .refusals(&[codes::INVALID_TOKEN, codes::TOKEN_REUSED]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Pair;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Pair>, Failure> {
        let presented = ClientToken::read(&ctx.platform.secret, &input.body.refresh_token).ok_or_else(invalid_token)?;
        let id = presented.session().ok_or_else(invalid_token)?;
        let (store, key) = (ctx.store(), session_key(id));
        let session = async { Ok(store.get::<SessionRecord>(&key).await?) };
        let credentials = async { Ok(store.get::<Credentials>(&credentials_key(&presented.email)).await?) };
        let (mut session, credentials, signing) = futures::try_join!(session, credentials, Signing::get(ctx))?;
        let credentials = credentials.ok_or_else(invalid_token)?;
        let (hash, client) = (presented.token.hash(), sessions::client(ctx));
        let next = presented.successor(&ctx.platform.secret);
        for _ in 0..TRIES {
            let verdict = session.as_ref().and_then(|s| sessions::judge(s, &credentials, &hash, &client, ctx.now));
            let pair = || -> Result<_, Failure> {
                let access_token = signing.access(ctx, &credentials, id)?;
                Ok(Reply::ok(Pair { access_token, refresh_token: next.text(), expires_in: sign_in::expires_in() }))
            };
            match verdict.ok_or_else(invalid_token)? {
                Verdict::Repeat => return pair(),
                Verdict::Reused => {
                    // The owner may be repeating a request whose answer was lost, by its key: that is no theft.
                    ctx.answered_before().await?;
                    store.delete(&key).await?;
                    return Err(
                        Refusal::new(codes::TOKEN_REUSED, "The token was used before; the session has ended.").into()
                    );
                }
                Verdict::Rotate => {
                    let rotated = rotate(ctx, &hash, &next, &client);
                    match ctx.commit(Transaction::new().update(&store, "session", &key, rotated), pair()?).await {
                        Err(Failure::Store(error)) if error.failed("session") => {
                            session = error.found("session").cloned().map(medilink_store::read).transpose()?;
                        }
                        result => return result,
                    }
                }
            }
        }
        Err(StoreError::Busy("the session is in use elsewhere".into()).into())
    }
}

fn rotate(ctx: &Ctx, hash: &str, next: &ClientToken, client: &str) -> Update {
    let (expires_at, ttl) = sessions::expiry(ctx.now);
    Update::new()
        .set("current", next.token.hash())
        .set("previous", hash)
        .set("rotatedAt", ctx.now)
        .set("client", client)
        .set("expiresAt", expires_at)
        .set("ttl", ttl)
        .when(Condition::default().equals("current", hash))
}

fn invalid_token() -> Refusal {
    Refusal::new(codes::INVALID_TOKEN, "The refresh token is not valid (any more).")
}
