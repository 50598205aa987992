//! Removes the bytes of images that nobody needs any more: what arrived, once it is known what became of it; all of it,
//! where no message has shown the image in its time.

use crate::{
    images,
    records::{ImageRecord, arrival_place, picture_place},
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_operation::Spec;

/// Follows images.
pub struct ClearImages;

impl StreamOperation for ClearImages {
    const SPEC: Spec =
        Spec::stream("chat.clear_images", "IMG#", "Removes the bytes of images that nobody needs").blobs();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let read = |image: serde_json::Value| serde_json::from_value::<ImageRecord>(image).map_err(Failure::fault);
        let (old, new) = (record.old.map(read).transpose()?, record.new.map(read).transpose()?);
        let blobs = &ctx.platform.blobs;
        match (old, new) {
            (Some(gone), None) => {
                let (arrived, picture) =
                    (arrival_place(gone.image_id), picture_place(gone.conversation_id, gone.image_id));
                futures::try_join!(blobs.delete(&arrived), blobs.delete(&picture)).map_err(images::busy)?;
            }
            (Some(old), Some(new)) if new.is_settled() && !old.is_settled() => {
                blobs.delete(&arrival_place(new.image_id)).await.map_err(images::busy)?;
            }
            _ => {}
        }
        Ok(())
    }
}
