//! The main job from end to end, as the contract has it: a practice joins, a patient books, a doctor examines and
//! prescribes, a pharmacist dispenses, the patient sees it all.

use medilink_testkit::{Actor, Answer, Api, Process, Registration, World, claim, dispense, slots};
use serde_json::{Value, json};

#[tokio::test]
async fn in_this_process_with_a_pooled_practice() {
    let world = World::start().await;
    journey(&world, "pool").await;
}

#[tokio::test]
async fn in_this_process_with_a_practice_in_its_own_table() {
    let world = World::start().await;
    journey(&world, "silo").await;
}

#[tokio::test]
async fn in_a_process_with_every_operation_in_its_bootstrap() {
    let process = Process::start_as(&[], &["--processes"]).await;
    journey(&process, "silo").await;
}

async fn journey(api: &Api, isolation: &str) {
    let (doctor, pharmacist, other_pharmacist) =
        tokio::join!(a_practice_joins(api, isolation), a_pharmacy_joins(api), api.pharmacist());
    let (patient, rival) = tokio::join!(a_patient_registers(api), api.patient("Karim"));
    doctor_opens_hours(&doctor).await;
    let appointment = patient_books(&patient, &rival, &doctor).await;
    let consultation = doctor_examines(&doctor, &patient, &appointment).await;
    let prescription = doctor_prescribes(&doctor, &consultation).await;
    pharmacist_dispenses(&pharmacist, &other_pharmacist, &prescription).await;
    patient_sees_it_all(&patient, &doctor, &appointment, &consultation, &prescription).await;
    for stranger in [&rival, &api.doctor("Belkacem").await] {
        nobody_else_does(stranger, &appointment, &prescription).await;
    }
    they_talk(&patient, &doctor).await;
}

/// The members of an answer, sorted.
fn members(answer: &Value) -> Vec<&str> {
    let mut names: Vec<_> = answer.as_object().into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    names.sort_unstable();
    names
}

#[track_caller]
fn has(answer: &Answer, wanted: &[&str]) {
    for name in wanted {
        assert!(members(&answer.body).contains(name), "{answer}\n  has no {name}");
    }
}

async fn a_practice_joins(api: &Api, isolation: &str) -> Actor {
    let registration = Registration::begin(api, "doctor", "قاسي").await;
    let begun = &registration.begun;
    assert_eq!(members(&begun.body), ["registrationId", "required", "status", "uploadToken"]);
    assert_eq!(begun["status"], "documents_required");
    assert_eq!(begun["required"], json!(["medical_license", "national_id", "photo"]));

    let applicant = Actor::signed_in(&api.anyone, &registration.email, medilink_testkit::PASSWORD).await;
    assert!(applicant.login["user"]["tenantStatus"].is_string(), "{}", applicant.login);
    applicant.get("/v1/appointments").await.refused(403, "tenant_not_active");
    applicant
        .post(
            "/v1/consultations",
            json!({"appointmentId": "apt_00000000000000000000000000", "diagnoses": [], "notes": ""}),
        )
        .await
        .expect(403);

    registration.hand_in("photo").await;
    let missing = registration.submit().await.expect(422);
    assert!(missing["errors"].to_string().contains("medical_license"), "{missing}");
    registration.hand_in_all().await;
    assert_eq!(registration.submit().await.expect(200)["status"], "pending_review");

    let admin = api.admin().await;
    let pending = admin.get("/v1/admin/registrations?status=pending_review&limit=100").await.expect(200);
    assert!(pending.items().iter().any(|item| item["registrationId"] == *registration.id), "{pending}");
    an_admin_sees_the_documents(&admin, &registration).await;

    let approved = registration.approve(isolation).await.expect(202);
    assert_eq!(members(&approved.body), ["status", "tenantId"]);
    assert_eq!(approved["status"], "provisioning");
    assert_eq!(registration.approve(isolation).await.expect(202).bytes, approved.bytes, "approving again is the same");

    let tenant = registration.provisioned(&approved.text("tenantId")).await;
    has(&tenant, &["tenantId", "kind", "isolation", "status", "steps"]);
    assert_eq!(
        (&tenant["status"], &tenant["isolation"], &tenant["kind"]),
        (&json!("active"), &json!(isolation), &json!("practice"))
    );
    assert!(tenant["steps"].as_array().is_some_and(|steps| !steps.is_empty()), "{tenant}");

    let doctor = applicant.again().await;
    let user = &doctor.login["user"];
    assert_eq!((&user["role"], &user["tenantStatus"]), (&json!("doctor"), &json!("active")));
    assert_eq!((doctor.tenant_id(), user["lastName"].as_str()), (approved.text("tenantId").as_str(), Some("قاسي")));
    doctor
}

async fn an_admin_sees_the_documents(admin: &Actor, registration: &Registration<'_>) {
    let path = format!("/v1/admin/registrations/{}", registration.id);
    let seen = admin.get(&path).await.expect(200);
    let text = seen.body.to_string();
    let links: Vec<_> = text.split('"').filter(|part| part.starts_with("http://")).collect();
    assert_eq!(links.len(), 3, "{seen}\n  has no link to each document");
    for link in links {
        let document =
            registration.send(&json!({"method": "GET", "url": link, "headers": {}}), Vec::new()).await.expect(200);
        assert!(document.bytes.starts_with(b"%PDF-") || document.bytes.starts_with(b"\x89PNG"), "{link}");
    }
}

async fn a_pharmacy_joins(api: &Api) -> Actor {
    let pharmacist = api.pharmacist().await;
    let user = &pharmacist.login["user"];
    assert_eq!(
        (&user["role"], &user["tenantStatus"], user.get("doctorId")),
        (&json!("pharmacist"), &json!("active"), None)
    );
    pharmacist
}

async fn a_patient_registers(api: &Api) -> Actor {
    let form = json!({
        "firstName": "أمينة", "lastName": "بن علي", "email": "Amina@patients.example", "password": "correct horse battery",
        "phone": "0661 10 20 30", "gender": "female", "dateOfBirth": "1990-05-14",
        "address": {"wilaya": "Alger", "commune": "Hydra", "street": "1 rue des Pins"},
        "bloodType": "O+", "heightCm": 164, "weightKg": 61, "allergies": ["Pénicilline"], "chronicConditions": [],
    });
    let registered = api.stranger().post("/v1/registrations/patients", form).await.expect(201);
    assert_eq!(members(&registered.body), ["userId"]);
    let patient = Actor::signed_in(&api.anyone, "amina@patients.example", "correct horse battery").await;
    assert_eq!(members(&patient.login), ["accessToken", "expiresIn", "refreshToken", "user"]);
    assert_eq!(patient.login["expiresIn"], 900);
    assert_eq!((patient.id(), &patient.login["user"]["role"]), (registered.text("userId").as_str(), &json!("patient")));
    assert_eq!(patient.get("/v1/me").await.expect(200)["firstName"], "أمينة");
    patient
}

async fn doctor_opens_hours(doctor: &Actor) {
    let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    let weekly: Vec<_> = days.iter().map(|day| json!({"day": day, "from": "08:00", "to": "20:00"})).collect();
    let hours = json!({"timeZone": "Africa/Algiers", "slotMinutes": 30, "weekly": weekly});
    doctor.put("/v1/schedule/working-hours", hours).await.expect(200);
}

async fn patient_books(patient: &Actor, rival: &Actor, doctor: &Actor) -> String {
    let nobody = Actor::stranger(&patient.client.with_header("authorization", ""));
    let found =
        nobody.get("/v1/doctors?q=%D9%82%D8%A7%D8%B3%D9%8A&specialty=cardiology&wilaya=Alger").await.expect(200);
    let card = found.items().iter().find(|card| card["doctorId"] == doctor.doctor_id()).unwrap_or(&Value::Null).clone();
    for member in ["firstName", "lastName", "specialty", "wilaya", "commune", "languages", "consultationFee"] {
        assert!(!card[member].is_null(), "{found}\n  has no {member}");
    }
    assert_eq!(card["consultationFee"], json!({"amount": 250_000, "currency": "DZD"}));

    let slots = slots(doctor).await;
    let start = slots[10]["start"].clone();
    let order = json!({"doctorId": doctor.doctor_id(), "start": start, "reason": "ألم في الصدر"});
    let booked = patient.post("/v1/appointments", order.clone()).await.expect(201);
    has(&booked, &["appointmentId", "doctorId", "patientId", "start", "end", "status"]);
    assert_eq!((&booked["status"], &booked["start"], &booked["end"]), (&json!("requested"), &start, &slots[10]["end"]));
    assert_eq!((&booked["doctorId"], &booked["patientId"]), (&json!(doctor.doctor_id()), &json!(patient.id())));

    let taken = rival.post("/v1/appointments", order).await.refused(409, "slot_taken");
    let alternatives = taken["alternatives"].as_array().cloned().unwrap_or_default();
    assert!((1..=3).contains(&alternatives.len()) && alternatives.iter().all(|a| slots.contains(a)), "{taken}");
    let off = json!({"doctorId": doctor.doctor_id(), "start": "2020-01-01T08:00:00Z", "reason": "Retard"});
    rival.post("/v1/appointments", off).await.refused(422, "invalid_slot");
    assert!(
        !medilink_testkit::slots(doctor).await.iter().any(|slot| slot["start"] == start),
        "a booked slot is not free"
    );
    booked.text("appointmentId")
}

async fn doctor_examines(doctor: &Actor, patient: &Actor, appointment: &str) -> String {
    let findings = json!({"appointmentId": appointment, "diagnoses": [{"code": "J03.9", "text": "Angine aiguë"}, {"text": "Fatigue"}],
        "notes": "Fièvre 38,7 °C.\nGorge rouge.", "price": {"amount": 250_000, "currency": "DZD"}});
    let early = doctor.post("/v1/consultations", findings.clone()).await.refused(409, "invalid_state");
    assert_eq!(early["state"], "requested");

    patient.post(&format!("/v1/appointments/{appointment}/confirm"), json!({})).await.refused(403, "forbidden");
    let confirmed = doctor.post(&format!("/v1/appointments/{appointment}/confirm"), Value::Null).await.expect(200);
    assert_eq!((&confirmed["status"], &confirmed["appointmentId"]), (&json!("confirmed"), &json!(appointment)));
    let again =
        doctor.post(&format!("/v1/appointments/{appointment}/confirm"), json!({})).await.refused(409, "invalid_state");
    assert_eq!(again["state"], "confirmed");

    let examined = doctor.post("/v1/consultations", findings).await.expect(201);
    let completed = doctor.post(&format!("/v1/appointments/{appointment}/complete"), json!({})).await.expect(200);
    assert_eq!(completed["status"], "fulfilled");
    examined.text("consultationId")
}

async fn doctor_prescribes(doctor: &Actor, consultation: &str) -> Answer {
    let order = json!({"consultationId": consultation, "items": medilink_testkit::medicines()});
    let issued = doctor.post("/v1/prescriptions", order).await.expect(201);
    has(&issued, &["prescriptionId", "status", "items", "expiresAt", "qr"]);
    assert_eq!(issued["status"], "active");
    let quantities: Vec<_> =
        issued["items"].as_array().into_iter().flatten().map(|line| (&line["quantity"], &line["remaining"])).collect();
    assert_eq!(quantities, [(&json!(20), &json!(20)), (&json!(9), &json!(9))]);
    assert!(issued["qr"]["payload"].as_str().is_some_and(|payload| payload.starts_with("ML1:")), "{issued}");
    assert!(issued["qr"]["svg"].as_str().is_some_and(|svg| svg.contains("<svg")), "{issued}");
    issued
}

async fn pharmacist_dispenses(pharmacist: &Actor, other: &Actor, prescription: &Answer) {
    let payload = prescription["qr"]["payload"].as_str().unwrap_or_default();
    let verified = pharmacist.post("/v1/prescriptions/verify", json!({"payload": payload})).await.expect(200);
    has(&verified, &["prescriptionId", "status", "patient", "prescriber", "items", "expiresAt"]);
    let patient = json!({"firstName": "أمينة", "lastName": "بن علي", "dateOfBirth": "1990-05-14"});
    assert_eq!((&verified["status"], &verified["patient"]), (&json!("active"), &patient));
    for member in ["itemId", "medication", "dose", "frequency", "durationDays", "quantity", "remaining"] {
        assert!(!verified["items"][0][member].is_null(), "{verified}\n  has no {member}");
    }
    let flipped = payload[..payload.len() - 1].to_owned() + if payload.ends_with('A') { "B" } else { "A" };
    let altered =
        pharmacist.post("/v1/prescriptions/verify", json!({"payload": flipped})).await.refused(422, "invalid_code");
    let nonsense =
        pharmacist.post("/v1/prescriptions/verify", json!({"payload": "ML1:AAAA"})).await.refused(422, "invalid_code");
    assert_eq!(altered.without_trace(), nonsense.without_trace());

    let token = claim(pharmacist, prescription).await;
    assert_eq!(claim(pharmacist, prescription).await, token, "claiming again is the same claim");
    other.post("/v1/prescriptions/claim", json!({"payload": payload})).await.refused(409, "held_by_other");

    let part = dispense(pharmacist, prescription, &token, &[12, 0]).await.expect(200);
    assert_eq!(part["status"], "part_dispensed");
    let over = dispense(pharmacist, prescription, &token, &[9, 9]).await.refused(409, "over_quantity");
    assert_eq!(over["status"], 409);
    let now = pharmacist.post("/v1/prescriptions/verify", json!({"payload": payload})).await.expect(200);
    let remaining: Vec<_> = now["items"].as_array().into_iter().flatten().map(|line| &line["remaining"]).collect();
    assert_eq!((&now["status"], remaining), (&json!("part_dispensed"), vec![&json!(8), &json!(9)]));
    let rest = dispense(pharmacist, prescription, &token, &[8, 9]).await.expect(200);
    assert_eq!(rest["status"], "dispensed");
    let done = other.post("/v1/prescriptions/claim", json!({"payload": payload})).await.refused(409, "not_dispensable");
    assert_eq!(done["state"], "dispensed");
}

async fn patient_sees_it_all(
    patient: &Actor,
    doctor: &Actor,
    appointment: &str,
    consultation: &str,
    prescription: &Answer,
) {
    let prescription_id = prescription.text("prescriptionId");
    for actor in [patient, doctor] {
        let appointments = actor.get("/v1/appointments").await.expect(200);
        let seen: Vec<_> = appointments.items().iter().map(|item| (&item["appointmentId"], &item["status"])).collect();
        assert_eq!(seen, [(&json!(appointment), &json!("fulfilled"))]);
        assert_eq!(actor.get(&format!("/v1/appointments/{appointment}")).await.expect(200)["status"], "fulfilled");

        let prescriptions = actor.get("/v1/prescriptions").await.expect(200);
        let seen: Vec<_> =
            prescriptions.items().iter().map(|item| (&item["prescriptionId"], &item["status"])).collect();
        assert_eq!(seen, [(&json!(prescription_id), &json!("dispensed"))]);
        let one = actor.get(&format!("/v1/prescriptions/{prescription_id}")).await.expect(200);
        assert_eq!(one["status"], "dispensed");
        let payload = prescription["qr"]["payload"].as_str().unwrap_or_default();
        for answer in [&prescriptions, &one] {
            assert!(!answer.to_string().contains(payload), "the claim secret is shown once, at issue");
        }
    }
    let examinations = patient.get("/v1/examinations").await.expect(200);
    let seen: Vec<_> =
        examinations.items().iter().map(|item| (&item["consultationId"], &item["diagnoses"][0]["code"])).collect();
    assert_eq!(seen, [(&json!(consultation), &json!("J03.9"))]);
}

async fn nobody_else_does(stranger: &Actor, appointment: &str, prescription: &Answer) {
    for path in [
        format!("/v1/appointments/{appointment}"),
        format!("/v1/prescriptions/{}", prescription.text("prescriptionId")),
    ] {
        let refused = stranger.get(&path).await.refused(404, "not_found");
        let (stem, id) = path.rsplit_once('_').unwrap_or_default();
        let random =
            stranger.get(&format!("{stem}_{}", id.chars().rev().collect::<String>())).await.refused(404, "not_found");
        assert_eq!(refused.without_trace(), random.without_trace());
    }
    for list in ["/v1/appointments", "/v1/prescriptions"] {
        assert!(stranger.get(list).await.expect(200).items().is_empty());
    }
}

async fn they_talk(patient: &Actor, doctor: &Actor) {
    let (mut phone, mut desk) = tokio::join!(patient.socket(), doctor.socket());
    let ack = phone.write(doctor.id(), "journey", "شكرا دكتور").await;
    assert_eq!(ack["type"], "ack", "{ack}");
    let message = desk.next("message").await;
    assert_eq!((&message["messageId"], &message["text"]), (&ack["messageId"], &json!("شكرا دكتور")), "{message}");
    let read = json!({"action": "read", "conversationId": ack["conversationId"], "messageId": ack["messageId"]});
    assert!(desk.raw(&read.to_string()).await);
    assert_eq!(phone.next("receipt").await["what"], "read");
    let listed = doctor.get("/v1/conversations").await.expect(200);
    assert_eq!(
        (&listed.items()[0]["unread"], &listed.items()[0]["lastMessage"]["text"]),
        (&json!(0), &message["text"])
    );
    patient.post("/v1/logout", json!({"refreshToken": patient.login["refreshToken"]})).await.expect(204);
    phone.ended().await;
}
