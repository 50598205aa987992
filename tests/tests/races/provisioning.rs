use crate::{call::Call, dice::Dice, journal::Journal, rows, rows::Row};
use futures::future::{join, join_all};
use medilink_dynamo::Engine;
use medilink_testkit::{Actor, PASSWORD, Process, Registration};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const APPLICANTS: [(&str, &str); 6] = [
    ("doctor", "pool"),
    ("doctor", "silo"),
    ("pharmacist", "silo"),
    ("doctor", "silo"),
    ("laboratory", "pool"),
    ("pharmacist", "pool"),
];

/// Hands in everything; gives the registration's id and the account's address.
async fn applies(process: &Process, kind: &str) -> (String, String) {
    let registration = Registration::begin(process, kind, "Ouali").await;
    registration.hand_in_all().await;
    registration.submit().await.expect(200);
    (registration.id.clone(), registration.email.clone())
}

/// How the tenants stand.
async fn tenants(admin: &Actor, ids: &[String]) -> Vec<Value> {
    join_all(ids.iter().map(async |id| admin.get(&format!("/v1/admin/tenants/{id}")).await.expect(200).body.clone()))
        .await
}

fn steps_done(tenant: &Value) -> usize {
    tenant["steps"].as_array().into_iter().flatten().filter(|step| step["status"] == "done").count()
}

#[tokio::test(flavor = "multi_thread")]
async fn provisioning_that_is_killed_again_and_again_ends_active_each_exactly_once() {
    let mut process = Process::start().await;
    let admin = process.admin().await;
    let applicants = join_all(APPLICANTS.map(|(kind, _)| applies(&process, kind))).await;
    let (journal, dice) = (Journal::default(), Dice::new(7));
    let approve = join_all(applicants.iter().zip(APPLICANTS).map(|((id, _), (_, isolation))| {
        let path = format!("/v1/admin/registrations/{id}/approve");
        journal.make(Call::post(&admin, &path, json!({"isolation": isolation})))
    }));
    let kill = async {
        journal.reaches(2).await;
        process.kill().await;
    };
    join(approve, kill).await;

    let mut cuts = BTreeSet::new();
    loop {
        process.restart().await;
        journal.settle().await;
        let ids: Vec<_> = journal.done("approve").iter().map(|(_, answer)| answer.text("tenantId")).collect();
        let mut standing = tenants(&admin, &ids).await;
        let enough = standing.iter().map(steps_done).sum::<usize>() + 1 + dice.roll(4);
        while standing.iter().map(steps_done).sum::<usize>() < enough
            && standing.iter().any(|tenant| tenant["status"] == "provisioning")
        {
            standing = tenants(&admin, &ids).await;
        }
        if standing.iter().all(|tenant| tenant["status"] == "active") {
            break;
        }
        process.kill().await;
        let rows = left_behind(&process).await;
        cuts.extend(rows.iter().filter(|row| row.part(0) == "TENANT").map(|row| steps_done(&row.item)));
    }
    assert!(cuts.len() > 2, "cut at too few steps: {cuts:?}");

    join_all(journal.answered().iter().map(|(call, first)| call.repeats(first))).await;
    for ((_, email), (kind, _)) in applicants.iter().zip(APPLICANTS) {
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
    let doctors = APPLICANTS.iter().filter(|(kind, _)| *kind == "doctor").count();
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
