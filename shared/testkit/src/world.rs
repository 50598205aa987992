use crate::{Api, PASSWORD, Provider, ShiftedClock, api::ADMIN};
use medilink_auth::password::Cost;
use medilink_kernel::{Clock, Email, SystemClock};
use medilink_local::{Config, Local, Parts};
use serde_json::Value;
use std::{ops::Deref, path::Path, sync::Arc, time::Duration};
use tempfile::TempDir;

/// A whole platform in this process, on free ports and a folder of its own; gone when it is dropped.
pub struct World {
    api: Api,
    /// The platform: its guard, its parts.
    pub local: Local,
    /// Its clock.
    pub clock: Arc<ShiftedClock>,
    /// Where its people's browsers take messages in the background.
    pub push_service: Provider,
    data: TempDir,
}

impl World {
    /// An empty platform with an admin.
    pub async fn start() -> Self {
        Self::start_as(|_| {}).await
    }

    /// The same, configured otherwise.
    pub async fn start_as(change: impl FnOnce(&mut Config)) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        let mut config = Config::empty(data.path().to_owned());
        config.admin = Some((Email::new(ADMIN).expect("an address"), PASSWORD.to_owned()));
        let push_service = Provider::start().await;
        config.outside.push(("MEDILINK_WEB_PUSH_ORIGINS".to_owned(), push_service.origin()));
        change(&mut config);
        let clock = Arc::new(ShiftedClock::default());
        let parts = Parts { clock: clock.clone(), password_cost: Cost::LEAST, ..Parts::default() };
        let local = Local::start(config, parts).await.expect("the platform starts");
        Self { api: Api::new(&format!("http://{}", local.address)), local, clock, push_service, data }
    }

    /// Waits until nothing follows the streams any more: the store is asked for nothing.
    pub async fn rest(&self) {
        let calls = || self.local.guard.meter().snapshot().values().map(|usage| usage.calls).sum::<u64>();
        let (mut before, mut quiet) = (calls(), 0);
        for _ in 0..600 {
            // Two turns of whoever looks at a stream; and again, for a busy machine keeps followers waiting.
            SystemClock.sleep(Duration::from_millis(50)).await;
            let after = calls();
            quiet = if after == before { quiet + 1 } else { 0 };
            if quiet == 4 {
                return;
            }
            before = after;
        }
        panic!("the store does not come to rest");
    }

    /// Has a function called with an event, as the cloud's own services call it, and gives its answer.
    pub async fn invoke(&self, function: &str, event: &Value) -> Value {
        let url = format!("http://{}/2015-03-31/functions/{function}/invocations", self.local.lambda_address);
        let answer = reqwest::Client::new().post(url).body(event.to_string()).send().await.expect("an answer");
        let failed = answer.headers().contains_key("x-amz-function-error");
        let text = answer.text().await.expect("a body");
        assert!(!failed, "{text}");
        serde_json::from_str(&text).expect("JSON")
    }

    /// Where its state is.
    pub fn data(&self) -> &Path {
        self.data.path()
    }
}

impl Deref for World {
    type Target = Api;
    fn deref(&self) -> &Api {
        &self.api
    }
}
