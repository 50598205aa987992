//! Sets a new password by the token of a mail. The token is used up with it, and every session ends.

use crate::{
    password::{self, Password},
    records::{ResetRecord, reset_key},
    reset_token,
};
use medilink_auth::{equal, hash_token};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::Opaque;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::credentials_key;
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Deserialize;

/// `POST /v1/password/reset`.
pub struct ResetPassword;

/// The token of the mail, and the new password.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    token: Opaque<256>,
    new_password: Password,
}

impl Operation for ResetPassword {
    const SPEC: Spec = Spec::http(
        "identity.reset_password",
        Method::Post,
        "/v1/password/reset",
        "Sets a new password by a mailed token",
    )
    .access(Access::Public)
    .grants(&[
        Grant::platform("RESET#", &[Action::GetItem, Action::DeleteItem]),
        Grant::platform("EMAIL#", &[Action::UpdateItem]),
    ])
    .success(&[204])
    .refusals(&[codes::INVALID_TOKEN, codes::WEAK_PASSWORD])
    .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        let token = input.body.token.as_str();
        let request = reset_token::read(&ctx.platform.secret, token).ok_or_else(invalid_token)?;
        let (store, key, hash) = (ctx.store(), reset_key(request), hash_token(token));
        let record = store.get::<ResetRecord>(&key).await?.filter(|record| is_good(record, &hash, ctx.now));
        let record = record.ok_or_else(invalid_token)?;
        let (Some(user), Some(generation)) = (record.user_id, record.generation) else {
            return Err(invalid_token().into());
        };

        let password = password::normalised(&input.body.new_password);
        password::check(&password, &record.email, "/newPassword")?;
        let unchanged = Condition::default().equals("userId", user).equals("generation", generation);
        let changed = Update::new()
            .set("passwordHash", password::hash(ctx, &password).await?)
            .set("generation", generation + 1)
            .when(unchanged);
        let transaction = Transaction::new()
            .update(&store, "credentials", &credentials_key(&record.email), changed)
            .delete(&store, "reset", &key, Condition::default().equals("tokenHash", &hash));
        match ctx.commit(transaction, Reply::none()).await {
            Err(failure) if failure.failed("credentials") || failure.failed("reset") => Err(invalid_token().into()),
            result => result,
        }
    }
}

fn is_good(record: &ResetRecord, hash: &str, now: jiff::Timestamp) -> bool {
    let known = record.token_hash.as_deref().is_some_and(|known| equal(known.as_bytes(), hash.as_bytes()));
    known && record.expires_at.timestamp() > now
}

fn invalid_token() -> Refusal {
    Refusal::new(codes::INVALID_TOKEN, "The token is not valid (any more); ask for another mail.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;
    use medilink_kernel::{Email, Instant};

    #[test]
    fn a_token_is_good_until_its_time_and_only_once_it_was_mailed() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let record = |token_hash: Option<&str>| ResetRecord {
            email: Email::new("amina@example.dz").unwrap(),
            expires_at: Instant::new(at(1_800)),
            ttl: 1_800,
            token_hash: token_hash.map(str::to_owned),
            user_id: None,
            generation: None,
        };
        assert!(is_good(&record(Some("h")), "h", at(1_799)));
        assert!(!is_good(&record(Some("h")), "h", at(1_800)));
        assert!(!is_good(&record(Some("other")), "h", at(0)));
        assert!(!is_good(&record(None), "h", at(0)));
    }
}
