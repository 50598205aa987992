//! Hands a registration to the admins, once its documents are what they should be.

use crate::{
    documents,
    records::{in_status, registration_key},
    registration::Status,
    views::{RegistrationPath, load},
};
use medilink_auth::{equal, hash_token};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::Instant;
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::credentials_key;
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Serialize;

/// How often a submission that documents overtake is begun again.
const TRIES: u32 = 3;

/// Hands a registration in.
pub struct Submit;

/// Where the registration stands.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Submitted {
    status: Status,
}

impl Operation for Submit {
    const SPEC: Spec = Spec::http(
        "tenants.submit",
        Method::Post,
        "/v1/registrations/{id}/submit",
        "Hands a registration in for review",
    )
    .access(Access::Secret("Upload-Token"))
    .grants(&[
        Grant::platform("REG#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("EMAIL#", &[Action::UpdateItem]),
    ])
    .refusals(&[codes::INVALID_STATE, codes::DOCUMENTS_MISSING, codes::DOCUMENTS_INVALID])
    .blobs();
    type Path = RegistrationPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Submitted;

    async fn run(ctx: &Ctx, input: Input<RegistrationPath, NoQuery, NoBody>) -> Result<Reply<Submitted>, Failure> {
        let token_hash = hash_token(ctx.presented_secret.as_deref().ok_or_else(Refusal::not_found)?);
        let submitted = || Reply::ok(Submitted { status: Status::PendingReview });
        for _ in 0..TRIES {
            let registration = load(ctx, input.path.id).await?;
            if !equal(registration.upload_token_hash.as_bytes(), token_hash.as_bytes()) {
                return Err(Refusal::not_found().into());
            }
            match registration.status {
                Status::DocumentsRequired => {}
                Status::PendingReview => return Ok(submitted()),
                decided => return Err(Refusal::invalid_state(decided.as_str()).into()),
            }
            documents::check(&ctx.platform.blobs, &registration).await?;
            let as_checked = Condition::item_exists()
                .equals("status", Status::DocumentsRequired)
                .equals("version", registration.version);
            let update = in_status(Update::new(), Status::PendingReview).set("submittedAt", Instant::new(ctx.now));
            let credentials =
                Update::new().set("registrationStatus", Status::PendingReview).when(Condition::item_exists());
            let transaction = Transaction::new()
                .update(&ctx.store(), "registration", &registration_key(input.path.id), update.when(as_checked))
                .update(&ctx.store(), "credentials", &credentials_key(&registration.email), credentials);
            match ctx.commit(transaction, submitted()).await {
                Err(failure) if failure.failed("registration") => {}
                result => return result,
            }
        }
        Err(StoreError::Busy("the documents keep changing".into()).into())
    }
}
