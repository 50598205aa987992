//! Who opened what, as patients and auditors read it.

use jiff::SignedDuration;
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, Answer, PASSWORD, World, book, claim, confirm, examine, journey::treat, prescribe};
use serde_json::{Value, json};
use std::time::Duration;

const LOG: &str = "/v1/me/access-log?limit=100";

/// What a list has once it has so many lines.
async fn lines(actor: &Actor, path: &str, count: usize) -> Vec<Value> {
    for _ in 0..1500 {
        let list = actor.get(path).await.expect(200);
        if list.items().len() >= count {
            assert_eq!(list.items().len(), count, "{list}");
            return list.items().to_vec();
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("{path} has no {count} lines: {}", actor.get(path).await);
}

fn operations(entries: &[Value]) -> Vec<&str> {
    entries.iter().rev().map(|entry| entry["operation"].as_str().unwrap_or_default()).collect()
}

async fn auditor(world: &World) -> Actor {
    let form = json!({
        "role": "auditor", "firstName": "Houria", "lastName": "Saadi", "email": "auditor@testkit.example",
        "password": PASSWORD,
    });
    let admin = world.admin().await;
    admin.post("/v1/admin/users", form.clone()).await.expect(201);
    admin.post("/v1/admin/users", form.clone()).await.refused(409, "email_taken");
    let mut other = form;
    other["role"] = "admin".into();
    admin.post("/v1/admin/users", other).await.refused(400, "invalid_input");
    Actor::signed_in(&world.anyone, "auditor@testkit.example", PASSWORD).await
}

#[tokio::test]
async fn a_patient_reads_in_plain_words_who_opened_what_and_why() {
    let world = World::start().await;
    let (doctor, pharmacist, patient, other) =
        tokio::join!(world.doctor("Kaci"), world.pharmacist(), world.patient("Amina"), world.patient("Karim"));
    let prescription = treat(&patient, &doctor).await;
    let id = prescription.text("prescriptionId");
    doctor.get(&format!("/v1/prescriptions/{id}")).await.expect(200);
    let code = json!({"payload": prescription["qr"]["payload"]});
    pharmacist.post("/v1/prescriptions/verify", code.clone()).await.expect(200);
    claim(&pharmacist, &prescription).await;
    // The same claim again writes nothing, and is an entry as well.
    claim(&pharmacist, &prescription).await;
    patient.get(&format!("/v1/prescriptions/{id}")).await.expect(200);
    // What others ask for in vain is no line of hers, for nobody found whose it is.
    other.get(&format!("/v1/prescriptions/{id}")).await.refused(404, "not_found");
    doctor.post(&format!("/v1/prescriptions/{id}/cancel"), json!({"reason": "Erreur"})).await.expect(202);

    let log = lines(&patient, LOG, 10).await;
    let newest = &log[0];
    assert_eq!((&newest["part"], &newest["purpose"]), (&json!("prescriptions"), &json!("treatment")));
    assert_eq!((&newest["outcome"], &newest["recordId"]), (&json!("granted"), &json!(id)));
    let text = newest["text"].as_str().unwrap_or_default();
    assert!(text.contains("Kaci") && text.contains(newest["localTime"].as_str().unwrap_or("?")), "{text}");
    let purposes: Vec<_> = log.iter().map(|line| line["purpose"].as_str().unwrap_or_default()).collect();
    let count = |purpose| purposes.iter().filter(|other| **other == purpose).count();
    assert_eq!((count("own"), count("treatment"), count("dispensing")), (2, 5, 3), "{purposes:?}");
    assert!(log.iter().all(|line| line["unusual"] == json!([])), "{log:?}");
    let own = log.iter().find(|line| line["purpose"] == "own").expect("her own");
    assert!(own["who"].get("name").is_none() && own["text"].as_str().is_some_and(|text| !text.contains('{')));
    let arabic = patient.speaking("ar").get(LOG).await.expect(200);
    assert!(arabic.items()[0]["text"].as_str().is_some_and(|text| text.contains("وصفاتكم")), "{arabic}");
    // Nothing of what was read stands in it.
    let whole = format!("{log:?}");
    assert!(!whole.contains("Amoxicilline") && !whole.contains("Angine") && !whole.contains("Erreur"));
    // Pages come from one query, to its end.
    let first = patient.get("/v1/me/access-log?limit=4").await.expect(200);
    let cursor = first["nextCursor"].as_str().expect("more").to_owned();
    let second = patient.get(&format!("/v1/me/access-log?limit=4&cursor={cursor}")).await.expect(200);
    assert!(first.items().iter().chain(second.items()).eq(&log[..8]), "{first}\n{second}");
    other.get(&format!("/v1/me/access-log?limit=4&cursor={cursor}")).await.refused(400, "invalid_cursor");
}

#[tokio::test]
async fn an_auditor_asks_by_patient_by_actor_and_by_tenant() {
    let world = World::start().await;
    let (doctor, patient, auditor) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"), auditor(&world));
    let appointment = book(&patient, &doctor, 0).await;
    confirm(&doctor, &appointment).await;
    doctor.get("/v1/appointments").await.expect(200);
    patient.post(&format!("/v1/appointments/{appointment}/confirm"), json!({})).await.refused(403, "forbidden");
    doctor.post(&format!("/v1/appointments/{appointment}/confirm"), json!({})).await.refused(409, "invalid_state");
    let by = |what: &str| format!("/v1/audit/entries?limit=100&{what}");
    let (of_patient, of_doctor, of_tenant) = (
        by(&format!("patient={}", patient.id())),
        by(&format!("actor={}", doctor.id())),
        by(&format!("tenant={}", doctor.tenant_id())),
    );
    let booked = "scheduling.book_appointment";
    let (confirmed, listed) = ("scheduling.confirm", "scheduling.list_appointments");
    let done = [confirmed, listed, confirmed];
    let entries = lines(&auditor, &of_doctor, 3).await;
    assert_eq!(operations(&entries), done);
    assert_eq!((&entries[0]["outcome"], &entries[0]["code"]), (&json!("refused"), &json!("invalid_state")));
    assert_eq!((&entries[2]["outcome"], &entries[2]["recordId"]), (&json!("granted"), &json!(appointment)));
    assert_eq!(entries[1]["patientIds"], json!([patient.id()]));
    assert_eq!(entries[0]["address"], "127.0.0.1");
    // What was refused at the door is in the patient's own list, and in nobody's record.
    let entries = lines(&auditor, &by(&format!("actor={}", patient.id())), 2).await;
    assert_eq!((&entries[0]["code"], &entries[0]["recordId"]), (&json!("forbidden"), &json!(appointment)));
    let entries = lines(&auditor, &of_tenant, 4).await;
    assert_eq!(operations(&entries), [booked, confirmed, listed, confirmed]);
    // Looking is an entry, too, of the patient who is looked at.
    let mut seen = Vec::new();
    for _ in 0..1500 {
        let found = auditor.get(&of_patient).await.expect(200);
        seen = operations(found.items()).iter().map(|operation| (*operation).to_owned()).collect();
        if seen.len() > 4 {
            break;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    assert!(seen.iter().any(|operation| operation == "audit.list_entries"), "{seen:?}");
    seen.retain(|operation| operation != "audit.list_entries");
    assert_eq!(seen, [booked, confirmed, listed, confirmed]);
    // By time.
    let at = |answer: &Answer| answer.items().len();
    assert_eq!(at(&auditor.get(&format!("{of_doctor}&to=2020-01-01T00:00:00Z")).await.expect(200)), 0);
    assert_eq!(at(&auditor.get(&format!("{of_doctor}&from=2020-01-01T00:00:00Z")).await.expect(200)), 3);
    assert_eq!(at(&auditor.get(&format!("{of_tenant}&from=2199-01-01T00:00:00Z")).await.expect(200)), 0);
    // Exactly one.
    auditor.get("/v1/audit/entries").await.refused(400, "invalid_input");
    let two = format!("/v1/audit/entries?patient={}&actor={}", patient.id(), doctor.id());
    auditor.get(&two).await.refused(400, "invalid_input");
    for actor in [&patient, &doctor, &world.admin().await] {
        actor.get(&of_patient).await.refused(403, "forbidden");
    }
    for method in ["POST", "PUT", "PATCH", "DELETE"] {
        let method = method.parse().expect("a method");
        auditor.send(method, "/v1/audit/entries", json!({}), None).await.refused(405, "method_not_allowed");
    }
}

#[tokio::test]
async fn a_practice_that_comes_back_to_a_record_after_long_is_marked_and_told_once() {
    let world = World::start().await;
    let (doctor, patient) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"));
    let appointment = book(&patient, &doctor, 0).await;
    confirm(&doctor, &appointment).await;
    let consultation = examine(&doctor, &appointment).await;
    lines(&patient, LOG, 3).await;
    world.clock.advance(SignedDuration::from_hours(24 * 200));
    let (doctor, patient) = tokio::join!(doctor.again(), patient.again());
    doctor.get(&format!("/v1/consultations/{consultation}")).await.expect(200);
    let told = patient.told("unusual_access").await;
    assert_eq!((&told["about"]["type"], &told["urgent"]), (&json!("access"), &json!(false)));
    let log = lines(&patient, LOG, 4).await;
    assert_eq!((&log[0]["unusual"], &log[0]["entryId"]), (&json!(["no_recent_appointment"]), &told["about"]["id"]));
    // Again on the same day: marked, and not told again.
    prescribe(&doctor, &consultation).await;
    let log = lines(&patient, LOG, 5).await;
    assert_eq!(log[0]["unusual"], json!(["no_recent_appointment"]));
    patient.told("prescription_ready").await;
    assert_eq!(patient.notifications("unusual_access").await.len(), 1);
}

#[tokio::test]
async fn a_repeat_by_its_key_is_an_entry_of_its_own() {
    let world = World::start().await;
    let (doctor, patient) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"));
    let appointment = book(&patient, &doctor, 0).await;
    let path = format!("/v1/appointments/{appointment}/confirm");
    let first = doctor.post_with_key(&path, json!({}), "once").await.expect(200);
    assert_eq!(doctor.post_with_key(&path, json!({}), "once").await.expect(200).bytes, first.bytes);
    // One of booking, one of confirming, one of the repeat.
    let log = lines(&patient, LOG, 3).await;
    assert!(log.iter().all(|line| line["outcome"] == "granted"), "{log:?}");
}
