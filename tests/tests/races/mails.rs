//! The mails that the platform has sent.

use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::Api;
use serde_json::Value;
use std::{collections::BTreeSet, time::Duration};

/// Longer than anything takes that is not stuck.
const PATIENCE: u32 = 3000;

/// Every mail in the outbox.
pub async fn all(api: &Api) -> Vec<Value> {
    api.stranger().get("/local/outbox").await.expect(200)["items"].as_array().cloned().unwrap_or_default()
}

/// How many mails of a kind have gone to an address.
pub async fn count(api: &Api, to: &str, kind: &str) -> usize {
    all(api).await.iter().filter(|mail| mail["to"] == to && mail["kind"] == kind).count()
}

/// Waits until each of these has come: an address and a kind.
pub async fn have_come(api: &Api, expected: &[(String, &str)]) {
    let mut missing = BTreeSet::new();
    for _ in 0..PATIENCE {
        let mails = all(api).await;
        let has_come = |to: &str, kind: &str| mails.iter().any(|mail| mail["to"] == to && mail["kind"] == kind);
        missing = expected.iter().filter(|(to, kind)| !has_come(to, kind)).cloned().collect();
        if missing.is_empty() {
            return;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("mails that never came: {missing:?}");
}
