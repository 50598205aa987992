//! What people were told, waited for.

use crate::{Actor, World};
use medilink_kernel::{Clock, SystemClock};
use serde_json::{Value, json};
use std::time::Duration;

/// What a stream brings comes within moments; a test that waits so long has failed.
const LOOKS: u32 = 1500;
const PAUSE: Duration = Duration::from_millis(20);

impl Actor {
    /// The notification of this kind, the latest, once it is there.
    pub async fn told(&self, kind: &str) -> Value {
        self.told_times(kind, 1).await.remove(0)
    }

    /// The notifications of this kind, the latest first, once there are so many.
    pub async fn told_times(&self, kind: &str, times: usize) -> Vec<Value> {
        for _ in 0..LOOKS {
            let told = self.notifications(kind).await;
            if told.len() >= times {
                return told;
            }
            SystemClock.sleep(PAUSE).await;
        }
        panic!("{} was not told {times} times of {kind}: {:?}", self.email, self.notifications("").await);
    }

    /// The notifications of this kind, or of every kind for none, as they are now.
    pub async fn notifications(&self, kind: &str) -> Vec<Value> {
        let list = self.get("/v1/notifications?limit=100").await.expect(200);
        list.items().iter().filter(|item| kind.is_empty() || item["kind"] == kind).cloned().collect()
    }
}

impl World {
    /// Does what is due by the platform's clock, as its schedule does every minute.
    pub async fn due(&self) {
        self.tick("notifications-run_due").await;
    }

    /// Brings again what somebody outside would not take, where its turn has come by the platform's clock.
    pub async fn again(&self) {
        self.tick("streams-run_postponed").await;
    }

    async fn tick(&self, function: &str) {
        self.invoke(function, &json!({})).await;
    }

    /// What went out to an address or telephone, of this kind: mails and text messages.
    pub async fn sent(&self, to: &str, kind: &str) -> Vec<Value> {
        let outbox = self.stranger().get("/local/outbox").await.expect(200);
        outbox
            .items()
            .iter()
            .filter(|sent| sent["to"] == to && (kind.is_empty() || sent["kind"] == kind))
            .cloned()
            .collect()
    }

    /// The same, once there are so many.
    pub async fn sent_times(&self, to: &str, kind: &str, times: usize) -> Vec<Value> {
        for _ in 0..LOOKS {
            let sent = self.sent(to, kind).await;
            if sent.len() >= times {
                return sent;
            }
            SystemClock.sleep(PAUSE).await;
        }
        let kinds: Vec<_> = self.sent(to, "").await.iter().map(|sent| sent["kind"].to_string()).collect();
        panic!("{times} of {kind} did not go out to {to}: {kinds:?}");
    }
}
