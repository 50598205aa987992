//! Opens the account of an official of the platform: an auditor, an analyst, somebody of a civil authority.

use crate::password::{self, Password};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Email, Instant, Role, Text, UserId};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Account, Credentials, account_key, credentials_key};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/admin/users`.
pub struct AddOfficial;

/// Who it is.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    role: Office,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
    password: Password,
}

/// What an official may be: nobody makes another admin here.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "OfficialRole")]
pub enum Office {
    /// Reads the audit trail.
    Auditor,
    /// Reads de-identified reports.
    Analyst,
    /// Verifies certificates for the state.
    CivilAuthority,
}

/// The new account.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "OfficialAdded")]
pub struct Added {
    user_id: UserId,
    role: Role,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
}

impl Operation for AddOfficial {
    const SPEC: Spec = Spec::http(
        "identity.add_official",
        Method::Post,
        "/v1/admin/users",
        "Opens the account of an auditor, analyst or civil authority",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("EMAIL#", &[Action::PutItem]), Grant::platform("USER#", &[Action::PutItem])])
    .success(&[201])
    .refusals(&[codes::EMAIL_TAKEN, codes::WEAK_PASSWORD])
    .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Added;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Added>, Failure> {
        let body = input.body;
        let password = password::normalised(&body.password);
        password::check(&password, &body.email, "/password")?;
        let (user_id, role) = (UserId::new(ctx.now, ctx.entropy()), body.role.role());
        let credentials = Credentials {
            user_id,
            role,
            tenant_id: None,
            doctor_id: None,
            registration_id: None,
            registration_status: None,
            password_hash: password::hash(ctx, &password).await?,
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let account = Account {
            user_id,
            role,
            email: body.email.clone(),
            first_name: body.first_name.clone(),
            last_name: body.last_name.clone(),
            phone: None,
            gender: None,
            date_of_birth: None,
            address: None,
            language: ctx.language,
            patient: None,
            created_at: Instant::new(ctx.now),
        };
        let transaction = Transaction::new()
            .put(&ctx.store(), "credentials", &credentials_key(&account.email), &credentials, Condition::new_item())
            .put(&ctx.store(), "account", &account_key(user_id), &account, Condition::new_item());
        let Body { first_name, last_name, email, .. } = body;
        match ctx.commit(transaction, Reply::created(Added { user_id, role, first_name, last_name, email })).await {
            Err(failure) if failure.failed("credentials") => {
                Err(Refusal::field(codes::EMAIL_TAKEN, "/email", "taken", "The address belongs to an account.").into())
            }
            result => result,
        }
    }
}

impl Office {
    const fn role(self) -> Role {
        match self {
            Self::Auditor => Role::Auditor,
            Self::Analyst => Role::Analyst,
            Self::CivilAuthority => Role::CivilAuthority,
        }
    }
}
