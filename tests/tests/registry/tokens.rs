//! Access tokens that are not good.

use crate::snapshot;
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::SignedDuration;
use medilink_auth::{Claims, KeyRing, Signer, SigningKey, TokenType};
use medilink_testkit::{Actor, World};
use serde_json::{Value, json};
use sha2::Sha256;

const PATH: &str = "/v1/me";

#[tokio::test]
async fn only_genuine_tokens_open_anything() {
    let world = World::start().await;
    let patient = world.patient("Amina").await;
    let token = patient.login["accessToken"].as_str().expect("a token").to_owned();
    let (header, payload, signature) = parts(&token);
    let (ring, realm) = (ring(&world).await, world.local.platform.settings.realm());
    let genuine = Signer::new(realm.clone(), ring.current()).expect("a signer");
    let said: Claims = serde_json::from_value(payload.clone()).expect("claims");
    let sign = |kind: TokenType, change: &dyn Fn(&mut Claims)| {
        let mut claims = said.clone();
        change(&mut claims);
        genuine.sign(kind, &claims).expect("a token")
    };
    // What follows is refused for what is changed, for unchanged it is good.
    let same = sign(TokenType::Access, &|_| {});
    world_with(&world, &same).get(PATH).await.expect(200);

    let other = |seed: u8| SigningKey::from_seed(&[seed; 32]);
    let as_ours = Signer::new(realm, &other(7)).expect("a signer");
    let foreign = as_ours.sign(TokenType::Access, &said).expect("a token");
    let (foreign_header, ..) = parts(&foreign);
    let (alg, typ) = (|alg: &str| with(&header, "alg", alg.into()), |typ: &str| with(&header, "typ", typ.into()));
    let public = ring.current().public().to_bytes();
    let hs256 = format!("{}.{}", encode(&alg("HS256")), encode(&payload));
    let text = encode(&header) + "." + &encode(&payload);
    let refresh = patient.login["refreshToken"].as_str().expect("a token");
    let bad = [
        ("no signature under alg none", format!("{}.{}.", encode(&alg("none")), encode(&payload))),
        ("alg None with the signature", format!("{}.{}.{signature}", encode(&alg("None")), encode(&payload))),
        ("HS256 under the public key", format!("{hs256}.{}", hmac(&public, &hs256))),
        ("alg EdDSA left out", format!("{}.{}.{signature}", encode(&without(&header, "alg")), encode(&payload))),
        ("another key", foreign.clone()),
        (
            "another key under the name of ours",
            format!("{}.{}", encode(&with(&foreign_header, "kid", header["kid"].clone())), rest(&foreign)),
        ),
        (
            "a key of its own in the header",
            format!("{}.{}", encode(&with(&foreign_header, "jwk", json!({"kty": "OKP"}))), rest(&foreign)),
        ),
        ("no key", format!("{}.{}.{signature}", encode(&without(&header, "kid")), encode(&payload))),
        ("another audience", sign(TokenType::Access, &|c| c.aud = "others".into())),
        ("another issuer", sign(TokenType::Access, &|c| c.iss = "https://elsewhere.example".into())),
        ("over", sign(TokenType::Access, &|c| c.exp = c.iat - 1)),
        ("not begun", sign(TokenType::Access, &|c| c.nbf = c.iat + 3600)),
        ("a role that is none", sign(TokenType::Access, &|c| c.role = "root".into())),
        ("nobody", sign(TokenType::Access, &|c| c.sub = String::new())),
        ("the token of the first step", sign(TokenType::Mfa, &|_| {})),
        ("another typ", format!("{}.{}.{signature}", encode(&typ("JWT")), encode(&payload))),
        (
            "a payload that was changed",
            format!("{}.{}.{signature}", encode(&header), encode(&with(&payload, "role", "admin".into()))),
        ),
        ("a signature that was changed", format!("{text}.{}", BASE64URL_NOPAD.encode(&[0; 64]))),
        ("no signature", format!("{text}.")),
        ("two parts", text.clone()),
        ("a refresh token", refresh.to_owned()),
        ("nothing", String::new()),
        ("dots", "..".to_owned()),
    ];
    for (what, token) in bad {
        let answer = world_with(&world, &token).get(PATH).await;
        assert_eq!((answer.status, answer.code()), (401, "unauthenticated"), "{what}: {answer}");
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{what}");
    }
    for scheme in ["Basic", "Token", ""] {
        let value = format!("{scheme} {token}");
        let answer = Actor::stranger(&world.anyone.with_header("authorization", value.trim())).get(PATH).await;
        answer.refused(401, "unauthenticated");
    }
}

#[tokio::test]
async fn a_token_is_good_from_its_issue_for_a_quarter_of_an_hour() {
    let world = World::start().await;
    let patient = world.patient("Amina").await;
    world.clock.advance(SignedDuration::from_mins(14));
    patient.get(PATH).await.expect(200);
    world.clock.advance(SignedDuration::from_mins(2));
    patient.get(PATH).await.refused(401, "unauthenticated");
    world.clock.advance(SignedDuration::from_hours(-1));
    patient.get(PATH).await.refused(401, "unauthenticated");
}

#[tokio::test]
async fn the_token_of_the_first_step_and_a_refresh_token_open_nothing() {
    let world = World::start().await;
    let patient = world.patient("Amina").await;
    let begun = patient.post("/v1/me/mfa", json!({})).await.expect(200);
    let secret = data_encoding::BASE32_NOPAD.decode(begun.text("secret").as_bytes()).expect("base 32");
    let secret = medilink_auth::TotpSecret::from_bytes(secret.try_into().expect("twenty bytes"));
    let code = secret.code(medilink_kernel::Clock::now(&*world.clock)).expect("a code");
    patient.post("/v1/me/mfa/enable", json!({"code": code})).await.expect(200);
    let login = json!({"email": patient.email, "password": patient.password});
    let first = world.stranger().post("/v1/login", login).await.expect(200).text("mfaToken");
    for token in [first.as_str(), patient.login["refreshToken"].as_str().expect("a token")] {
        world_with(&world, token).get(PATH).await.refused(401, "unauthenticated");
    }
}

fn world_with(world: &World, token: &str) -> Actor {
    Actor::stranger(&world.anyone.with_token(token))
}

/// The platform's own keys.
async fn ring(world: &World) -> KeyRing {
    let items = snapshot::items(world).await;
    let stored = items.values().find(|item| snapshot::pk(item) == "KEY#token").expect("a ring");
    let sealed = BASE64.decode(stored["sealed"]["B"].as_str().expect("bytes").as_bytes()).expect("base 64");
    KeyRing::open(&world.local.platform.secret, &sealed).expect("a ring")
}

/// Header and payload, and the signature as it is.
fn parts(token: &str) -> (Value, Value, &str) {
    let parts: Vec<_> = token.split('.').collect();
    let read =
        |part: &str| serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base 64")).expect("JSON");
    (read(parts[0]), read(parts[1]), parts[2])
}

/// HMAC-SHA256 in base 64.
fn hmac(key: &[u8], text: &str) -> String {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).expect("a key");
    mac.update(text.as_bytes());
    BASE64URL_NOPAD.encode(&mac.finalize().into_bytes())
}

fn rest(token: &str) -> &str {
    token.split_once('.').expect("parts").1
}

fn encode(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

fn with(value: &Value, name: &str, member: Value) -> Value {
    let mut value = value.clone();
    value[name] = member;
    value
}

fn without(value: &Value, name: &str) -> Value {
    let mut value = value.clone();
    value.as_object_mut().expect("an object").remove(name);
    value
}
