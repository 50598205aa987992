//! What speaks against a medicine that is prescribed by its code.

use jiff::SignedDuration;
use medilink_catalogues::SAMPLES;
use medilink_testkit::{Actor, Answer, World, book, claim, confirm, examine};
use serde_json::{Value, json};

const CLAMOXYL: &str = "904-13A011-09";
const AMOXYPEN: &str = "905-13A012-16";
const AUGMENTIN: &str = "904-13A021-09";
const DOLIPRANE: &str = "901-03A101-05";
const DIANTALVIC: &str = "921-04A002-97";
const DOLIFORT: &str = "925-03A101-07";
const NUROFEN: &str = "906-04B005-10";
const VOLTARENE: &str = "908-04B031-08";

struct Cast {
    world: World,
    doctor: Actor,
    patient: Actor,
}

async fn cast() -> Cast {
    let world = World::start().await;
    let admin = world.admin().await;
    let medicines = admin.import("medicines", SAMPLES[0].name, SAMPLES[0].bytes);
    let (doctor, patient, _) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"), medicines);
    Cast { world, doctor, patient }
}

async fn examined(doctor: &Actor, patient: &Actor) -> String {
    examined_at(doctor, patient, 0).await
}

async fn examined_at(doctor: &Actor, patient: &Actor, nth: usize) -> String {
    let appointment = book(patient, doctor, nth).await;
    confirm(doctor, &appointment).await;
    examine(doctor, &appointment).await
}

fn line(code: Option<&str>) -> Value {
    let mut medication = json!({"name": "Un médicament"});
    if let Some(code) = code {
        medication["code"] = code.into();
    }
    json!({"medication": medication, "dose": "1", "frequency": "2 par jour", "durationDays": 10, "quantity": 20})
}

async fn issue(doctor: &Actor, consultation: &str, codes: &[&str], answers: &[Value]) -> Answer {
    let items: Vec<_> = codes.iter().map(|code| line(Some(code))).collect();
    let body = json!({"consultationId": consultation, "items": items, "acknowledge": answers});
    doctor.post("/v1/prescriptions", body).await
}

/// The warnings that a prescription is refused with.
async fn warned(doctor: &Actor, consultation: &str, codes: &[&str]) -> Vec<Value> {
    let refused = issue(doctor, consultation, codes, &[]).await.refused(409, "warnings_unanswered");
    refused["warnings"].as_array().expect("a list").clone()
}

fn answers(warnings: &[Value], reason: &str) -> Vec<Value> {
    warnings.iter().map(|warning| json!({"warning": warning["id"], "reason": reason})).collect()
}

fn members(warnings: &[Value], names: &[&str]) -> Value {
    warnings.iter().map(|warning| names.iter().map(|name| warning[name].clone()).collect::<Value>()).collect()
}

#[tokio::test]
async fn a_withdrawn_product_is_answered_with_a_reason_that_is_kept() {
    let Cast { world, doctor, patient } = &cast().await;
    let visit = examined(doctor, patient).await;
    let warnings = warned(doctor, &visit, &[DIANTALVIC, NUROFEN]).await;
    assert_eq!(members(&warnings, &["kind", "item", "brand"]), json!([["withdrawn", 0, "DIANTALVIC"]]));
    assert_eq!(warnings[0]["withdrawnOn"], "2011-10-12");
    assert!(warnings[0]["withdrawalReason"].as_str().is_some_and(|reason| !reason.is_empty()), "{warnings:?}");
    // An answer to something else is none, nor is one without a reason.
    let other = [json!({"warning": "x", "reason": "y"})];
    issue(doctor, &visit, &[DIANTALVIC], &other).await.refused(409, "warnings_unanswered");
    let empty = answers(&warnings, "");
    issue(doctor, &visit, &[DIANTALVIC, NUROFEN], &empty).await.refused(400, "invalid_input");
    assert!(patient.get("/v1/prescriptions").await.expect(200).items().is_empty(), "nothing was issued");
    let given = answers(&warnings, "Fin de boîte");
    let issued = issue(doctor, &visit, &[DIANTALVIC, NUROFEN], &given).await.expect(201);
    assert_eq!(issued["items"][0]["checked"], true);
    let path = format!("/v1/prescriptions/{}", issued.text("prescriptionId"));
    for reader in [doctor, patient] {
        let kept = reader.get(&path).await.expect(200);
        assert_eq!(kept["answers"], json!([{"warning": warnings[0], "reason": "Fin de boîte"}]));
        assert_eq!(kept["items"][1]["checked"], true);
    }
    // Whoever hands it out learns that it was checked, and not what the patient does not bear.
    let pharmacist = world.pharmacist().await;
    let shown =
        pharmacist.post("/v1/prescriptions/verify", json!({"payload": issued["qr"]["payload"]})).await.expect(200);
    assert_eq!((&shown["items"][0]["checked"], shown.body.get("answers")), (&json!(true), None));
    assert_eq!(members(&warned(doctor, &visit, &[DOLIFORT]).await, &["kind"]), json!([["not_renewed"], ["duplicate"]]));
}

#[tokio::test]
async fn what_is_written_freely_is_prescribed_unchecked() {
    let Cast { doctor, patient, .. } = &cast().await;
    let visit = examined(doctor, patient).await;
    let unknown = line(Some("000-00X000-00"));
    let by_number = line(Some("901/ 03 A 101 /05/18"));
    let body = json!({"consultationId": visit, "items": [line(None), unknown, by_number]});
    let issued = doctor.post("/v1/prescriptions", body).await.expect(201);
    let checked: Vec<_> =
        issued["items"].as_array().expect("lines").iter().map(|item| item["checked"].clone()).collect();
    assert_eq!(checked, [false, false, true]);
    let body = json!({"consultationId": visit, "items": [line(None), line(None)]});
    let issued = doctor.post("/v1/prescriptions", body).await.expect(201);
    let read = patient.get(&format!("/v1/prescriptions/{}", issued.text("prescriptionId"))).await.expect(200);
    assert_eq!((&read["items"][0]["checked"], read.body.get("answers")), (&json!(false), None));
}

#[tokio::test]
async fn allergies_are_met_by_substance_and_class() {
    let Cast { doctor, patient, .. } = &cast().await;
    patient.patch("/v1/me", json!({"allergies": ["Pollen", "Pénicilline", "amoxiciline"]})).await.expect(200);
    let visit = examined(doctor, patient).await;
    let warnings = warned(doctor, &visit, &[AUGMENTIN, DOLIPRANE]).await;
    assert_eq!(members(&warnings, &["kind", "item", "by"]), json!([["allergy", 0, "substance"]]));
    assert_eq!(warnings[0]["allergies"], json!(["Pénicilline", "amoxiciline"]));
    patient.patch("/v1/me", json!({"allergies": ["Ibuprofène"]})).await.expect(200);
    issue(doctor, &visit, &[AUGMENTIN], &[]).await.expect(201);
    let warnings = warned(doctor, &visit, &[VOLTARENE]).await;
    assert_eq!(members(&warnings, &["kind", "by"]), json!([["allergy", "class"]]));
    // What was answered is this warning and no other.
    let given = answers(&warnings, "Toléré en 2025");
    patient.patch("/v1/me", json!({"allergies": ["Ibuprofène", "Diclofénac"]})).await.expect(200);
    issue(doctor, &visit, &[VOLTARENE], &given).await.refused(409, "warnings_unanswered");
    patient.patch("/v1/me", json!({"allergies": ["Ibuprofène"]})).await.expect(200);
    issue(doctor, &visit, &[VOLTARENE], &given).await.expect(201);
}

#[tokio::test]
async fn a_doctor_notes_allergies_of_those_whom_they_have_examined() {
    let Cast { world, doctor, patient } = &cast().await;
    let path = format!("/v1/patients/{}/allergies", patient.id());
    let noted = json!({"allergy": "Amoxicilline"});
    doctor.post(&path, noted.clone()).await.refused(404, "not_found");
    let visit = examined(doctor, patient).await;
    patient.patch("/v1/me", json!({"allergies": ["Pollen"]})).await.expect(200);
    world.doctor("Haddad").await.post(&path, noted.clone()).await.refused(404, "not_found");
    let many = ["Amoxicilline", "AMOXICILLINE", "Latex", "amoxicilliné"]
        .map(|allergy| doctor.post(&path, json!({"allergy": allergy})));
    for answer in futures::future::join_all(many).await {
        assert!(matches!(answer.status, 200 | 503), "{answer}");
    }
    doctor.post(&path, noted).await.expect(200);
    let own = patient.get("/v1/me").await.expect(200);
    let allergies = own["allergies"].as_array().expect("a list");
    assert_eq!((allergies.len(), &allergies[0]), (3, &json!("Pollen")), "{own}");
    let warnings = warned(doctor, &visit, &[CLAMOXYL]).await;
    assert_eq!(members(&warnings, &["kind", "by"]), json!([["allergy", "substance"]]));
}

#[tokio::test]
async fn the_same_substance_twice_is_warned_of_here_and_elsewhere() {
    let Cast { world, doctor, patient } = &cast().await;
    let visit = examined(doctor, patient).await;
    let warnings = warned(doctor, &visit, &[CLAMOXYL, DOLIPRANE, AUGMENTIN]).await;
    assert_eq!(
        members(&warnings, &["kind", "item", "substances", "with"]),
        json!([["duplicate", 2, ["amoxicilline"], [{"item": 0}]]])
    );
    let first = issue(doctor, &visit, &[CLAMOXYL], &[]).await.expect(201);
    let again = warned(doctor, &visit, &[AMOXYPEN]).await;
    assert_eq!(again[0]["with"][0]["prescriptionId"], first["prescriptionId"]);
    // Another practice hears of it, and not from whom.
    let other = world.doctor("Haddad").await;
    let elsewhere = examined_at(&other, patient, 5).await;
    let warnings = warned(&other, &elsewhere, &[AMOXYPEN]).await;
    assert_eq!(warnings[0]["with"], json!([{"until": again[0]["with"][0]["until"]}]));
    issue(&other, &elsewhere, &[AMOXYPEN], &answers(&warnings, "Dose plus forte")).await.expect(201);
    // Somebody else's medicines are nobody's business.
    let neighbour = world.patient("Karim").await;
    let theirs = examined(doctor, &neighbour).await;
    issue(doctor, &theirs, &[AMOXYPEN], &[]).await.expect(201);
}

#[tokio::test]
async fn what_was_called_off_or_is_over_is_not_taken_any_more() {
    let Cast { world, doctor, patient } = &cast().await;
    let visit = examined(doctor, patient).await;
    let cancel = |issued: &Answer| format!("/v1/prescriptions/{}/cancel", issued.text("prescriptionId"));
    let first = issue(doctor, &visit, &[CLAMOXYL], &[]).await.expect(201);
    assert_eq!(warned(doctor, &visit, &[AMOXYPEN]).await.len(), 1);
    doctor.post(&cancel(&first), json!({"reason": "Erreur"})).await.expect(200);
    let second = issue(doctor, &visit, &[AMOXYPEN], &[]).await.expect(201);
    let pharmacist = world.pharmacist().await;
    let token = claim(&pharmacist, &second).await;
    let refuse = format!("/v1/prescriptions/{}/refuse", second.text("prescriptionId"));
    pharmacist.post(&refuse, json!({"claimToken": token, "reason": "Rupture"})).await.expect(200);
    issue(doctor, &visit, &[CLAMOXYL], &[]).await.expect(201);
    world.clock.advance(SignedDuration::from_hours(24 * 9));
    assert_eq!(warned(&doctor.again().await, &visit, &[AMOXYPEN]).await.len(), 1);
    world.clock.advance(SignedDuration::from_hours(24 * 2));
    issue(&doctor.again().await, &visit, &[AMOXYPEN], &[]).await.expect(201);
}

#[tokio::test]
async fn a_practice_may_not_allow_what_is_warned_of() {
    let Cast { world, doctor, patient } = &cast().await;
    let strict = json!({"withdrawn": "refuse", "notRenewed": "answer", "allergy": "refuse", "duplicate": "answer"});
    let lenient = doctor.get("/v1/practice/prescribing").await.expect(200);
    assert!(lenient.body.as_object().expect("members").values().all(|on| on == "answer"), "{lenient}");
    assert_eq!(doctor.put("/v1/practice/prescribing", strict.clone()).await.expect(200).body, strict);
    assert_eq!(doctor.get("/v1/practice/prescribing").await.expect(200).body, strict);
    world.staff(doctor, "nurse").await.put("/v1/practice/prescribing", strict.clone()).await.refused(403, "forbidden");
    doctor.put("/v1/practice/prescribing", json!({"withdrawn": "refuse"})).await.refused(400, "invalid_input");
    let visit = examined(doctor, patient).await;
    let refused = issue(doctor, &visit, &[DIANTALVIC], &[]).await.refused(422, "warnings_refused");
    let warnings = refused["warnings"].as_array().expect("a list");
    assert_eq!(members(warnings, &["kind"]), json!([["withdrawn"]]));
    issue(doctor, &visit, &[DIANTALVIC], &answers(warnings, "Quand même")).await.refused(422, "warnings_refused");
    let warnings = warned(doctor, &visit, &[DOLIFORT]).await;
    issue(doctor, &visit, &[DOLIFORT], &answers(&warnings, "Reste de stock")).await.expect(201);
}
