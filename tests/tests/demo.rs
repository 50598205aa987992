//! The demo data: whole after one start, and after starts that were cut at any point.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use medilink_kernel::{Clock, SystemClock};
use medilink_local::seed;
use medilink_testkit::{Actor, Process, World};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

/// Milliseconds after which a start is cut, one after another on the same state.
const CUTS: [u64; 8] = [0, 40, 90, 160, 250, 360, 500, 700];

#[tokio::test]
async fn made_in_one_go() {
    let world = World::start_as(|config| config.demo = true).await;
    assert!(seed::needed(world.data()));
    seed::run(&world.url, world.data()).await.unwrap();
    assert!(!seed::needed(world.data()));
    is_whole(&world).await;
}

#[tokio::test]
async fn finished_by_the_next_start_where_one_was_killed() {
    let mut process = Process::start_as(&[("MEDILINK_DEMO", "1")], &[]).await;
    for cut in CUTS {
        SystemClock.sleep(Duration::from_millis(cut)).await;
        process.kill().await;
        process.restart().await;
    }
    for _ in 0..1000 {
        if !seed::needed(process.data()) {
            break;
        }
        assert!(process.is_running(), "{}", process.log());
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    assert!(!seed::needed(process.data()), "{}", process.log());
    is_whole(&process).await;
    process.kill().await;
    process.restart().await;
    is_whole(&process).await;
}

async fn is_whole(api: &medilink_testkit::Api) {
    let accounts = seed::accounts();
    let mut people = BTreeMap::<String, Vec<Actor>>::new();
    for account in accounts.as_array().unwrap() {
        let text = |name: &str| account[name].as_str().unwrap().to_owned();
        let actor = Actor::signed_in(&api.anyone, &text("email"), &text("password")).await;
        assert_eq!(actor.login["user"]["role"], text("role"));
        people.entry(text("role")).or_default().push(actor);
    }
    let counts: Vec<_> = people.iter().map(|(role, actors)| (role.as_str(), actors.len())).collect();
    assert_eq!(counts, [("admin", 1), ("doctor", 2), ("lab_technician", 1), ("patient", 4), ("pharmacist", 1)]);

    let tenants = people["admin"][0].get("/v1/admin/tenants").await.expect(200);
    assert_eq!(tally(tenants.items(), "status"), BTreeMap::from([("active".into(), 4)]));
    assert_eq!(tally(tenants.items(), "isolation"), BTreeMap::from([("pool".into(), 3), ("silo".into(), 1)]));

    for side in ["doctor", "patient"] {
        let (mut visits, mut prescriptions) = (Vec::new(), Vec::new());
        for actor in &people[side] {
            visits.extend(actor.get("/v1/appointments?limit=100").await.expect(200).items().clone());
            prescriptions.extend(actor.get("/v1/prescriptions?limit=100").await.expect(200).items().clone());
        }
        let wanted = [("cancelled", 2), ("confirmed", 4), ("fulfilled", 4), ("no_show", 1), ("requested", 3)];
        assert_eq!(tally(&visits, "status"), wanted.map(|(status, n)| (status.to_owned(), n)).into(), "{side}");
        let wanted = ["active", "cancelled", "claimed", "dispensed", "part_dispensed"];
        assert_eq!(tally(&prescriptions, "status"), wanted.map(|status| (status.to_owned(), 1)).into(), "{side}");
    }
    let wilayas = tally(api.stranger().get("/v1/doctors").await.expect(200).items(), "wilaya");
    assert_eq!(wilayas, BTreeMap::from([("Alger".into(), 1), ("Oran".into(), 1)]));
}

fn tally(items: &[Value], member: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item[member].as_str().unwrap_or_default().to_owned()).or_default() += 1;
    }
    counts
}
