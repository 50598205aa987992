//! The job of an import, cut at any point: it ends, and with the same.

use medilink_catalogues::SAMPLES;
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, Answer, Process, World};
use serde_json::Value;
use std::time::Duration;

/// Milliseconds after which the platform is cut, one after another on the same state.
const CUTS: [u64; 8] = [0, 15, 40, 5, 80, 25, 150, 60];

async fn settled(admin: &Actor, import: &str) -> Answer {
    for _ in 0..1_000 {
        let answer = admin.get(&format!("/v1/admin/imports/{import}")).await.expect(200);
        if answer["state"] != "reading" {
            return answer;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("{import} does not end");
}

/// What an import has come to, without what is its own.
fn outcome(import: &Answer) -> [&Value; 6] {
    ["state", "sheets", "entries", "problems", "changes", "editionId"].map(|member| &import[member])
}

#[tokio::test]
async fn an_import_that_is_cut_anywhere_ends_like_one_that_is_not() {
    let sample = &SAMPLES[0];
    let mut process = Process::start().await;
    let admin = process.admin().await;
    let whole = admin.send_file("medicines", sample.name, sample.bytes).await;
    let whole = admin.compare_import(&whole).await;
    let mut imports = Vec::new();
    for cut in CUTS {
        let import = admin.send_file("medicines", sample.name, sample.bytes).await;
        admin.post(&format!("/v1/admin/imports/{import}/start"), Value::Null).await.expect(202);
        SystemClock.sleep(Duration::from_millis(cut)).await;
        process.kill().await;
        process.restart().await;
        imports.push(import);
    }
    for import in imports {
        let ended = settled(&admin, &import).await;
        assert_eq!(outcome(&ended), outcome(&whole));
    }
}

#[tokio::test]
async fn an_import_that_is_started_by_many_runs_once() {
    let world = World::start().await;
    let (admin, sample) = (world.admin().await, &SAMPLES[0]);
    let import = admin.send_file("medicines", sample.name, sample.bytes).await;
    let path = format!("/v1/admin/imports/{import}/start");
    let starts = (0..8).map(|_| admin.post(&path, Value::Null));
    for answer in futures::future::join_all(starts).await {
        answer.expect(202);
    }
    let ended = settled(&admin, &import).await;
    assert_eq!((&ended["state"], &ended["entries"]), (&"compared".into(), &37.into()));
    let path = path.replace("/start", "/confirm");
    let confirms = (0..8).map(|_| admin.post(&path, Value::Null));
    let confirmed = futures::future::join_all(confirms).await;
    assert!(confirmed.iter().all(|answer| answer.status == 200 && answer["state"] == "confirmed"));
    let catalogues = admin.get("/v1/admin/catalogues").await.expect(200);
    let medicines = catalogues.items().iter().find(|catalogue| catalogue["kind"] == "medicines").expect("medicines");
    assert_eq!(medicines["editions"].as_array().map(Vec::len), Some(1));
}
