//! What samples of images speak of: one that was sent, one that is ready, one that a message shows.

use crate::cast::Cast;
use crate::states::state;
use medilink_local::seed::documents;
use medilink_testkit::{Actor, World};
use serde_json::{Value, json};

/// The members of a state by its name: those of a talk, and an image in it.
pub async fn picture(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    if !matches!(name, "uploaded" | "uploadedByDoctor" | "pictured" | "shown") {
        return None;
    }
    let mut all = Box::pin(state(world, cast, "talk")).await;
    let text = |member: &str| all[member].as_str().unwrap_or_default().to_owned();
    let patient = Actor::signed_in(&world.anyone, &text("email"), &text("password")).await;
    let sender = if name == "uploadedByDoctor" { cast.get("doctor")? } else { &patient };
    let conversation = text("conversationId");
    let image = sender.upload_image(&conversation, "image/png", &documents::png(90)).await;
    if matches!(name, "pictured" | "shown") {
        sender.ready_image(&image).await.expect(200);
    }
    if name == "shown" {
        let mut socket = sender.socket().await;
        let show = json!({"action": "send", "clientId": "shown", "conversationId": conversation, "imageId": image});
        assert_eq!(socket.ask(&show, "shown").await["type"], "ack");
    }
    all["image"] = image.rsplit('_').next().unwrap_or_default().into();
    all["imageId"] = image.into();
    Some(all)
}
