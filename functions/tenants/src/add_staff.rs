//! A doctor gives somebody of the practice an account.

use crate::{
    account,
    records::{StaffMember, staff_key},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Email, Instant, Opaque, Phone, Role, Text, UserId};
use medilink_operation::{Access, Action, Grant, Method, Spec, codes};
use medilink_records::{Account, Credentials};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Adds somebody to the practice.
pub struct AddStaff;

/// Who is to work in the practice.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StaffForm {
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// The address to sign in with.
    pub email: Email,
    /// 8 to 128 characters, and not a common one.
    pub password: Opaque<512>,
    /// Telephone.
    pub phone: Phone,
    /// As what.
    pub role: StaffRole,
}

/// What somebody may be in a practice besides its doctor.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum StaffRole {
    /// Does what the doctor delegates.
    Nurse,
    /// Keeps the front desk.
    Receptionist,
}

impl StaffRole {
    const fn role(self) -> Role {
        match self {
            Self::Nurse => Role::Nurse,
            Self::Receptionist => Role::Receptionist,
        }
    }
}

/// Somebody of the practice.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct StaffView {
    user_id: UserId,
    role: Role,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
    added_at: Instant,
}

impl From<StaffMember> for StaffView {
    fn from(member: StaffMember) -> Self {
        Self {
            user_id: member.user_id,
            role: member.role,
            first_name: member.first_name,
            last_name: member.last_name,
            email: member.email,
            added_at: member.added_at,
        }
    }
}

impl Operation for AddStaff {
    const SPEC: Spec =
        Spec::http("tenants.add_staff", Method::Post, "/v1/staff", "Adds a nurse or receptionist to the practice")
            .access(Access::Roles(&[Role::Doctor]))
            .grants(&[
                Grant::platform("EMAIL#", &[Action::PutItem]),
                Grant::platform("USER#", &[Action::PutItem]),
                Grant::own("STAFF", &[Action::PutItem]),
            ])
            .success(&[201])
            .refusals(&[codes::EMAIL_TAKEN, codes::WEAK_PASSWORD])
            .memory(512);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = StaffForm;
    type Output = StaffView;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, StaffForm>) -> Result<Reply<StaffView>, Failure> {
        let form = input.body;
        let tenant = ctx.tenant().await?;
        let (user_id, role, added_at) = (UserId::new(ctx.now, ctx.entropy()), form.role.role(), Instant::new(ctx.now));
        let credentials = Credentials {
            user_id,
            role,
            tenant_id: ctx.caller()?.tenant,
            doctor_id: None,
            registration_id: None,
            registration_status: None,
            password_hash: account::hash(ctx, &form.password, &form.email).await?,
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let account = Account {
            user_id,
            role,
            email: form.email.clone(),
            first_name: form.first_name.clone(),
            last_name: form.last_name.clone(),
            phone: Some(form.phone),
            gender: None,
            date_of_birth: None,
            address: None,
            language: ctx.language,
            patient: None,
            created_at: added_at,
        };
        let member = StaffMember {
            user_id,
            role,
            first_name: form.first_name,
            last_name: form.last_name,
            email: form.email,
            added_at,
        };
        let transaction = account::open(Transaction::new(), ctx, &account, &credentials);
        let transaction = transaction.put(&tenant, "member", &staff_key(user_id), &member, Condition::new_item());
        ctx.commit(transaction, Reply::created(member.into())).await.map_err(account::taken)
    }
}
