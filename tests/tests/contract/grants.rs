//! What opens a patient's record to doctors elsewhere: grants, and emergencies.

use jiff::SignedDuration;
use medilink_kernel::{AccessId, Clock, Instant, OsEntropy, SystemClock};
use medilink_testkit::{Actor, World, book, confirm, examine, treat};
use serde_json::{Value, json};
use std::time::Duration;

fn of(patient: &Actor) -> String {
    format!("/v1/patients/{}/records", patient.id())
}

fn in_hours(world: &World, hours: i64) -> Instant {
    Instant::new(world.clock.now().saturating_add(SignedDuration::from_hours(hours)).expect("a time"))
}

async fn kinds(doctor: &Actor, patient: &Actor) -> Vec<String> {
    let list = doctor.get(&of(patient)).await.expect(200);
    let mut kinds: Vec<_> = list.items().iter().map(|line| line["kind"].as_str().unwrap_or("?").to_owned()).collect();
    kinds.sort();
    kinds
}

/// A record of nobody, as a doctor sees it.
async fn is_hidden(doctor: &Actor, patient: &Actor) {
    let hidden = doctor.get(&of(patient)).await.refused(404, "not_found");
    let nobody = AccessId::new(SystemClock.now(), &OsEntropy).bare();
    let nobody = doctor.get(&format!("/v1/patients/usr_{nobody}/records")).await.refused(404, "not_found");
    assert_eq!(hidden.without_trace(), nobody.without_trace());
}

#[tokio::test]
async fn a_practice_reads_what_a_patient_grants_until_it_is_taken_back() {
    let world = World::start().await;
    let (kaci, haddad, patient, other) = tokio::join!(
        world.doctor("Kaci"),
        world.doctor_in("Haddad", "silo"),
        world.patient("Amina"),
        world.patient("Karim")
    );
    treat(&patient, &kaci).await;
    let own = ["appointment", "consultation", "prescription"];
    assert_eq!(kinds(&kaci, &patient).await, own);
    is_hidden(&haddad, &patient).await;

    // A part, then all of it: one grant a practice.
    let until = in_hours(&world, 48);
    let form = json!({"doctorId": haddad.doctor_id(), "kinds": ["prescription"], "until": until});
    let part = patient.post("/v1/records/grants", form).await.expect(201);
    assert_eq!((&part["status"], &part["tenantId"]), (&json!("active"), &json!(haddad.tenant_id())));
    assert!(part.text("doctorName").contains("Haddad"));
    let read = haddad.get(&of(&patient)).await.expect(200);
    let [line] = read.items().as_slice() else { panic!("{read}") };
    assert_eq!((&line["kind"], &line["tenantId"]), (&json!("prescription"), &json!(kaci.tenant_id())));
    assert_eq!(line["lines"][0]["text"], "Amoxicilline 1 g");
    let whole = json!({"doctorId": haddad.doctor_id(), "until": until});
    let whole = patient.post("/v1/records/grants", whole).await.expect(201);
    assert_eq!((&whole["grantId"], &whole["kinds"]), (&part["grantId"], &Value::Null));
    assert_eq!(kinds(&haddad, &patient).await, own);
    assert_eq!(haddad.get(&format!("{}?kind=consultation", of(&patient))).await.expect(200).items().len(), 1);
    let elsewhere = format!("{}?tenant={}", of(&patient), haddad.tenant_id());
    assert_eq!(haddad.get(&elsewhere).await.expect(200).items().len(), 0);

    // It opens what others keep to that practice, and to nobody else.
    let appointment = book(&patient, &haddad, 3).await;
    confirm(&haddad, &appointment).await;
    examine(&haddad, &appointment).await;
    assert_eq!(kinds(&haddad, &patient).await.len(), 5);
    assert_eq!(kinds(&kaci, &patient).await, own);
    is_hidden(&kaci, &other).await;

    // Who may take it back: whoever gave it.
    let grant = format!("/v1/records/grants/{}", whole.text("grantId"));
    other.delete(&grant).await.refused(404, "not_found");
    haddad.delete(&grant).await.refused(403, "forbidden");
    patient.delete(&grant).await.expect(204);
    assert_eq!(kinds(&haddad, &patient).await, ["appointment", "consultation"]);
    patient.delete(&grant).await.expect(204);
    let list = patient.get("/v1/records/grants").await.expect(200);
    assert_eq!((list.items().len(), &list.items()[0]["status"]), (1, &json!("taken_back")));
    assert_eq!(other.get("/v1/records/grants").await.expect(200).items().len(), 0);

    // The patient reads why: what they allowed is nothing unusual.
    let log = log(&patient, |line| line["part"] == "record" && line["purpose"] == "granted").await;
    assert!(log.iter().all(|line| line["unusual"] == json!([])), "{log:?}");
    let text = log[0]["text"].as_str().unwrap_or_default();
    assert!(text.contains("Haddad") && !text.contains('{'), "{text}");
    let grants = self::log(&patient, |line| line["part"] == "grants" && line["purpose"] == "own").await;
    assert!(grants.iter().all(|line| line["recordId"] == whole["grantId"]), "{grants:?}");
}

/// The lines of the access log that are meant, once there are any.
async fn log(patient: &Actor, is_meant: impl Fn(&Value) -> bool) -> Vec<Value> {
    for _ in 0..1500 {
        let log = patient.get("/v1/me/access-log?limit=100").await.expect(200);
        let meant: Vec<_> = log.items().iter().filter(|line| is_meant(line)).cloned().collect();
        if !meant.is_empty() {
            return meant;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("no such line in the log of {}", patient.email);
}

#[tokio::test]
async fn a_grant_ends_by_itself_and_none_is_without_an_end() {
    let world = World::start().await;
    let (kaci, haddad, patient) = tokio::join!(world.doctor("Kaci"), world.doctor("Haddad"), world.patient("Amina"));
    treat(&patient, &kaci).await;
    let grant = |until: Value, kinds: Value| json!({"doctorId": haddad.doctor_id(), "until": until, "kinds": kinds});
    for (until, kinds) in [
        (json!(in_hours(&world, -1)), Value::Null),
        (json!(in_hours(&world, 24 * 367)), Value::Null),
        (json!(in_hours(&world, 1)), json!([])),
        (json!(in_hours(&world, 1)), json!(["image"])),
        (Value::Null, Value::Null),
    ] {
        patient.post("/v1/records/grants", grant(until, kinds)).await.refused(400, "invalid_input");
    }
    let nobody = format!("doc_{}", AccessId::new(SystemClock.now(), &OsEntropy).bare());
    let to_nobody = json!({"doctorId": nobody, "until": in_hours(&world, 1)});
    patient.post("/v1/records/grants", to_nobody).await.refused(404, "not_found");
    kaci.post("/v1/records/grants", grant(json!(in_hours(&world, 1)), Value::Null)).await.refused(403, "forbidden");
    is_hidden(&haddad, &patient).await;

    patient.post("/v1/records/grants", grant(json!(in_hours(&world, 2)), Value::Null)).await.expect(201);
    assert_eq!(kinds(&haddad, &patient).await.len(), 3);
    world.clock.advance(SignedDuration::from_hours(3));
    let (haddad, patient) = tokio::join!(haddad.again(), patient.again());
    is_hidden(&haddad, &patient).await;
    let list = patient.get("/v1/records/grants").await.expect(200);
    assert_eq!(list.items()[0]["status"], "expired");
}

#[tokio::test]
async fn an_emergency_opens_a_record_for_hours_and_everybody_is_told() {
    let world = World::start().await;
    let (kaci, haddad, saidi, patient) =
        tokio::join!(world.doctor("Kaci"), world.doctor("Haddad"), world.doctor("Saidi"), world.patient("Amina"));
    treat(&patient, &kaci).await;
    let path = format!("/v1/patients/{}/break-glass", patient.id());
    let why = json!({"reason": "Inconsciente, sans accompagnant"});
    is_hidden(&haddad, &patient).await;
    haddad.post(&path, json!({})).await.refused(400, "invalid_input");
    haddad.post(&path, json!({"reason": " "})).await.refused(400, "invalid_input");
    for id in [kaci.id().to_owned(), format!("usr_{}", AccessId::new(SystemClock.now(), &OsEntropy).bare())] {
        haddad.post(&format!("/v1/patients/{id}/break-glass"), why.clone()).await.refused(404, "not_found");
    }
    patient.post(&path, why.clone()).await.refused(403, "forbidden");

    let opened = haddad.post(&path, why.clone()).await.expect(201);
    assert_eq!((&opened["firstName"], &opened["patientId"]), (&json!("Amina"), &json!(patient.id())));
    assert_eq!(kinds(&haddad, &patient).await.len(), 3);
    // It is this doctor's alone.
    is_hidden(&saidi, &patient).await;
    let told = patient.told("emergency_access").await;
    assert_eq!((&told["urgent"], &told["about"]["type"]), (&json!(true), &json!("access")));
    let body = told["body"].as_str().unwrap_or_default();
    assert!(body.contains("Haddad") && body.contains("Inconsciente"), "{body}");
    let admin = world.admin().await;
    let review = admin.told("emergency_review").await;
    assert_eq!((&review["urgent"], &review["about"]), (&json!(true), &told["about"]));
    assert!(review["body"].as_str().is_some_and(|body| body.contains("Haddad") && !body.contains("Amina")), "{review}");
    world.sent_times(&patient.email, "emergency_access", 1).await;

    // Once more within these hours: the same hours, and nobody is told again.
    world.clock.advance(SignedDuration::from_mins(10));
    let again = haddad.post(&path, why.clone()).await.expect(200);
    assert_eq!(again["until"], opened["until"]);
    let entries = log(&patient, |line| line["purpose"] == "emergency" && line["entryId"] == told["about"]["id"]).await;
    assert_eq!((entries.len(), &entries[0]["part"]), (1, &json!("record")));
    let text = entries[0]["text"].as_str().unwrap_or_default();
    assert!(text.contains("Haddad"), "{text}");

    world.clock.advance(SignedDuration::from_hours(4));
    let (haddad, patient) = tokio::join!(haddad.again(), patient.again());
    assert_eq!(patient.notifications("emergency_access").await.len(), 1);
    is_hidden(&haddad, &patient).await;
    haddad.post(&path, why).await.expect(201);
    patient.told_times("emergency_access", 2).await;
    assert_eq!(kinds(&haddad, &patient).await.len(), 3);
    // Reading it was for the emergency, too; and it is nothing unusual beside.
    let read = log(&patient, |line| line["purpose"] == "emergency").await;
    assert!(read.iter().all(|line| line["unusual"] == json!([])), "{read:?}");
    assert_eq!(patient.notifications("unusual_access").await.len(), 0);
}
