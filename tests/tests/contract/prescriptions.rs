use jiff::SignedDuration;
use medilink_testkit::{Actor, Answer, World, claim, dispense, journey::treat};
use serde_json::{Value, json};

struct Cast {
    world: World,
    doctor: Actor,
    patient: Actor,
    one: Actor,
    other: Actor,
}

async fn cast() -> Cast {
    let world = World::start().await;
    let (doctor, patient, one, other) =
        tokio::join!(world.doctor("Kaci"), world.patient("Amina"), world.pharmacist(), world.pharmacist());
    Cast { world, doctor, patient, one, other }
}

async fn act(actor: &Actor, prescription: &Answer, step: &str, body: Value) -> Answer {
    actor.post(&format!("/v1/prescriptions/{}/{step}", prescription.text("prescriptionId")), body).await
}

fn code(prescription: &Answer) -> Value {
    json!({"payload": prescription["qr"]["payload"]})
}

async fn status(doctor: &Actor, prescription: &Answer) -> Value {
    let path = format!("/v1/prescriptions/{}", prescription.text("prescriptionId"));
    doctor.get(&path).await.expect(200)["status"].clone()
}

#[tokio::test]
async fn what_one_pharmacy_releases_another_goes_on_with() {
    let Cast { doctor, patient, one, other, .. } = &cast().await;
    let prescription = treat(patient, doctor).await;
    let token = claim(one, &prescription).await;
    assert_eq!(status(doctor, &prescription).await, "claimed");
    dispense(one, &prescription, &token, &[12, 0]).await.expect(200);
    act(one, &prescription, "release", json!({"claimToken": token})).await.expect(200);
    dispense(one, &prescription, &token, &[1, 0]).await.refused(409, "not_holder");
    let next = claim(other, &prescription).await;
    dispense(one, &prescription, &next, &[1, 0]).await.refused(404, "not_found");
    dispense(other, &prescription, &next, &[9, 0]).await.refused(409, "over_quantity");
    let done = dispense(other, &prescription, &next, &[8, 9]).await.expect(200);
    assert_eq!(done["status"], "dispensed");
}

#[tokio::test]
async fn a_pharmacy_refuses_and_a_doctor_cancels() {
    let Cast { doctor, patient, one, other, .. } = &cast().await;
    let refused = treat(patient, doctor).await;
    let token = claim(one, &refused).await;
    let answer = act(one, &refused, "refuse", json!({"claimToken": token, "reason": "Interaction"})).await.expect(200);
    assert_eq!(answer["status"], "not_dispensed");
    assert_eq!(
        other.post("/v1/prescriptions/claim", code(&refused)).await.refused(409, "not_dispensable")["state"],
        "not_dispensed"
    );

    let cancelled = treat(patient, doctor).await;
    let reason = json!({"reason": "Erreur de dosage"});
    act(one, &cancelled, "cancel", reason.clone()).await.refused(403, "forbidden");
    assert_eq!(act(doctor, &cancelled, "cancel", reason.clone()).await.expect(200)["status"], "cancelled");
    assert_eq!(
        act(doctor, &cancelled, "cancel", reason.clone()).await.refused(409, "invalid_state")["state"],
        "cancelled"
    );
    assert_eq!(
        one.post("/v1/prescriptions/claim", code(&cancelled)).await.refused(409, "not_dispensable")["state"],
        "cancelled"
    );

    let held = treat(patient, doctor).await;
    let token = claim(one, &held).await;
    assert_eq!(act(doctor, &held, "cancel", reason).await.expect(202)["status"], "cancel_pending");
    act(one, &held, "release", json!({"claimToken": token})).await.expect(200);
    assert_eq!(status(doctor, &held).await, "cancelled");
}

#[tokio::test]
async fn a_claim_and_a_prescription_end_with_time() {
    let Cast { world, doctor, patient, one, other } = &cast().await;
    let prescription = treat(patient, doctor).await;
    let lease = one.post("/v1/prescriptions/claim", code(&prescription)).await.expect(200);
    let ends: jiff::Timestamp = lease.text("expiresAt").parse().unwrap();
    let token = lease.text("claimToken");
    let now = medilink_kernel::Clock::now(&*world.clock);
    world.clock.advance(ends.duration_since(now) + SignedDuration::from_secs(1));
    let (one, other) = (one.again().await, other.again().await);
    let next = claim(&other, &prescription).await;
    dispense(&one, &prescription, &token, &[1, 0]).await.refused(409, "not_holder");
    dispense(&other, &prescription, &next, &[1, 0]).await.expect(200);

    world.clock.advance(SignedDuration::from_hours(24 * 90));
    let (one, doctor) = (one.again().await, doctor.again().await);
    one.post("/v1/prescriptions/claim", code(&prescription)).await.refused(409, "expired");
    assert_eq!(status(&doctor, &prescription).await, "expired");
}

#[tokio::test]
async fn a_code_is_whole_or_nothing_and_for_pharmacists_alone() {
    let Cast { world, doctor, patient, one, .. } = &cast().await;
    let prescription = treat(patient, doctor).await;
    let payload = prescription["qr"]["payload"].as_str().unwrap_or_default().to_owned();
    let mut answers = Vec::new();
    for position in [4, payload.len() / 3, payload.len() / 2, payload.len() - 1] {
        let mut altered: Vec<char> = payload.chars().collect();
        altered[position] = if altered[position] == 'A' { 'B' } else { 'A' };
        let altered = json!({"payload": altered.into_iter().collect::<String>()});
        for path in ["/v1/prescriptions/verify", "/v1/prescriptions/claim"] {
            answers.push(one.post(path, altered.clone()).await.refused(422, "invalid_code").without_trace());
        }
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "the same answer whatever part is wrong");
    for actor in [doctor, patient, &world.laboratory().await] {
        actor.post("/v1/prescriptions/verify", code(&prescription)).await.refused(403, "forbidden");
    }
    world.stranger().post("/v1/prescriptions/verify", code(&prescription)).await.refused(401, "unauthenticated");

    let elsewhere = World::start().await;
    let foreign = elsewhere.pharmacist().await;
    foreign.post("/v1/prescriptions/verify", code(&prescription)).await.refused(422, "invalid_code");
}
