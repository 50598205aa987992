use crate::{Actor, Answer};
use medilink_local::importing::{self, File};

impl Actor {
    /// Sends a file for a catalogue; gives the id of its import.
    pub async fn send_file(&self, kind: &str, name: &str, bytes: &[u8]) -> String {
        importing::send(&self.client, &File::named(kind, name, bytes.to_vec())).await.expect("it is sent")
    }

    /// Lets an import run until it waits for a decision.
    pub async fn compare_import(&self, import: &str) -> Answer {
        Answer(importing::compare(&self.client, import, |_| {}).await.expect("it is compared"))
    }

    /// Brings a file into force; gives its import.
    pub async fn import(&self, kind: &str, name: &str, bytes: &[u8]) -> Answer {
        let import = self.send_file(kind, name, bytes).await;
        self.compare_import(&import).await;
        Answer(importing::confirm(&self.client, &import).await.expect("it is confirmed"))
    }
}
