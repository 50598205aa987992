//! Images as others see them, and where they stand.

use crate::{
    picture::ImageType,
    records::{ImageRecord, image_key},
};
use medilink_blobs::BlobError;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{ConversationId, ImageId};
use medilink_operation::{Refusal, codes};
use medilink_store::StoreError;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An image that is ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageView {
    /// The image.
    pub image_id: ImageId,
    /// Its media type.
    pub content_type: ImageType,
    /// Pixels across, as it is shown.
    pub width: u32,
    /// Pixels from top to bottom, as it is shown.
    pub height: u32,
    /// Its length in bytes.
    pub size: u64,
}

/// Which image.
#[derive(Debug, Deserialize, JsonSchema)]
pub struct ImagePath {
    /// The image.
    pub(crate) id: ImageId,
}

impl ImageRecord {
    /// The image as it is shown, where it is ready.
    pub(crate) fn view(&self) -> Option<ImageView> {
        let picture = self.picture?;
        Some(ImageView {
            image_id: self.image_id,
            content_type: self.content_type,
            width: picture.width,
            height: picture.height,
            size: picture.size,
        })
    }

    /// Whether it is known what has become of it.
    pub(crate) fn is_settled(&self) -> bool {
        self.picture.is_some() || self.flaw.is_some()
    }

    /// What has become of it; `None` where its bytes were not looked at yet.
    pub(crate) fn outcome(&self) -> Option<Result<ImageView, Refusal>> {
        let refused = self.flaw.map(|flaw| {
            let (reason, detail) = flaw.words();
            Err(Refusal::new(codes::IMAGE_INVALID, detail).with("reason", reason))
        });
        self.view().map(Ok).or(refused)
    }
}

/// An image, whoever asks.
pub(crate) async fn find(ctx: &Ctx, id: ImageId) -> Result<Option<ImageRecord>, Failure> {
    Ok(ctx.store().get::<ImageRecord>(&image_key(id)).await?)
}

/// An image of the caller's own; any other is none.
pub(crate) async fn own(ctx: &Ctx, id: ImageId) -> Result<ImageRecord, Failure> {
    let caller = ctx.caller()?.user;
    let image = find(ctx, id).await?.filter(|image| image.from == caller);
    Ok(image.ok_or_else(Refusal::not_found)?)
}

/// The image that the caller wants to show in a conversation, where one is named.
pub(crate) async fn to_show(
    ctx: &Ctx,
    conversation: ConversationId,
    id: Option<ImageId>,
) -> Result<Option<ImageView>, Failure> {
    let Some(id) = id else { return Ok(None) };
    let image = own(ctx, id).await?;
    if image.conversation_id != conversation {
        return Err(Refusal::not_found().into());
    }
    let ready = image.outcome().unwrap_or_else(|| Err(missing("The image has to be made ready first.")))?;
    Ok(Some(ready))
}

pub(crate) fn missing(detail: &str) -> Refusal {
    Refusal::new(codes::IMAGE_MISSING, detail)
}

/// An object store that does not answer is no fault of the image.
pub(crate) fn busy(error: BlobError) -> Failure {
    StoreError::Busy(error.to_string()).into()
}
