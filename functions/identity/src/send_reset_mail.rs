//! Mails the token for a new password to whoever asked, if there is such an account.
//!
//! Bears being run again: the token follows from its request, so there is one, however often it is mailed.

use crate::{
    records::{ResetRecord, reset_key},
    reset_token,
};
use medilink_auth::hash_token;
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_push::{Fate, Letter};
use medilink_records::{Account, Credentials, account_key, credentials_key};
use medilink_store::{Condition, StoreError, Update};

/// Follows the requests.
pub struct SendResetMail;

impl StreamOperation for SendResetMail {
    const SPEC: Spec = Spec::stream("identity.send_reset_mail", "RESET#", "Mails the token for a new password")
        .grants(&[
            Grant::platform("RESET#", &[Action::UpdateItem]),
            Grant::platform("EMAIL#", &[Action::GetItem]),
            Grant::platform("USER#", &[Action::GetItem]),
        ])
        .timeout(60);

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(new) = record.new else { return Ok(()) };
        let request: ResetRecord = serde_json::from_value(new).map_err(Failure::fault)?;
        // What carries its hash is this operation's own write coming by.
        if request.token_hash.is_some() || request.expires_at.timestamp() <= ctx.now {
            return Ok(());
        }
        let credentials = ctx.store().get::<Credentials>(&credentials_key(&request.email)).await?;
        let Some(credentials) = credentials.filter(|credentials| !credentials.disabled) else { return Ok(()) };
        let name = record.pk.strip_prefix("RESET#").unwrap_or_default();
        let token = reset_token::token(&ctx.platform.secret, name);
        let account = async { Ok(ctx.store().get::<Account>(&account_key(credentials.user_id)).await?) };
        let hash = hash_token(&token);
        let (account, written) = futures::try_join!(account, write_hash(ctx, name, &hash, &credentials))?;
        match account {
            Some(account) if written => send(ctx, &account, name, &token).await,
            _ => Ok(()),
        }
    }
}

/// Writes the token's hash to its request; `false` where the request is gone, because its token was used.
async fn write_hash(ctx: &Ctx, request: &str, hash: &str, credentials: &Credentials) -> Result<bool, Failure> {
    let made = Update::new()
        .set("tokenHash", hash)
        .set("userId", credentials.user_id)
        .set("generation", credentials.generation)
        // Whoever runs this again must not revive a token that a later password has voided.
        .when(Condition::item_exists().absent_or("generation", "=", credentials.generation));
    match ctx.store().update("reset", &reset_key(request), made).await {
        Ok(_) => Ok(true),
        Err(StoreError::Condition { .. }) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

async fn send(ctx: &Ctx, account: &Account, request: &str, token: &str) -> Result<(), Failure> {
    // Behind the hash sign nothing reaches logs of servers on the way.
    let link = format!("{}/reset#token={token}", ctx.platform.settings.public_url);
    let says = [("mail-reset-body", &[][..]), ("mail-reset-ignore", &[])];
    let letter = Letter::new(account.language, &account.first_name, ("mail-reset-subject", &[]), &says)
        .and_then(|letter| letter.with_action("mail-reset-action", link))
        .map_err(Failure::fault)?;
    let mail = letter.mail(account.email.as_str(), "password_reset", Some(format!("reset:{request}")));
    // The same token twice does no harm: what may have been taken is sent again, for as long as the token lives.
    ctx.platform.mailer.send(&mail, ctx.now).await.map_err(|error| match error.fate() {
        Fate::Refused => Failure::Outside(Fate::Refused),
        Fate::NotTaken | Fate::Unknown => Failure::Outside(Fate::NotTaken),
    })
}
