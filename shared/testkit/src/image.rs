use crate::{Actor, Answer};
use data_encoding::HEXLOWER;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::path::Path;

impl Actor {
    /// Promises an image for a conversation.
    pub async fn promise_image(&self, conversation: &str, media: &str, bytes: &[u8]) -> Answer {
        let hash = HEXLOWER.encode(&Sha256::digest(bytes));
        let promise =
            json!({"conversationId": conversation, "contentType": media, "size": bytes.len(), "sha256": hash});
        self.post("/v1/chat/images", promise).await
    }

    /// Promises an image and sends its bytes; gives its id.
    pub async fn upload_image(&self, conversation: &str, media: &str, bytes: &[u8]) -> String {
        let permit = self.promise_image(conversation, media, bytes).await.expect(201);
        self.send_image(&permit, bytes).await.expect(200);
        permit.text("imageId")
    }

    /// Sends bytes as a promise's answer says.
    pub async fn send_image(&self, permit: &Answer, bytes: &[u8]) -> Answer {
        Answer(self.client.send_presigned(&permit["upload"], bytes.to_vec().into()).await.expect("an answer"))
    }

    /// Has an image made ready.
    pub async fn ready_image(&self, image: &str) -> Answer {
        self.post(&format!("/v1/chat/images/{image}/ready"), Value::Null).await
    }
}

/// The keys of all that lies in the object store of a platform whose state is in this folder.
pub fn stored_objects(data: &Path) -> Vec<String> {
    let files = |folder: &Path| std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let buckets = files(&data.join("objects"));
    let metas = buckets.flat_map(|bucket| files(&bucket).collect::<Vec<_>>()).flat_map(|folder| {
        let metas = files(&folder).filter(|path| path.extension().is_some_and(|ending| ending == "json"));
        metas.collect::<Vec<_>>()
    });
    // What is removed while it is looked for is not there.
    let texts = metas.filter_map(|path| std::fs::read_to_string(path).ok());
    let mut keys: Vec<_> =
        texts.filter_map(|text| Some(serde_json::from_str::<Value>(&text).ok()?["key"].as_str()?.to_owned())).collect();
    keys.sort();
    keys
}
