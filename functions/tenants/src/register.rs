//! Takes an application to join, and opens the applicant's account.

use crate::{
    account,
    form::RegistrationForm,
    known,
    records::{Registration, registration_key, registrations_in},
    registration::{DocumentKind, Status},
};
use data_encoding::BASE64URL_NOPAD;
use jiff::tz::TimeZone;
use medilink_auth::hash_token;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, RegistrationId, UserId};
use medilink_operation::{Access, Action, Grant, Method, Spec, codes};
use medilink_records::{Account, Credentials};
use medilink_store::{Condition, Transaction};
use schemars::JsonSchema;
use serde::Serialize;

/// Takes an application.
pub struct Register;

/// What to do next, and the secret that lets only the applicant do it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Registered {
    registration_id: RegistrationId,
    /// Goes into the header `Upload-Token`.
    upload_token: String,
    status: Status,
    /// The documents to hand in.
    required: [DocumentKind; 3],
}

impl Operation for Register {
    const SPEC: Spec =
        Spec::http("tenants.register", Method::Post, "/v1/registrations", "Takes an application to join")
            .access(Access::Public)
            .grants(&[
                Grant::platform("REG#", &[Action::PutItem]),
                Grant::platform("EMAIL#", &[Action::PutItem]),
                Grant::platform("USER#", &[Action::PutItem]),
                Grant::platform("CATALOGUE#", &[Action::GetItem]),
            ])
            .blobs()
            .success(&[201])
            .refusals(&[codes::EMAIL_TAKEN, codes::WEAK_PASSWORD])
            .memory(512);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = RegistrationForm;
    type Output = Registered;

    async fn run(ctx: &Ctx, input: Input<NoPath, NoQuery, RegistrationForm>) -> Result<Reply<Registered>, Failure> {
        let mut form = input.body;
        known::settle(ctx, &mut form).await?;
        let particulars = form.particulars(ctx.now.to_zoned(TimeZone::UTC).date())?;
        let password_hash = account::hash(ctx, &form.password, &form.email).await?;
        let registration_id = RegistrationId::new(ctx.now, ctx.entropy());
        let (user_id, status) = (UserId::new(ctx.now, ctx.entropy()), Status::DocumentsRequired);
        let upload_token = BASE64URL_NOPAD.encode(&ctx.entropy().bytes::<32>());
        let credentials = Credentials {
            user_id,
            role: form.kind.role(),
            tenant_id: None,
            doctor_id: None,
            registration_id: Some(registration_id),
            registration_status: Some(status.as_str().to_owned()),
            password_hash,
            mfa: None,
            generation: 0,
            disabled: false,
        };
        let account = Account {
            user_id,
            role: form.kind.role(),
            email: form.email.clone(),
            first_name: form.first_name.clone(),
            last_name: form.last_name.clone(),
            phone: Some(form.phone.clone()),
            gender: Some(form.gender),
            date_of_birth: Some(form.date_of_birth),
            address: Some(form.address.clone()),
            language: ctx.language,
            patient: None,
            created_at: Instant::new(ctx.now),
        };
        let registration = Registration {
            registration_id,
            kind: form.kind,
            status,
            user_id,
            email: form.email,
            first_name: form.first_name,
            last_name: form.last_name,
            phone: form.phone,
            gender: form.gender,
            date_of_birth: form.date_of_birth,
            address: form.address,
            license_number: form.license_number,
            practice: particulars.practice,
            business_name: particulars.business_name,
            language: ctx.language,
            upload_token_hash: hash_token(&upload_token),
            version: 0,
            medical_license: None,
            national_id: None,
            photo: None,
            created_at: Instant::new(ctx.now),
            submitted_at: None,
            reviewed_at: None,
            reviewed_by: None,
            reason: None,
            tenant_id: None,
            opened_at: None,
            gsi1pk: registrations_in(status),
            gsi1sk: registration_id.bare(),
        };
        let key = registration_key(registration_id);
        let transaction =
            Transaction::new().put(&ctx.store(), "registration", &key, &registration, Condition::new_item());
        let transaction = account::open(transaction, ctx, &account, &credentials);
        let answer = Registered { registration_id, upload_token, status, required: DocumentKind::ALL };
        ctx.commit(transaction, Reply::created(answer)).await.map_err(account::taken)
    }
}
