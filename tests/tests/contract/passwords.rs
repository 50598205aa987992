use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, PASSWORD, World};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn a_forgotten_password_is_chosen_anew_by_a_mailed_token() {
    let world = World::start().await;
    let (stranger, patient) = (world.stranger(), world.patient("Amina").await);
    let known = stranger.post("/v1/password/forgot", json!({"email": patient.email})).await.expect(202);
    let unknown = stranger.post("/v1/password/forgot", json!({"email": "nobody@testkit.example"})).await.expect(202);
    assert_eq!(known.bytes, unknown.bytes);

    let token = mailed_token(&world, &patient.email).await;
    let reset = async |password: &str| {
        stranger.post("/v1/password/reset", json!({"token": token, "newPassword": password})).await
    };
    reset("password").await.refused(422, "weak_password");
    reset("another horse 2027").await.expect(204);
    reset("a third horse 2027").await.refused(401, "invalid_token");

    stranger
        .post("/v1/login", json!({"email": patient.email, "password": PASSWORD}))
        .await
        .refused(401, "invalid_credentials");
    Actor::signed_in(&world.anyone, &patient.email, "another horse 2027").await;
    let old = patient.login["refreshToken"].clone();
    assert_eq!(
        stranger.post("/v1/token/refresh", json!({"refreshToken": old})).await.status,
        401,
        "older sessions have ended"
    );
}

/// The token in the link of the mail, as the reset page reads it.
async fn mailed_token(world: &World, email: &str) -> String {
    for _ in 0..300 {
        let outbox = world.stranger().get("/local/outbox").await.expect(200);
        let mail =
            outbox["items"].as_array().into_iter().flatten().find(|mail| mail.to_string().contains(email)).cloned();
        if let Some(mail) = mail {
            let text = mail.to_string();
            let link = text
                .split("/reset#")
                .nth(1)
                .or(text.split("token=").nth(1))
                .unwrap_or_else(|| panic!("no link in {text}"));
            let link = link.strip_prefix("token=").unwrap_or(link);
            return link.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("no mail has come");
}
