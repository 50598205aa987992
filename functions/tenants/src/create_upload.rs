//! Lets an applicant send one document straight to the object store.

use crate::{
    records::{Registration, Upload, document_place, registration_key, upload_attribute},
    registration::Status,
    upload_request::UploadRequest,
    views::RegistrationPath,
};
use data_encoding::HEXLOWER;
use medilink_auth::hash_token;
use medilink_blobs::Upload as Promise;
use medilink_edge::{Ctx, Failure, Input, NoQuery, Operation, Reply, UploadCall};
use medilink_kernel::{Instant, UploadId};
use medilink_operation::{Access, Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Serialize;

/// Lets an applicant send a document.
pub struct CreateUpload;

/// A document that may be sent now, and how.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct UploadPermit {
    upload_id: UploadId,
    #[serde(flatten)]
    call: UploadCall,
    /// From when on it is refused.
    expires_at: Instant,
}

impl Operation for CreateUpload {
    const SPEC: Spec = Spec::http(
        "tenants.create_upload",
        Method::Post,
        "/v1/registrations/{id}/uploads",
        "Lets an applicant send a document",
    )
    .access(Access::Secret("Upload-Token"))
    .grants(&[Grant::platform("REG#", &[Action::UpdateItem])])
    .success(&[201])
    .refusals(&[codes::INVALID_STATE])
    .blobs();
    type Path = RegistrationPath;
    type Query = NoQuery;
    type Body = UploadRequest;
    type Output = UploadPermit;

    async fn run(
        ctx: &Ctx,
        input: Input<RegistrationPath, NoQuery, UploadRequest>,
    ) -> Result<Reply<UploadPermit>, Failure> {
        let (registration, request) = (input.path.id, input.body);
        request.check()?;
        let token_hash = hash_token(ctx.presented_secret.as_deref().ok_or_else(Refusal::not_found)?);
        let upload = Upload {
            upload_id: UploadId::new(ctx.now, ctx.entropy()),
            content_type: request.content_type.document().mime().to_owned(),
            size: request.size,
            sha256: HEXLOWER.encode(&request.sha256.0),
            asked_at: Instant::new(ctx.now),
        };
        let promise = Promise { content_type: &upload.content_type, size: upload.size, sha256: request.sha256.0 };
        let place = document_place(registration, upload.upload_id);
        let (call, expires_at) = UploadCall::allow(ctx, &place, promise).await?;
        let permit = UploadPermit { upload_id: upload.upload_id, call, expires_at };
        let open =
            Condition::item_exists().equals("uploadTokenHash", &token_hash).equals("status", Status::DocumentsRequired);
        let update = Update::new().set(upload_attribute(request.kind), &upload).add("version", 1).when(open);
        let transaction =
            Transaction::new().update(&ctx.store(), "registration", &registration_key(registration), update);
        ctx.commit(transaction, Reply::created(permit)).await.map_err(|failure| refused(failure, &token_hash))
    }
}

/// Whoever does not hold the token learns nothing, not even whether there is such a registration.
fn refused(failure: Failure, token_hash: &str) -> Failure {
    if !failure.failed("registration") {
        return failure;
    }
    let found = match &failure {
        Failure::Store(error) => error.found("registration").cloned(),
        _ => None,
    };
    let found = found.map(medilink_store::read::<Registration>).transpose();
    match found {
        Ok(Some(registration)) if registration.upload_token_hash == token_hash => {
            Refusal::invalid_state(registration.status.as_str()).into()
        }
        Ok(_) => Refusal::not_found().into(),
        Err(error) => error.into(),
    }
}
