//! What both steps of a sign-in end in.

use crate::{records::session_key, sessions, signing::Signing};
use medilink_auth::TokenType;
use medilink_edge::{Ctx, Failure, Reply};
use medilink_kernel::{DoctorId, Email, Role, TenantId, UserId};
use medilink_records::{Account, Credentials, account_key};
use medilink_store::{Condition, TenantHead, Transaction, tenant_key};
use schemars::JsonSchema;
use serde::Serialize;

/// The answer of a sign-in.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum LoginAnswer {
    /// Signed in.
    SignedIn(Box<SignedIn>),
    /// The password is right; a code is asked for.
    MfaRequired(MfaRequired),
}

/// Tokens, and who signed in.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedIn {
    /// Opens operations.
    pub access_token: String,
    /// Gets the next pair of tokens.
    pub refresh_token: String,
    /// Seconds until the access token is over.
    pub expires_in: i64,
    /// Who it is.
    pub user: SignedInUser,
}

/// Who signed in.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignedInUser {
    user_id: UserId,
    role: Role,
    first_name: String,
    last_name: String,
    email: Email,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor_id: Option<DoctorId>,
}

/// A code is asked for.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct MfaRequired {
    /// Always `true`.
    pub mfa_required: bool,
    /// Proves the first step to `POST /v1/login/mfa`, for five minutes.
    pub mfa_token: String,
}

/// How long an access token is good for.
pub(crate) const fn expires_in() -> i64 {
    TokenType::Access.lifetime().as_secs()
}

/// Opens a session together with what else the transaction does.
pub(crate) async fn complete(
    ctx: &Ctx,
    signing: &Signing,
    email: &Email,
    credentials: &Credentials,
    transaction: Transaction,
) -> Result<Reply<LoginAnswer>, Failure> {
    let opened = sessions::open(ctx, email, credentials)?;
    let access_token = signing.access(ctx, credentials, opened.id)?;
    let transaction =
        transaction.put(&ctx.store(), "session", &session_key(opened.id), &opened.record, Condition::new_item());
    let answer = async {
        let account = async {
            let account = ctx.store().get::<Account>(&account_key(credentials.user_id)).await?;
            account.ok_or_else(|| Failure::fault("credentials without a profile"))
        };
        let (account, tenant_status) = futures::try_join!(account, tenant_status(ctx, credentials))?;
        let user = SignedInUser {
            user_id: account.user_id,
            role: credentials.role,
            first_name: account.first_name.into_string(),
            last_name: account.last_name.into_string(),
            email: account.email,
            tenant_id: credentials.tenant_id,
            tenant_status,
            doctor_id: credentials.doctor_id,
        };
        let refresh_token = opened.token.text();
        let signed_in = SignedIn { access_token, refresh_token, expires_in: expires_in(), user };
        Ok(Reply::ok(LoginAnswer::SignedIn(Box::new(signed_in))))
    };
    ctx.commit_while(transaction, answer).await
}

/// Where the practice, pharmacy or laboratory stands; before there is one, where the registration stands.
async fn tenant_status(ctx: &Ctx, credentials: &Credentials) -> Result<Option<String>, Failure> {
    match credentials.tenant_id {
        Some(tenant) => stored_status(ctx, tenant).await,
        None => Ok(credentials.registration_status.clone()),
    }
}

/// What the registry says of a tenant.
pub(crate) async fn stored_status(ctx: &Ctx, tenant: TenantId) -> Result<Option<String>, Failure> {
    let head = ctx.store().get::<TenantHead>(&tenant_key(tenant)).await?;
    Ok(head.map(|head| head.status.as_str().to_owned()))
}
