use crate::{call::Call, journal::Journal, rows, rows::Row};
use futures::future::{join, join_all};
use medilink_dynamo::Engine;
use medilink_testkit::{Actor, PASSWORD, Process, Registration};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Who applies, how they are kept, and after how many steps the platform is killed: 0 is during the approval itself.
const APPLICANTS: [(&str, &str, usize); 8] = [
    ("doctor", "pool", 1),
    ("doctor", "silo", 0),
    ("pharmacist", "silo", 2),
    ("doctor", "silo", 1),
    ("laboratory", "pool", 1),
    ("doctor", "pool", 3),
    ("pharmacist", "pool", 0),
    ("doctor", "silo", 2),
];

/// Hands in everything; gives the registration's id and the account's address.
async fn applies(process: &Process, kind: &str) -> (String, String) {
    let registration = Registration::begin(process, kind, "Ouali").await;
    registration.hand_in_all().await;
    registration.submit().await.expect(200);
    (registration.id.clone(), registration.email.clone())
}

fn steps_done(tenant: &Value) -> usize {
    tenant["steps"].as_array().into_iter().flatten().filter(|step| step["status"] == "done").count()
}

/// Looks at the tenant until so many steps are done, or all.
async fn has_done(admin: &Actor, tenant: &str, steps: usize) -> Value {
    for _ in 0..20_000 {
        let seen = admin.get(&format!("/v1/admin/tenants/{tenant}")).await.expect(200);
        if steps_done(&seen.body) >= steps || seen["status"] != "provisioning" {
            return seen.body.clone();
        }
    }
    panic!("{tenant} is provisioning for ever");
}

#[tokio::test(flavor = "multi_thread")]
async fn provisioning_that_is_killed_again_and_again_ends_active_each_exactly_once() {
    let mut process = Process::start().await;
    let admin = process.admin().await;
    let applicants = join_all(APPLICANTS.map(|(kind, ..)| applies(&process, kind))).await;
    let (journal, mut cuts) = (Journal::default(), Vec::new());
    for ((id, _), (_, isolation, steps)) in applicants.iter().zip(APPLICANTS) {
        let path = format!("/v1/admin/registrations/{id}/approve");
        let approve = journal.make(Call::post(&admin, &path, json!({"isolation": isolation})));
        if steps == 0 {
            join(approve, process.kill()).await;
        } else {
            let tenant = approve.await.expect("an answer").text("tenantId");
            has_done(&admin, &tenant, steps).await;
            process.kill().await;
        }
        let rows = left_behind(&process).await;
        let unfinished = rows.iter().filter(|row| row.part(0) == "TENANT" && row.text("status") == "provisioning");
        cuts.extend(unfinished.map(|row| steps_done(&row.item)));
        process.restart().await;
        journal.settle().await;
    }
    assert!(cuts.iter().any(|done| *done > 0), "no tenant was cut between two steps: {cuts:?}");

    for (_, approved) in journal.answered() {
        let tenant = has_done(&admin, &approved.text("tenantId"), usize::MAX).await;
        assert_eq!(tenant["status"], "active", "{tenant}");
    }
    join_all(journal.answered().iter().map(|(call, first)| call.repeats(first))).await;
    for ((_, email), (kind, ..)) in applicants.iter().zip(APPLICANTS) {
        let founder = Actor::signed_in(&process.anyone, email, PASSWORD).await;
        assert_eq!(founder.login["user"]["tenantStatus"], "active", "{}", founder.login);
        if kind == "doctor" {
            let found = founder.get(&format!("/v1/doctors/{}", founder.doctor_id())).await.expect(200);
            assert_eq!(found["lastName"], "Ouali");
        }
    }
    process.kill().await;
    are_there_once(&left_behind(&process).await, &applicants);
}

async fn left_behind(process: &Process) -> Vec<Row> {
    rows::all(&Engine::open(&process.data().join("store.sqlite")).expect("the store opens")).await
}

/// One tenant a registration, and of each part of a tenant one.
fn are_there_once(rows: &[Row], applicants: &[(String, String)]) {
    let family = |name: &'static str| rows.iter().filter(move |row| row.part(0) == name);
    let registrations: BTreeSet<_> = family("TENANT").map(|row| row.text("registrationId")).collect();
    assert_eq!(registrations, applicants.iter().map(|(id, _)| id.as_str()).collect());
    assert_eq!(family("TENANT").count(), applicants.len());
    let doctors = APPLICANTS.iter().filter(|(kind, ..)| *kind == "doctor").count();
    assert_eq!(family("DIR").count(), doctors);
    for tenant in family("TENANT") {
        assert_eq!((tenant.text("status"), steps_left(tenant)), ("active", 0), "{}", tenant.item);
        let of =
            |kind: &'static str| rows.iter().filter(move |row| row.part(1) == tenant.part(1) && row.part(2) == kind);
        assert_eq!((of("KEYSPACE").count(), of("SETTINGS").count()), (1, 1), "{}", tenant.pk);
        let owners = family("EMAIL").filter(|row| row.text("tenantId") == tenant.text("tenantId"));
        let owners: Vec<_> = owners.map(|row| row.text("userId")).collect();
        assert_eq!(owners, [tenant.text("owner")]);
    }
}

fn steps_left(tenant: &Row) -> usize {
    tenant.item["steps"].as_array().map_or(0, Vec::len) - steps_done(&tenant.item)
}
