//! Turns a registration down; the applicant is told why by mail.

use crate::{
    records::{in_status, registration_key},
    registration::Status,
    views::{Reason, RegistrationPath, load},
};
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, RegistrationId, Role};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_records::credentials_key;
use medilink_store::{Condition, StoreError, Transaction, Update};
use schemars::JsonSchema;
use serde::Serialize;

const TRIES: u32 = 3;

/// Turns a registration down.
pub struct Reject;

/// What was decided.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Rejection {
    registration_id: RegistrationId,
    status: Status,
}

impl Operation for Reject {
    const SPEC: Spec =
        Spec::http("tenants.reject", Method::Post, "/v1/admin/registrations/{id}/reject", "Turns a registration down")
            .access(Access::Roles(&[Role::Admin]))
            .grants(&[
                Grant::platform("REG#", &[Action::GetItem, Action::UpdateItem]),
                Grant::platform("EMAIL#", &[Action::UpdateItem]),
            ])
            .refusals(&[codes::INVALID_STATE]);
    type Path = RegistrationPath;
    type Query = NoQuery;
    type Body = Reason;
    type Output = Rejection;

    async fn run(ctx: &Ctx, input: Input<RegistrationPath, NoQuery, Reason>) -> Result<Reply<Rejection>, Failure> {
        let rejected = || Reply::ok(Rejection { registration_id: input.path.id, status: Status::Rejected });
        for _ in 0..TRIES {
            let registration = load(ctx, input.path.id).await?;
            match registration.status {
                Status::PendingReview => {}
                Status::Rejected => return Ok(rejected()),
                other => return Err(Refusal::invalid_state(other.as_str()).into()),
            }
            let update = in_status(Update::new(), Status::Rejected)
                .set("reason", &input.body.reason)
                .set("reviewedAt", Instant::new(ctx.now))
                .set("reviewedBy", ctx.caller()?.user)
                .when(Condition::default().equals("status", Status::PendingReview));
            let credentials = Update::new().set("registrationStatus", Status::Rejected).when(Condition::item_exists());
            let transaction = Transaction::new()
                .update(&ctx.store(), "registration", &registration_key(input.path.id), update)
                .update(&ctx.store(), "credentials", &credentials_key(&registration.email), credentials);
            match ctx.commit(transaction, rejected()).await {
                Err(failure) if failure.failed("registration") => {}
                result => return result,
            }
        }
        Err(StoreError::Busy("the registration keeps changing".into()).into())
    }
}
