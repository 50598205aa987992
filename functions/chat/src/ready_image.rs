//! Makes an image ready: checks what has arrived, and takes everything out of it but the picture.
//!
//! The picture is stored before the image says so; it follows from what arrived, so whoever does it once more, or at the
//! same time, does the same. What arrived goes by [`crate::clear_images`], once it is said what has become of it.

use crate::{
    images::{self, ImagePath, ImageView},
    picture::{Clean, Flaw, clean},
    promises,
    records::{ImageRecord, Picture, arrival_place, image_key, picture_place, promises_key},
    standing,
};
use bytes::Bytes;
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_operation::{Action, Grant, Method, Refusal, Spec, codes};
use medilink_store::{Condition, StoreError, Transaction, Update};
use sha2::{Digest, Sha256};

/// `POST /v1/chat/images/{id}/ready`.
pub struct ReadyImage;

impl Operation for ReadyImage {
    const SPEC: Spec = Spec::http(
        "chat.ready_image",
        Method::Post,
        "/v1/chat/images/{id}/ready",
        "Checks an image that was sent, and makes it ready to be shown",
    )
    .grants(&[
        Grant::platform("IMG#", &[Action::GetItem, Action::UpdateItem]),
        Grant::platform("IMGS#", &[Action::UpdateItem]),
        Grant::platform("TENANT#", &[Action::GetItem]),
    ])
    .refusals(&[codes::TENANT_NOT_ACTIVE, codes::IMAGE_MISSING, codes::IMAGE_INVALID])
    .blobs()
    // 8 MiB as they came, as they go, and a piece list of the longest file made of the shortest pieces.
    .memory(1024)
    .timeout(30);
    type Path = ImagePath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImageView;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<ImagePath, NoQuery, NoBody>,
    ) -> Result<Reply<ImageView>, Failure> {
        let (image, ()) = futures::try_join!(images::own(ctx, path.id), standing::active(ctx))?;
        if let Some(outcome) = image.outcome() {
            return Ok(Reply::ok(outcome?));
        }
        let Some(raw) = arrived(ctx, &image).await? else {
            // Somebody at the same work may have been faster: what had arrived is gone then.
            let image = images::own(ctx, path.id).await?;
            let missing = || Err(images::missing("The bytes of the image have not arrived."));
            return Ok(Reply::ok(image.outcome().unwrap_or_else(missing)?));
        };
        let promised = image.clone();
        // Off the threads that serve everybody else.
        let judged = tokio::task::spawn_blocking(move || judge(&promised, &raw)).await.map_err(Failure::fault)?;
        match judged {
            Ok(clean) => keep(ctx, image, clean).await,
            Err(flaw) => refuse(ctx, image, flaw).await,
        }
    }
}

/// What arrived; of more than was promised, one byte more.
async fn arrived(ctx: &Ctx, image: &ImageRecord) -> Result<Option<Bytes>, Failure> {
    let most = usize::try_from(image.size).unwrap_or(usize::MAX).saturating_add(1);
    ctx.platform.blobs.get_prefix(&arrival_place(image.image_id), most).await.map_err(images::busy)
}

fn judge(promised: &ImageRecord, raw: &Bytes) -> Result<Clean, Flaw> {
    if raw.len() as u64 != promised.size {
        return Err(Flaw::WrongSize);
    }
    if Sha256::digest(raw)[..] != promised.sha256.0 {
        return Err(Flaw::WrongHash);
    }
    clean(promised.content_type, raw)
}

async fn keep(ctx: &Ctx, mut image: ImageRecord, clean: Clean) -> Result<Reply<ImageView>, Failure> {
    let place = picture_place(image.conversation_id, image.image_id);
    let picture = Picture { width: clean.width, height: clean.height, size: clean.bytes.len() as u64 };
    ctx.platform.blobs.put(&place, image.content_type.mime(), clean.bytes).await.map_err(images::busy)?;
    image.picture = Some(picture);
    let ready = image.view().ok_or_else(|| Failure::fault("a picture that is none"))?;
    let update = Update::new().set("picture", picture).when(unsettled());
    let transaction = Transaction::new().update(&ctx.store(), "image", &image_key(image.image_id), update).update(
        &ctx.store(),
        promises::TAG,
        &promises_key(image.from),
        promises::kept(image.image_id),
    );
    match ctx.commit(transaction, Reply::ok(ready)).await {
        Err(failure) if failure.failed("image") => match settled(&failure)? {
            Some(outcome) => Ok(Reply::ok(outcome?)),
            None => {
                // Its time was over while it was looked at.
                ctx.platform.blobs.delete(&place).await.map_err(images::busy)?;
                Err(Refusal::not_found().into())
            }
        },
        result => result,
    }
}

async fn refuse(ctx: &Ctx, mut image: ImageRecord, flaw: Flaw) -> Result<Reply<ImageView>, Failure> {
    image.flaw = Some(flaw);
    let update = Update::new().set("flaw", flaw).when(unsettled());
    let written = ctx.store().update("image", &image_key(image.image_id), update).await;
    let outcome = match written.map_err(Failure::from) {
        Err(failure) if failure.failed("image") => settled(&failure)?,
        result => {
            result?;
            let promises = promises_key(image.from);
            ctx.store().update(promises::TAG, &promises, promises::kept(image.image_id)).await?;
            image.outcome()
        }
    };
    Ok(Reply::ok(outcome.unwrap_or_else(|| Err(Refusal::not_found()))?))
}

fn unsettled() -> Condition {
    Condition::item_exists().absent("picture").absent("flaw")
}

/// What somebody at the same work has found; `None` where the image is gone.
fn settled(failure: &Failure) -> Result<Option<Result<ImageView, Refusal>>, StoreError> {
    let Failure::Store(error) = failure else { return Ok(None) };
    let found = error.found("image").cloned().map(medilink_store::read::<ImageRecord>).transpose()?;
    Ok(found.and_then(|image| image.outcome()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::ImageType;
    use medilink_kernel::{ConversationId, ImageId, Sha256Hex, UserId};

    #[test]
    fn bytes_are_held_against_the_promise_before_anybody_looks_into_them() {
        let raw = Bytes::from_static(b"\x89PNG\r\n\x1a\n and so on");
        let promised = ImageRecord {
            image_id: ImageId::from_u128(1),
            conversation_id: ConversationId::from_u128(2),
            from: UserId::from_u128(3),
            content_type: ImageType::Png,
            size: raw.len() as u64,
            sha256: Sha256Hex(Sha256::digest(&raw).into()),
            picture: None,
            flaw: None,
            ttl: None,
        };
        let flaw = |raw: &'static [u8]| judge(&promised, &Bytes::from_static(raw)).err();
        assert_eq!(judge(&promised, &raw).err(), Some(Flaw::Damaged));
        assert_eq!(flaw(b"\x89PNG\r\n\x1a\n and so o"), Some(Flaw::WrongSize));
        assert_eq!(flaw(b"\x89PNG\r\n\x1a\n and so on!"), Some(Flaw::WrongSize));
        assert_eq!(flaw(b"\x89PNG\r\n\x1a\n and so of"), Some(Flaw::WrongHash));
        assert_eq!(flaw(b""), Some(Flaw::WrongSize));
    }
}
