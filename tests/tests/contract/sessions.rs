use jiff::{SignedDuration, Timestamp};
use medilink_auth::TotpSecret;
use medilink_kernel::Clock;
use medilink_testkit::{Actor, PASSWORD, World};
use serde_json::{Value, json};

async fn login(actor: &Actor, email: &str, password: &str) -> medilink_testkit::Answer {
    actor.post("/v1/login", json!({"email": email, "password": password})).await
}

#[tokio::test]
async fn unknown_addresses_and_wrong_passwords_look_the_same_and_lock_after_a_while() {
    let world = World::start().await;
    let (stranger, patient) = (world.stranger(), world.patient("Amina").await);
    let wrong = login(&stranger, &patient.email, "not-her-password").await.refused(401, "invalid_credentials");
    let unknown =
        login(&stranger, "nobody@testkit.example", "not-her-password").await.refused(401, "invalid_credentials");
    assert_eq!(wrong.without_trace(), unknown.without_trace());
    let mut last = wrong;
    for _ in 0..20 {
        last = login(&stranger, &patient.email, "not-her-password").await;
        if last.status != 401 {
            break;
        }
    }
    let locked = last.refused(429, "too_many_attempts");
    let wait: i64 = locked.header("retry-after").and_then(|v| v.parse().ok()).expect("Retry-After in seconds");
    assert!((1..=900).contains(&wait), "{wait}");
    login(&stranger, &patient.email, PASSWORD).await.refused(429, "too_many_attempts");
    world.clock.advance(SignedDuration::from_secs(wait));
    login(&stranger, &patient.email, PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_refresh_token_rotates_and_an_old_one_ends_its_family() {
    let world = World::start().await;
    let (stranger, patient) = (world.stranger(), world.patient("Amina").await);
    let refresh = async |token: &Value| stranger.post("/v1/token/refresh", json!({"refreshToken": token})).await;
    let first = patient.login["refreshToken"].clone();
    let second = refresh(&first).await.expect(200);
    assert_ne!(second["refreshToken"], first);
    assert_eq!(second["expiresIn"], 900);
    let actor = Actor { client: world.anyone.with_token(&second.text("accessToken")), ..patient.clone() };
    assert_eq!(actor.get("/v1/me").await.expect(200)["userId"], patient.id());
    let lost = refresh(&first).await.expect(200);
    assert_eq!(lost["refreshToken"], second["refreshToken"], "a lost answer is given again");
    world.clock.advance(SignedDuration::from_secs(11));
    refresh(&first).await.refused(401, "token_reused");
    assert_eq!(refresh(&second["refreshToken"]).await.status, 401, "the whole family has ended");

    let other = patient.again().await;
    other.post("/v1/logout", json!({"refreshToken": other.login["refreshToken"]})).await.expect(204);
    assert_eq!(refresh(&other.login["refreshToken"]).await.status, 401);
    refresh(&json!("nonsense")).await.expect(401);
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_it_is_on() {
    let world = World::start().await;
    let (stranger, patient) = (world.stranger(), world.patient("Amina").await);
    let begun = patient.post("/v1/me/mfa", json!({})).await.expect(200);
    let secret = data_encoding::BASE32_NOPAD.decode(begun.text("secret").trim_end_matches('=').as_bytes()).unwrap();
    let secret = TotpSecret::from_bytes(secret.try_into().unwrap());
    let code = |at: Timestamp| secret.code(at).unwrap();
    let enabled = patient.post("/v1/me/mfa/enable", json!({"code": code(world.clock.now())})).await.expect(200);
    let recovery = enabled["recoveryCodes"][0].clone();

    let first_step = async || {
        let answer = login(&stranger, &patient.email, PASSWORD).await.expect(200);
        assert_eq!((&answer["mfaRequired"], &answer["accessToken"]), (&json!(true), &Value::Null));
        answer.text("mfaToken")
    };
    let second_step = async |token: &str, code: &Value| {
        stranger.post("/v1/login/mfa", json!({"mfaToken": token, "code": code})).await
    };
    let token = first_step().await;
    second_step(&token, &json!(code(world.clock.now()))).await.refused(401, "invalid_mfa_code");
    world.clock.advance(SignedDuration::from_secs(31));
    let fresh = json!(code(world.clock.now()));
    let signed_in = second_step(&token, &fresh).await.expect(200);
    assert_eq!((&signed_in["user"]["userId"], &signed_in["expiresIn"]), (&json!(patient.id()), &json!(900)));
    second_step(&first_step().await, &fresh).await.refused(401, "invalid_mfa_code");
    second_step(&first_step().await, &recovery).await.expect(200);
    second_step(&first_step().await, &recovery).await.refused(401, "invalid_mfa_code");
}

#[tokio::test]
async fn the_own_profile_is_read_and_changed() {
    let world = World::start().await;
    let patient = world.patient("Amina").await;
    let changed = patient.patch("/v1/me", json!({"phone": "0770 11 22 33"})).await.expect(200);
    assert_eq!(changed["phone"], "+213770112233");
    let me = patient.get("/v1/me").await.expect(200);
    assert_eq!(
        (&me["phone"], &me["email"], &me["role"]),
        (&json!("+213770112233"), &json!(patient.email), &json!("patient"))
    );
    patient.patch("/v1/me", json!({"role": "admin"})).await.refused(400, "invalid_input");
    world.stranger().get("/v1/me").await.refused(401, "unauthenticated");
}
