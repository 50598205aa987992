use data_encoding::BASE64URL_NOPAD;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::*;
use crate::claims::Grant;
use crate::keys::SigningKey;
use crate::signer::Signer;

fn now() -> Timestamp {
    Timestamp::from_second(1_700_000_000).unwrap()
}

fn after(seconds: i64) -> Timestamp {
    now() + SignedDuration::from_secs(seconds)
}

fn key(n: u8) -> SigningKey {
    SigningKey::from_seed(&[n; 32])
}

fn jwks<const N: usize>(keys: [u8; N]) -> Jwks {
    keys.map(|n| key(n).public()).into_iter().collect()
}

fn realm() -> Realm {
    Realm { issuer: "https://medilink.test".to_owned(), audience: "medilink".to_owned() }
}

fn verifier() -> Verifier {
    Verifier::new(realm(), &jwks([1, 2]), 100).unwrap()
}

fn claims() -> Claims {
    let grant = Grant {
        user: "usr_1".to_owned(),
        session: "family".to_owned(),
        role: "patient".to_owned(),
        tenant: None,
        doctor: None,
    };
    Claims::new(TokenType::Access, &realm(), grant, "id".to_owned(), now())
}

fn sign(n: u8, kind: TokenType, claims: &Claims) -> String {
    Signer::new(realm(), &key(n)).unwrap().sign(kind, claims).unwrap()
}

fn access(claims: &Claims) -> String {
    sign(1, TokenType::Access, claims)
}

/// A token of any header and payload, well signed by key 1.
fn forge(header: &Value, payload: &Value) -> String {
    let message = [header, payload].map(|part| BASE64URL_NOPAD.encode(part.to_string().as_bytes())).join(".");
    let signature = key(1).sign(message.as_bytes());
    format!("{message}.{}", BASE64URL_NOPAD.encode(&signature))
}

fn header() -> Value {
    json!({"typ": "at+jwt", "alg": "EdDSA", "kid": key(1).public().kid()})
}

fn refused(token: &str) -> TokenError {
    verifier().verify(TokenType::Access, token, now()).unwrap_err()
}

#[test]
fn a_good_token_of_each_published_key_passes() {
    for n in [1, 2] {
        let token = sign(n, TokenType::Access, &claims());
        assert_eq!(*verifier().verify(TokenType::Access, &token, now()).unwrap(), claims());
    }
    let forged = forge(&header(), &serde_json::to_value(claims()).unwrap());
    assert!(verifier().verify(TokenType::Access, &forged, now()).is_ok(), "forge() makes good tokens");
}

#[test]
fn valid_from_nbf_with_leeway_until_exp_without() {
    let token = access(&claims());
    let verify = |at| verifier().verify(TokenType::Access, &token, after(at)).map(|_| ());
    assert_eq!(verify(-31), Err(TokenError::NotYetValid));
    assert_eq!(verify(-30), Ok(()));
    assert_eq!(verify(899), Ok(()));
    assert_eq!(verify(900), Err(TokenError::Expired));
}

#[test]
fn one_kind_never_passes_as_the_other() {
    let (access, mfa) = (access(&claims()), sign(1, TokenType::Mfa, &claims()));
    let verifier = verifier();
    assert!(verifier.verify(TokenType::Access, &access, now()).is_ok());
    assert!(verifier.verify(TokenType::Mfa, &mfa, now()).is_ok());
    // Also when the verifier has seen the token before.
    assert_eq!(verifier.verify(TokenType::Mfa, &access, now()), Err(TokenError::Type));
    assert_eq!(verifier.verify(TokenType::Access, &mfa, now()), Err(TokenError::Type));
    for typ in [json!("JWT"), json!("AT+JWT"), json!("application/at+jwt"), json!(null)] {
        let mut header = header();
        header["typ"] = typ;
        assert_eq!(refused(&forge(&header, &serde_json::to_value(claims()).unwrap())), TokenError::Type);
    }
}

#[test]
fn other_algorithms_are_refused() {
    let payload = serde_json::to_value(claims()).unwrap();
    for algorithm in ["HS256", "HS512", "ES256", "RS256", "PS256"] {
        let mut header = header();
        header["alg"] = json!(algorithm);
        assert_eq!(refused(&forge(&header, &payload)), TokenError::Algorithm, "{algorithm}");
    }
    for algorithm in ["none", "None", "NONE", "", "eddsa", "Ed25519"] {
        let mut header = header();
        header["alg"] = json!(algorithm);
        let token = forge(&header, &payload);
        assert_eq!(refused(&token), TokenError::Malformed, "{algorithm}");
        let (unsigned, _) = token.rsplit_once('.').unwrap();
        assert_eq!(refused(&format!("{unsigned}.")), TokenError::Malformed, "{algorithm}");
    }
}

#[test]
fn the_public_key_is_no_hmac_secret() {
    use hmac::{Hmac, KeyInit, Mac};

    let mut header = header();
    header["alg"] = json!("HS256");
    let message = forge(&header, &serde_json::to_value(claims()).unwrap());
    let (message, _) = message.rsplit_once('.').unwrap();
    let mut mac = Hmac::<sha2::Sha256>::new_from_slice(&key(1).public().to_bytes()).unwrap();
    mac.update(message.as_bytes());
    let token = format!("{message}.{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()));
    assert_eq!(refused(&token), TokenError::Algorithm);
}

#[test]
fn other_keys_are_refused() {
    assert_eq!(refused(&sign(3, TokenType::Access, &claims())), TokenError::UnknownKey);
    // Signed by 1, said to be by 2; with no key name; with a key of its own in the header.
    let payload = serde_json::to_value(claims()).unwrap();
    let mut swapped = header();
    swapped["kid"] = json!(key(2).public().kid());
    assert_eq!(refused(&forge(&swapped, &payload)), TokenError::Signature);
    let mut nameless = header();
    nameless.as_object_mut().unwrap().remove("kid");
    assert_eq!(refused(&forge(&nameless, &payload)), TokenError::UnknownKey);
    nameless["jwk"] = serde_json::to_value(&jwks([1]).keys[0]).unwrap();
    assert_eq!(refused(&forge(&nameless, &payload)), TokenError::UnknownKey);
}

#[test]
fn other_realms_are_refused() {
    assert_eq!(refused(&access(&Claims { iss: "https://other.test".to_owned(), ..claims() })), TokenError::Issuer);
    assert_eq!(refused(&access(&Claims { aud: "other".to_owned(), ..claims() })), TokenError::Audience);
    assert_eq!(refused(&access(&Claims { aud: String::new(), ..claims() })), TokenError::Audience);
}

#[test]
fn a_tampered_payload_or_signature_is_refused() {
    let good = access(&claims());
    let other = access(&Claims { role: "admin".to_owned(), ..claims() });
    let (good, other): (Vec<_>, Vec<_>) = (good.split('.').collect(), other.split('.').collect());
    assert_eq!(refused(&[good[0], other[1], good[2]].join(".")), TokenError::Signature);
    assert_eq!(refused(&[good[0], good[1], other[2]].join(".")), TokenError::Signature);
    assert_eq!(refused(&[good[0], good[1], ""].join(".")), TokenError::Signature);
    // Another text of the same signature bytes is another token.
    assert_eq!(refused(&format!("{}=", good.join("."))), TokenError::Malformed);
}

#[test]
fn odd_but_well_signed_tokens_are_refused() {
    let payload = serde_json::to_value(claims()).unwrap();
    let mut critical = header();
    critical["crit"] = json!(["b64"]);
    assert_eq!(refused(&forge(&critical, &payload)), TokenError::Malformed);
    for (claim, value) in [
        ("exp", json!(null)),
        ("exp", json!("1800000000")),
        ("exp", json!(1e300)),
        ("nbf", json!(null)),
        ("aud", json!(["medilink"])),
        ("sub", json!(7)),
        ("role", json!(null)),
    ] {
        let mut payload = payload.clone();
        payload[claim] = value.clone();
        assert_eq!(refused(&forge(&header(), &payload)), TokenError::Malformed, "{claim} {value}");
    }
    for (claim, value, error) in [("exp", i64::MIN, TokenError::Expired), ("nbf", i64::MAX, TokenError::NotYetValid)] {
        let mut payload = payload.clone();
        payload[claim] = json!(value);
        assert_eq!(refused(&forge(&header(), &payload)), error);
    }
    let mut large = payload;
    large["role"] = json!("x".repeat(LONGEST_TOKEN));
    assert_eq!(refused(&forge(&header(), &large)), TokenError::Malformed);
}

#[test]
fn a_remembered_token_ends_in_time_and_with_its_key() {
    let (verifier, token) = (verifier(), access(&claims()));
    let first = verifier.verify(TokenType::Access, &token, now()).unwrap();
    let again = verifier.verify(TokenType::Access, &token, now()).unwrap();
    assert!(Arc::ptr_eq(&first, &again), "the second answer comes from memory");

    assert_eq!(verifier.verify(TokenType::Access, &token, after(-31)), Err(TokenError::NotYetValid));
    assert!(verifier.verify(TokenType::Access, &token, now()).is_ok());
    assert_eq!(verifier.verify(TokenType::Access, &token, after(900)), Err(TokenError::Expired));
    assert_eq!(verifier.state().verified.len(), 0);

    assert!(verifier.verify(TokenType::Access, &token, now()).is_ok());
    verifier.replace_keys(&jwks([2, 3])).unwrap();
    assert_eq!(verifier.verify(TokenType::Access, &token, now()), Err(TokenError::UnknownKey));
    assert!(verifier.verify(TokenType::Access, &sign(3, TokenType::Access, &claims()), now()).is_ok());
}

#[test]
fn an_unusable_key_set_changes_nothing() {
    let (verifier, mut bad) = (verifier(), jwks([3]));
    bad.keys[0].kid = key(1).public().kid();
    assert!(verifier.replace_keys(&bad).is_err());
    assert!(verifier.verify(TokenType::Access, &access(&claims()), now()).is_ok());
}

#[test]
fn refused_tokens_are_not_remembered() {
    let verifier = verifier();
    let token = access(&Claims { aud: "other".to_owned(), ..claims() });
    for _ in 0..2 {
        assert_eq!(verifier.verify(TokenType::Access, &token, now()), Err(TokenError::Audience));
    }
    assert_eq!(verifier.state().verified.len(), 0);
}

proptest! {
    #[test]
    fn any_text_is_refused_calmly(text in prop_oneof![".*", "[A-Za-z0-9_.-]{0,300}", "[^.]{0,9}\\.[^.]{0,9}\\.[^.]{0,9}"]) {
        for kind in [TokenType::Access, TokenType::Mfa] {
            prop_assert!(verifier().verify(kind, &text, now()).is_err());
        }
    }

    #[test]
    fn one_changed_character_is_refused(at: prop::sample::Index, with in "[A-Za-z0-9_.-]") {
        let token = access(&claims());
        let at = at.index(token.len());
        prop_assume!(token[at..=at] != with);
        let changed = format!("{}{with}{}", &token[..at], &token[at + 1..]);
        prop_assert!(verifier().verify(TokenType::Access, &changed, now()).is_err());
    }
}
