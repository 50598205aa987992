use jiff::ToSpan;
use medilink_kernel::Clock;
use medilink_local::seed::documents;
use medilink_testkit::{Registration, World};
use serde_json::json;

#[tokio::test]
async fn an_address_opens_one_account() {
    let world = World::start().await;
    let (stranger, patient) = (world.stranger(), world.patient("Amina").await);
    let mut form = Registration::form(&world, "pharmacist", "Meziane");
    form["email"] = json!(patient.email.to_uppercase());
    stranger.post("/v1/registrations", form.clone()).await.refused(409, "email_taken");
    form["email"] = json!("other@testkit.example");
    form["password"] = json!("password");
    stranger.post("/v1/registrations", form.clone()).await.refused(422, "weak_password");
    form["password"] = json!(medilink_testkit::PASSWORD);
    form["specialty"] = json!("cardiology");
    let wrong = stranger.post("/v1/registrations", form).await.expect(400);
    assert!(wrong["errors"].is_array(), "{wrong}");
}

#[tokio::test]
async fn files_that_are_not_what_they_were_said_to_be_are_named() {
    let world = World::start().await;
    let registration = Registration::begin(&world, "doctor", "Kaci").await;
    registration.hand_in_all().await;
    let text = b"no picture at all".to_vec();
    let promised = registration.promise("photo", "image/png", &text).await.expect(201);
    for member in ["uploadId", "method", "url", "headers", "expiresAt"] {
        assert!(!promised[member].is_null(), "{promised}");
    }
    let other = registration.send(&promised.body, documents::png(1)).await;
    assert!((400..500).contains(&other.status), "other bytes than promised: {other}");
    registration.send(&promised.body, text).await.expect(200);
    let refused = registration.submit().await.refused(422, "documents_invalid");
    assert!(refused["errors"].to_string().contains("photo"), "{refused}");
    assert!(!refused["errors"].to_string().contains("national_id"), "{refused}");
    registration.hand_in("photo").await;
    assert_eq!(registration.submit().await.expect(200)["status"], "pending_review");

    let stranger = world.stranger();
    let path = format!("/v1/registrations/{}/submit", registration.id);
    let without = stranger.post(&path, json!({})).await;
    assert!(matches!(without.status, 401 | 404), "{without}");
    for media in ["text/html", "image/svg+xml"] {
        registration.promise("photo", media, b"x").await.expect(400);
    }
}

#[tokio::test]
async fn a_rejected_registration_is_not_approved() {
    let world = World::start().await;
    let admin = world.admin().await;
    let registration = Registration::begin(&world, "laboratory", "Hamdi").await;
    let path = format!("/v1/admin/registrations/{}", registration.id);
    assert_eq!(registration.approve("pool").await.refused(409, "invalid_state")["state"], "documents_required");
    registration.hand_in_all().await;
    registration.submit().await.expect(200);
    let reason = json!({"reason": "Licence illisible"});
    world.patient("Amina").await.post(&format!("{path}/reject"), reason.clone()).await.refused(403, "forbidden");
    admin.post(&format!("{path}/reject"), reason).await.expect(200);
    assert_eq!(registration.approve("pool").await.refused(409, "invalid_state")["state"], "rejected");
    let waiting = admin.get("/v1/admin/registrations?status=pending_review").await.expect(200);
    assert!(waiting.items().is_empty(), "{waiting}");
}

#[tokio::test]
async fn suspension_bites_at_the_next_request_and_ends_with_resuming() {
    let world = World::start().await;
    let (admin, doctor, patient) = (world.admin().await, world.doctor("Kaci").await, world.patient("Amina").await);
    let tenant = format!("/v1/admin/tenants/{}", doctor.tenant_id());
    doctor.get("/v1/appointments").await.expect(200);
    let suspended = admin.post(&format!("{tenant}/suspend"), json!({"reason": "Contrôle"})).await.expect(200);
    assert_eq!(suspended["status"], "suspended");
    doctor.get("/v1/appointments").await.refused(403, "tenant_not_active");
    assert_eq!(doctor.again().await.login["user"]["tenantStatus"], "suspended");
    let day = world.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date().saturating_add(2.days());
    let slots = format!("/v1/doctors/{}/slots?from={day}&to={day}", doctor.doctor_id());
    let offered = patient.get(&slots).await;
    assert!(offered.status == 404 || offered["slots"] == json!([]), "{offered}");
    admin.post(&format!("{tenant}/resume"), json!({"reason": "En ordre"})).await.expect(200);
    doctor.get("/v1/appointments").await.expect(200);
    assert_eq!(patient.get(&slots).await.expect(200)["slots"].as_array().map(Vec::len), Some(48));
}
