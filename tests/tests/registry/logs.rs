//! Logs hold no names, no contents, no addresses and no secrets.

use crate::call::invoke;
use crate::cast::Cast;
use crate::samples::samples;
use crate::snapshot;
use crate::talking::bare;
use medilink_dynamo::Action;
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{PASSWORD, World};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

/// Members whose texts belong to people, or open something.
const PRIVATE: [&str; 31] = [
    "accessToken",
    "refreshToken",
    "mfaToken",
    "uploadToken",
    "claimToken",
    "token",
    "password",
    "newPassword",
    "currentPassword",
    "code",
    "secret",
    "otpauthUri",
    "recoveryCodes",
    "email",
    "firstName",
    "lastName",
    "phone",
    "street",
    "licenseNumber",
    "reason",
    "notes",
    "text",
    "instructions",
    "name",
    "payload",
    "svg",
    "png",
    "url",
    "endpoint",
    "auth",
    "body",
];
/// Too short to be told from other words.
const SHORT: usize = 5;

/// A log that is kept.
#[derive(Clone, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("the log").extend_from_slice(bytes);
        Ok(bytes.len())
    }
    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;
    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn the_log_of_a_whole_run_holds_nothing_of_anybody() {
    let log = Kept::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_max_level(tracing_subscriber::filter::LevelFilter::INFO)
        .with_writer(log.clone());
    // Other tests of this process, where there are any, write to it as well: so much the better.
    subscriber.try_init().expect("the only log");
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let lambda = world.local.lambda_address.to_string();
    let mut private: BTreeSet<_> =
        [PASSWORD, "Amina", "Benali", "testkit.example", POISON].into_iter().map(str::to_owned).collect();
    poisoned(&world).await;
    for sample in samples() {
        let event = sample.fill(&world, &cast).await;
        private.extend(
            event["headers"]["authorization"]
                .as_str()
                .and_then(|value| value.strip_prefix("Bearer "))
                .map(str::to_owned),
        );
        private.extend(event["headers"]["upload-token"].as_str().map(str::to_owned));
        let answer =
            invoke(&client, &lambda, &sample.operation.spec().function_name(), &event).await.unwrap_or_default();
        for body in [&event["body"], &answer["body"]] {
            collect(&serde_json::from_str(body.as_str().unwrap_or_default()).unwrap_or_default(), false, &mut private);
        }
        // What is refused is logged, too.
        invoke(&client, &lambda, &sample.operation.spec().function_name(), &sample.raw()).await.ok();
    }
    let log = String::from_utf8(log.0.lock().expect("the log").clone()).expect("text");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect();
    assert!(lines.len() > samples().len() && private.len() > 100, "{} lines, {} texts", lines.len(), private.len());
    let told: Vec<_> = private.iter().filter(|text| log.contains(text.as_str())).collect();
    assert!(told.is_empty(), "{told:?}");
}

/// What stands in records that do not read.
const POISON: &str = "Poison";

/// Somebody's record does not read: the answer is a fault, and the log says no more than that.
async fn poisoned(world: &World) {
    let patient = world.patient("Lina").await;
    let item = json!({
        "pk": {"S": format!("NTFPREF#{}", bare(patient.id()))}, "sk": {"S": "-"},
        "channels": {"S": format!("Zoubida {POISON}")},
    });
    snapshot::call(world, Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": item})).await;
    patient.get("/v1/notifications/preferences").await.refused(500, "internal_error");
}

fn collect(value: &Value, is_private: bool, into: &mut BTreeSet<String>) {
    match value {
        Value::String(text) if is_private && text.len() > SHORT && !is_word(text) => drop(into.insert(text.clone())),
        Value::Array(all) => all.iter().for_each(|one| collect(one, is_private, into)),
        Value::Object(members) => {
            members.iter().for_each(|(name, one)| collect(one, PRIVATE.contains(&name.as_str()), into))
        }
        _ => {}
    }
}

/// A name of the platform's own, as in `"code": "not_found"`.
fn is_word(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
