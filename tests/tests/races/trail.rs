//! The audit trail under cuts and disorder: no act without its entry, each entry once, and chains that hold.

use crate::{
    dice::Dice,
    journal::Journal,
    practices::Practices,
    rows::{self, Row},
};
use futures::future::{join, join_all};
use medilink_dynamo::{Action, Engine};
use medilink_kernel::{Clock, SystemClock};
use medilink_local::audit;
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Process, World, claim, dispense, journey::treat};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const LOOKS: u32 = 1500;
const PAUSE: Duration = Duration::from_millis(20);

/// The calls whose acts lie in items, and those whose entries have a place in a chain.
fn traces(rows: &[Row]) -> (BTreeSet<String>, BTreeSet<String>) {
    let text = |value: &serde_json::Value| value.as_str().map(str::to_owned);
    let acts = rows.iter().filter_map(|row| text(&row.item["act"][6]));
    let placed = rows.iter().filter(|row| row.pk.starts_with("ACCESS#") && row.item["seq"].is_number());
    (acts.collect(), placed.filter_map(|row| text(&row.item["trace"])).collect())
}

/// Every act in the store has its entry, once the streams have caught up, and nothing is wrong with the chains.
pub async fn is_whole(process: &Process) {
    let engine = Engine::open(&process.data().join("store.sqlite")).expect("the store opens");
    for look in 0.. {
        let (acts, placed) = traces(&rows::all(&engine).await);
        if acts.is_subset(&placed) {
            assert!(!acts.is_empty(), "nobody did anything");
            break;
        }
        assert!(look < LOOKS, "acts without entries: {:?}", acts.difference(&placed).collect::<Vec<_>>());
        SystemClock.sleep(PAUSE).await;
    }
    let report = audit::verify(process.data(), SystemClock.now()).await.expect("a report");
    assert!(report.findings.is_empty() && report.links > 0, "{report}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_streams_do_every_entry_is_there_once() {
    for disorder in [None, Some(1), Some(2), Some(3)] {
        let world = World::start_as(|config| config.disorder = disorder).await;
        let (doctor, pharmacist, patient) =
            tokio::join!(world.doctor("Kaci"), world.pharmacist(), world.patient("Amina"));
        let prescription = treat(&patient, &doctor).await;
        let token = claim(&pharmacist, &prescription).await;
        dispense(&pharmacist, &prescription, &token, &[20, 9]).await.expect(200);
        for _ in 0..10 {
            patient.get("/v1/prescriptions").await.expect(200);
            doctor.get("/v1/appointments").await.expect(200);
        }
        // Booked, confirmed, examined, prescribed, claimed, dispensed; and twenty times read.
        let engine = world.local.guard.engine();
        for look in 0.. {
            let rows = rows::all(engine).await;
            let count = |family: &str| rows.iter().filter(|row| row.pk.starts_with(family)).count();
            let (entries, links, lines) = (count("ACCESS#"), count("TRAIL#"), count("OPENED#"));
            if (entries, links, lines) == (26, 26, 26) {
                break;
            }
            assert!(entries <= 26 && links <= 26 && lines <= 26, "{entries}, {links}, {lines} by {disorder:?}");
            assert!(look < LOOKS, "{entries} entries, {links} links, {lines} lines by {disorder:?}");
            SystemClock.sleep(PAUSE).await;
        }
        let report =
            audit::verify_engine(engine, &world.local.platform.secret, world.clock.now()).await.expect("a report");
        assert!(report.findings.is_empty() && report.waiting == 0, "{report} by {disorder:?}");
        assert!(!rows::all(engine).await.iter().any(|row| row.pk.starts_with("DEAD#")), "set aside by {disorder:?}");
    }
}

/// A check opens the store of a platform at work: whoever works there does not feel it, and what is on its way is no fault.
#[tokio::test(flavor = "multi_thread")]
async fn a_check_beside_a_platform_at_work_hurts_nobody_and_finds_nothing() {
    let mut process = Process::start().await;
    let practices = Practices::open(&process, ["pool", "silo", "pool"], 6).await;
    let (journal, checked) = (Journal::default(), AtomicBool::new(false));
    let work = join_all((0..8).map(async |worker| {
        let dice = Dice::new(worker);
        while !checked.load(Ordering::Relaxed) {
            assert!(practices.turn(&journal, &dice).await, "{}", process.log());
        }
    }));
    let checks = async {
        journal.reaches(50).await;
        for _ in 0..6 {
            let (sound, said) = verify(&process).await;
            assert!(sound && said.contains(", 0 faults"), "{said}");
        }
        checked.store(true, Ordering::Relaxed);
    };
    join(work, checks).await;
    let log = process.log();
    assert!(!log.contains("locked"), "{log}");
    is_whole(&process).await;

    // The same of one that is down; and what somebody has taken out of it then is found.
    process.kill().await;
    let (sound, said) = verify(&process).await;
    assert!(sound, "{said}");
    let engine = Engine::open(&process.data().join("store.sqlite")).expect("the store opens");
    let rows = rows::all(&engine).await;
    let link = rows.iter().find(|row| row.pk.starts_with("TRAIL#")).expect("a link");
    let key = json!({"pk": {"S": link.pk}, "sk": {"S": link.sk}});
    let gone = json!({"TableName": PLATFORM_TABLE, "Key": key}).to_string();
    assert_eq!(engine.call(Action::DeleteItem, gone.into()).await.status, 200);
    drop(engine);
    let (sound, said) = verify(&process).await;
    assert!(!sound && said.contains(link.text("id")) && said.contains("removed"), "{said}");
}

async fn verify(process: &Process) -> (bool, String) {
    process.command(&["audit", "verify", "--data", &process.data().to_string_lossy()]).await
}
