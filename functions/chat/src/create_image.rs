//! Lets somebody send an image for a conversation straight to the object store.

use crate::{
    conversation,
    picture::ImageType,
    promises,
    records::{ImageRecord, arrival_place, image_key},
    standing,
};
use medilink_blobs::Upload;
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Operation, Reply, UploadCall, upload_size};
use medilink_kernel::{ConversationId, ImageId, Instant, Sha256Hex};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, StoreError, Transaction};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// How long an image waits for a message to show it.
const KEPT_SECONDS: i64 = 24 * 3600;
/// How often it is tried again where the same person is promised others at the same time.
const ATTEMPTS: usize = 5;
/// The most bytes of an image.
const MOST_BYTES: u64 = 8 << 20;

/// `POST /v1/chat/images`.
pub struct CreateImage;

/// An image about to be sent.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImageRequest {
    /// Where it will be shown.
    conversation_id: ConversationId,
    /// Its media type.
    content_type: ImageType,
    /// Its length in bytes, at most 8 MiB.
    #[serde(deserialize_with = "upload_size::<_, MOST_BYTES>")]
    #[schemars(range(min = 1, max = 8_388_608))]
    size: u64,
    /// Its SHA-256 in hexadecimal.
    sha256: Sha256Hex,
}

/// An image that may be sent now.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImagePermit {
    image_id: ImageId,
    /// The request that the client sends itself, exactly as given.
    upload: UploadCall,
    /// From when on it is refused.
    expires_at: Instant,
}

impl Operation for CreateImage {
    const SPEC: Spec = Spec::http("chat.create_image", Method::Post, "/v1/chat/images", "Lets somebody send an image")
        .grants(&[
            Grant::platform("CNV#", &[Action::GetItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
            Grant::platform("IMG#", &[Action::PutItem]),
            Grant::platform("IMGS#", &[Action::GetItem, Action::UpdateItem]),
        ])
        .success(&[201])
        .refusals(&[codes::NOT_FOUND, codes::TENANT_NOT_ACTIVE])
        .blobs();
    type Path = NoPath;
    type Query = NoQuery;
    type Body = ImageRequest;
    type Output = ImagePermit;

    async fn run(
        ctx: &Ctx,
        Input { body, .. }: Input<NoPath, NoQuery, ImageRequest>,
    ) -> Result<Reply<ImagePermit>, Failure> {
        let conversation = conversation::own(ctx, body.conversation_id);
        let user = ctx.caller()?.user;
        let (conversation, (), mut promises) =
            futures::try_join!(conversation, standing::active(ctx), promises::of(ctx, user))?;
        conversation.ok_or_else(Refusal::not_found)?;
        let image = ImageRecord {
            image_id: ImageId::new(ctx.now, ctx.entropy()),
            conversation_id: body.conversation_id,
            from: user,
            content_type: body.content_type,
            size: body.size,
            sha256: body.sha256,
            picture: None,
            flaw: None,
            ttl: Some(ctx.now.as_second() + KEPT_SECONDS),
        };
        let promise = Upload { content_type: body.content_type.mime(), size: body.size, sha256: body.sha256.0 };
        let place = arrival_place(image.image_id);
        let (upload, expires_at) = UploadCall::allow(ctx, &place, promise).await?;
        let permit = ImagePermit { image_id: image.image_id, upload, expires_at };
        let key = image_key(image.image_id);
        for _ in 0..ATTEMPTS {
            let transaction = Transaction::new().put(&ctx.store(), "image", &key, &image, Condition::new_item());
            let transaction = promises.with(ctx, transaction, image.image_id)?;
            match ctx.commit(transaction, Reply::created(permit.clone())).await {
                Err(failure) if failure.failed(promises::TAG) => promises = promises::of(ctx, user).await?,
                result => return result,
            }
        }
        Err(StoreError::Busy("many images at once".into()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn types_and_sizes_are_bounded() {
        let read = |content_type: &str, size: i64| {
            let id = ConversationId::from_u128(1);
            let hash = "0".repeat(64);
            let body = json!({"conversationId": id, "contentType": content_type, "size": size, "sha256": hash});
            serde_json::from_value::<ImageRequest>(body).is_ok()
        };
        for content_type in ["image/jpeg", "image/png", "image/webp"] {
            assert!(read(content_type, 1) && read(content_type, 8 << 20));
        }
        for size in [-1, 0, (8 << 20) + 1] {
            assert!(!read("image/png", size), "{size}");
        }
        for wrong in ["", "image/gif", "image/svg+xml", "application/pdf", "text/html", "IMAGE/PNG"] {
            assert!(!read(wrong, 1), "{wrong}");
        }
    }
}
