//! Whatever streams do, what hangs on them happens, and nothing else: they repeat, come late, in odd pieces, out of order
//! between keys, and are cut in the middle.

use crate::{call::Call, journal::Journal, mails, rows};
use futures::future::{join, join_all};
use medilink_testkit::{Actor, Process, Registration, World};
use serde_json::json;
use std::collections::BTreeSet;

const ANOTHER_PASSWORD: &str = "Another-Horse-2027";
const REASON: &str = "Le diplôme est illisible.";

/// Hands in everything.
async fn applies<'a>(world: &'a World, kind: &str) -> Registration<'a> {
    let registration = Registration::begin(world, kind, "Ouali").await;
    registration.hand_in_all().await;
    registration.submit().await.expect(200);
    registration
}

async fn rejects(admin: &Actor, registration: &str) {
    let path = format!("/v1/admin/registrations/{registration}/reject");
    admin.post(&path, json!({"reason": REASON})).await.expect(200);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_streams_do_followers_have_their_effect_and_no_other() {
    let mut told = BTreeSet::new();
    for disorder in [None, Some(1), Some(2), Some(3)] {
        told.insert(effects(disorder).await);
    }
    assert_eq!(told.len(), 1, "{told:#?}");
}

/// What has come of the same acts: mails by address and kind, decisions with how often, tenants and how they stand.
async fn effects(disorder: Option<u64>) -> String {
    let world = World::start_as(|config| config.disorder = disorder).await;
    let admin = world.admin().await;
    let (bystander, leaver) = (world.patient("Amina").await, world.patient("Karim").await);
    let mut open = bystander.socket().await;

    // Their sockets open while it may still be told that a moment ago they worked nowhere, or had another password.
    let (pool, silo) = (world.doctor_in("Kaci", "pool").await, world.doctor_in("Hadj", "silo").await);
    let mut at_work = pool.socket().await;
    let change = json!({"currentPassword": bystander.password, "newPassword": ANOTHER_PASSWORD});
    bystander.post("/v1/me/password", change).await.expect(204);
    open.ended().await;
    let changed = Actor { password: ANOTHER_PASSWORD.into(), ..bystander.clone() }.again().await;
    let mut open = changed.socket().await;
    let (first, second) = (applies(&world, "doctor").await, applies(&world, "pharmacist").await);
    tokio::join!(rejects(&admin, &first.id), rejects(&admin, &second.id));
    let stranger = world.stranger();
    for person in [&bystander, &pool, &bystander] {
        stranger.post("/v1/password/forgot", json!({"email": person.email})).await.expect(202);
    }

    let (mut phone, mut desk) = (leaver.socket().await, silo.socket().await);
    leaver.post("/v1/logout", json!({"refreshToken": leaver.login["refreshToken"]})).await.expect(204);
    let suspend = format!("/v1/admin/tenants/{}/suspend", silo.tenant_id());
    admin.post(&suspend, json!({"reason": "La licence a expiré."})).await.expect(200);
    tokio::join!(phone.ended(), desk.ended());

    let decided = [(&first.email, "registration_rejected"), (&second.email, "registration_rejected")];
    let opened = [(&pool.email, "registration_approved"), (&silo.email, "registration_approved")];
    let asked = [(&bystander.email, "password_reset"), (&pool.email, "password_reset")];
    let expected = decided.iter().chain(&opened).chain(&asked).map(|(to, kind)| ((*to).clone(), *kind));
    mails::have_come(&world, &expected.collect::<Vec<_>>()).await;
    // Whoever was not concerned still talks.
    world.rest().await;
    for socket in [&mut open, &mut at_work] {
        assert!(socket.raw(r#"{"action": "nothing"}"#).await);
        assert_eq!(socket.next("error").await["code"], "unknown_action");
    }

    let mails = mails::all(&world).await;
    let told: BTreeSet<_> = mails.iter().map(|mail| (mail["to"].to_string(), mail["kind"].to_string())).collect();
    for (to, kind) in decided.iter().chain(&opened) {
        assert_eq!(mails::count(&world, to, kind).await, 1, "{to} {kind} by {disorder:?}");
    }
    let rows = rows::all(world.local.guard.engine()).await;
    assert!(!rows.iter().any(|row| row.pk.starts_with("DEAD#")), "something was set aside by {disorder:?}");
    let tenants: BTreeSet<_> = rows
        .iter()
        .filter(|row| row.part(0) == "TENANT")
        .map(|row| (row.text("isolation"), row.text("status")))
        .collect();
    format!("{told:?} {tenants:?}")
}

/// Cuts, and how many decisions and wishes for a password each of them comes into.
const CUTS: usize = 3;
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_killed_amid_its_streams_still_tells_everybody() {
    let mut process = Process::start().await;
    let (admin, stranger) = (process.admin().await, process.stranger());
    let (journal, mut expected) = (Journal::default(), Vec::new());
    for cut in 0..CUTS {
        let begun = join_all((0..AT_ONCE).map(async |_| {
            let registration = Registration::begin(&process, "doctor", "Ouali").await;
            registration.hand_in_all().await;
            registration.submit().await.expect(200);
            (registration.id.clone(), registration.email.clone(), process.patient("Lina").await.email)
        }))
        .await;
        let from = journal.count();
        let acts = join_all(begun.iter().map(async |(registration, _, patient)| {
            let path = format!("/v1/admin/registrations/{registration}/reject");
            let reject = journal.make(Call::post(&admin, &path, json!({"reason": REASON})));
            let forgot = Call::post(&stranger, "/v1/password/forgot", json!({"email": patient}));
            join(reject, journal.make(forgot)).await
        }));
        let kill = async {
            // After the first answers, or after all of them: while their records are on the way.
            journal.reaches(from + 1 + cut * AT_ONCE / 2).await;
            process.kill().await;
        };
        join(acts, kill).await;
        process.restart().await;
        journal.settle().await;
        for (_, applicant, patient) in begun {
            expected.extend([(applicant, "registration_rejected"), (patient, "password_reset")]);
        }
    }
    mails::have_come(&process, &expected).await;
}
