//! Opens a patient's account, which can be used at once.

use crate::{
    facts::{Height, Remarks, Weight, check_birth},
    password::{self, Password},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Address, BloodType, CalendarDate, Email, Gender, Instant, Phone, Role, Text, UserId};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::{Account, Credentials, PatientFacts, account_key, credentials_key};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `POST /v1/registrations/patients`.
pub struct RegisterPatient;

/// Who it is.
#[derive(Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Body {
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    email: Email,
    password: Password,
    phone: Phone,
    gender: Gender,
    date_of_birth: CalendarDate,
    #[serde(default)]
    address: Option<Address>,
    #[serde(default)]
    blood_type: Option<BloodType>,
    #[serde(default)]
    height_cm: Option<Height>,
    #[serde(default)]
    weight_kg: Option<Weight>,
    #[serde(default)]
    allergies: Remarks,
    #[serde(default)]
    chronic_conditions: Remarks,
}

/// The new account.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PatientRegistered")]
pub struct Registered {
    user_id: UserId,
}

impl Operation for RegisterPatient {
    const SPEC: Spec = Spec::http(
        "identity.register_patient",
        Method::Post,
        "/v1/registrations/patients",
        "Opens a patient's account",
    )
    .access(Access::Public)
    .grants(&[Grant::platform("EMAIL#", &[Action::PutItem]), Grant::platform("USER#", &[Action::PutItem])])
    .success(&[201])
    .refusals(&[codes::EMAIL_TAKEN, codes::WEAK_PASSWORD])
    .memory(1024);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Registered;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, Body>) -> Result<Reply<Registered>, Failure> {
        let body = input.body;
        check_birth(body.date_of_birth, ctx.now)?;
        let password = password::normalised(&body.password);
        password::check(&password, &body.email, "/password")?;
        let user_id = UserId::new(ctx.now, ctx.entropy());
        let credentials = Credentials {
            user_id,
            role: Role::Patient,
            tenant_id: None,
            doctor_id: None,
            registration_id: None,
            registration_status: None,
            password_hash: password::hash(ctx, &password).await?,
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let account = account(ctx, user_id, body);
        let transaction = Transaction::new()
            .put(&ctx.store(), "credentials", &credentials_key(&account.email), &credentials, Condition::new_item())
            .put(&ctx.store(), "account", &account_key(user_id), &account, Condition::new_item());
        match ctx.commit(transaction, Reply::created(Registered { user_id })).await {
            Err(failure) if failure.failed("credentials") => {
                Err(Refusal::field(codes::EMAIL_TAKEN, "/email", "taken", "The address belongs to an account.").into())
            }
            result => result,
        }
    }
}

fn account(ctx: &Ctx, user_id: UserId, body: Body) -> Account {
    Account {
        user_id,
        role: Role::Patient,
        email: body.email,
        first_name: body.first_name,
        last_name: body.last_name,
        phone: Some(body.phone),
        gender: Some(body.gender),
        date_of_birth: Some(body.date_of_birth),
        address: body.address,
        language: ctx.language,
        patient: Some(PatientFacts {
            blood_type: body.blood_type,
            height_cm: body.height_cm.map(|height| height.0),
            weight_kg: body.weight_kg.map(|weight| weight.0),
            allergies: body.allergies.0,
            chronic_conditions: body.chronic_conditions.0,
        }),
        created_at: Instant::new(ctx.now),
    }
}
