//! Gives whoever is in its conversation a link to an image.

use crate::{
    conversation,
    images::{self, ImagePath},
    records::picture_place,
    standing,
};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Action, Grant, Method, Part, Purpose, Refusal, Spec, codes};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// How long a link opens an image.
const LIFETIME: Duration = Duration::from_secs(5 * 60);

/// `GET /v1/chat/images/{id}`.
pub struct GetImage;

/// Where an image is, for a while.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImageLink {
    /// Shows the image.
    url: String,
    /// From when on it does not.
    expires_at: Instant,
}

impl Operation for GetImage {
    const SPEC: Spec = Spec::http("chat.get_image", Method::Get, "/v1/chat/images/{id}", "Gives a link to an image")
        .grants(&[
            Grant::platform("IMG#", &[Action::GetItem]),
            Grant::platform("CNV#", &[Action::GetItem]),
            Grant::platform("TENANT#", &[Action::GetItem]),
        ])
        .refusals(&[codes::TENANT_NOT_ACTIVE])
        .audited(Part::Images, Purpose::Treatment)
        .blobs();
    type Path = ImagePath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = ImageLink;

    async fn run(
        ctx: &Ctx,
        Input { path, .. }: Input<ImagePath, NoQuery, NoBody>,
    ) -> Result<Reply<ImageLink>, Failure> {
        let caller = ctx.caller()?.user;
        let (image, ()) = futures::try_join!(images::find(ctx, path.id), standing::active(ctx))?;
        // Until a message shows it, it is its sender's alone.
        let shown = image.filter(|image| image.ttl.is_none() || image.from == caller);
        let image = shown.filter(|image| image.picture.is_some()).ok_or_else(Refusal::not_found)?;
        let conversation = conversation::own(ctx, image.conversation_id).await?.ok_or_else(Refusal::not_found)?;
        let patients = conversation.members.iter().filter(|member| member.role == Role::Patient);
        patients.for_each(|member| ctx.on_record_of(member.user_id));
        let place = picture_place(image.conversation_id, image.image_id);
        let link = ctx.platform.blobs.presign_show(&place, image.content_type.mime(), LIFETIME, ctx.now).await;
        let link = link.map_err(Failure::fault)?;
        Ok(Reply::ok(ImageLink { url: link.url, expires_at: Instant::new(link.expires_at) }))
    }
}
