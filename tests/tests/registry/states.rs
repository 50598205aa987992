//! What samples speak of, brought about anew each time: `${held.claimToken}` is the token of a prescription just claimed.

use crate::cast::{Cast, facts};
use crate::opening::opening;
use crate::pictures::picture;
use crate::recording::recording;
use crate::shelves::shelf;
use crate::snapshot;
use crate::talking::{bare, connected, talking};
use crate::telling::telling;
use data_encoding::BASE32_NOPAD;
use jiff::{ToSpan, tz::TimeZone};
use medilink_auth::TotpSecret;
use medilink_dynamo::Action;
use medilink_edge::{Origin, StreamRecord, set_aside};
use medilink_kernel::{Clock, SystemClock};
use medilink_local::registry;
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_records::{DeadLetterId, POSTPONED, due_position};
use medilink_testkit::{Actor, Answer, PASSWORD, Registration, World, book, claim, confirm, examine, prescribe, slots};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// The members of a state by its name.
pub async fn state(world: &World, cast: &Cast, name: &str) -> Value {
    if let Some(actor) = cast.get(name) {
        return facts(actor);
    }
    if let Some(talk) = talking(world, cast, name).await {
        return talk;
    }
    if let Some(picture) = picture(world, cast, name).await {
        return picture;
    }
    if let Some(shelf) = shelf(world, cast, name).await {
        return shelf;
    }
    if let Some(told) = telling(world, name).await {
        return told;
    }
    if let Some(opened) = opening(world, cast, name).await {
        return opened;
    }
    if let Some(recorded) = recording(world, cast, name).await {
        return recorded;
    }
    match name {
        "letter" => letter(world, cast).await,
        "postponed" => postponed(world, cast).await,
        "newcomer" => json!({"email": address()}),
        "member" => facts(&world.patient("Lina").await),
        "refreshed" | "enrolling" | "secured" | "securedDoctor" | "forgotten" | "asked" => account(world, name).await,
        "begun" | "handedIn" | "submitted" | "founded" | "suspended" | "failed" => joining(world, name).await,
        _ => care(world, cast, name).await,
    }
}

fn address() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    format!("newcomer-{}@testkit.example", NUMBER.fetch_add(1, Ordering::Relaxed))
}

/// A dead letter that an operation succeeds with when it is replayed: the removal of a registration, which asks for nothing.
async fn letter(world: &World, cast: &Cast) -> Value {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let operation = registry::find("notifications.raise_from_registrations").expect("an operation");
    let event = format!("sample-{}", NUMBER.fetch_add(1, Ordering::Relaxed));
    let origin = Origin { event: event.clone(), table: PLATFORM_TABLE.to_owned() };
    let (pk, sk) = ("REG#01JZ0000000000000000000000".to_owned(), "-".to_owned());
    let record = StreamRecord { tenant: None, pk, sk, at: world.clock.now(), new: None, old: None, replays: 0 };
    set_aside(&world.local.platform, operation, &origin, &record, 5, "sample").await.expect("it is set aside");
    let mut all = facts(cast.get("admin").expect("an admin"));
    all["id"] = DeadLetterId::new(operation.spec().id, &event).to_string().into();
    all
}

/// The same letter, which comes again by itself and whose turn it is.
async fn postponed(world: &World, cast: &Cast) -> Value {
    let all = letter(world, cast).await;
    let id: DeadLetterId = all["id"].as_str().expect("an id").parse().expect("a dead letter");
    let key = id.key();
    let update = json!({
        "TableName": PLATFORM_TABLE,
        "Key": {"pk": {"S": key.pk}, "sk": {"S": key.sk}},
        "UpdateExpression": "SET gsi1pk = :later, gsi1sk = :now",
        "ExpressionAttributeValues": {":later": {"S": POSTPONED}, ":now": {"S": due_position(world.clock.now())}},
    });
    snapshot::call(world, Action::UpdateItem, update).await;
    all
}

async fn account(world: &World, name: &str) -> Value {
    let member = match name {
        "securedDoctor" => Registration::begin(world, "doctor", "Haddad").await.found("pool").await,
        _ => world.patient("Lina").await,
    };
    let mut all = facts(&member);
    match name {
        "refreshed" => {
            let token = member.login["refreshToken"].clone();
            world.stranger().post("/v1/token/refresh", json!({"refreshToken": token})).await.expect(200);
            all["oldToken"] = token;
        }
        "enrolling" => all["code"] = code(world, &begin(&member).await).into(),
        "secured" | "securedDoctor" => {
            let first = json!({"code": code(world, &begin(&member).await)});
            let enabled = member.post("/v1/me/mfa/enable", first).await.expect(200);
            all["code"] = enabled["recoveryCodes"][0].clone();
            let login = json!({"email": member.email, "password": PASSWORD});
            all["mfaToken"] = world.stranger().post("/v1/login", login).await.expect(200)["mfaToken"].clone();
        }
        _ => {
            world.stranger().post("/v1/password/forgot", json!({"email": member.email})).await.expect(202);
            let items = snapshot::items(world).await;
            let asked = items
                .values()
                .find(|item| snapshot::pk(item).starts_with("RESET#") && item["email"]["S"] == member.email);
            let asked = asked.expect("a wish for a new password");
            all["name"] = snapshot::pk(asked).trim_start_matches("RESET#").into();
            all["expiresAt"] = asked["expiresAt"]["S"].clone();
            if name == "forgotten" {
                all["token"] = mailed(world, &member.email).await.into();
            }
        }
    }
    all
}

async fn begin(member: &Actor) -> TotpSecret {
    let secret = member.post("/v1/me/mfa", json!({})).await.expect(200).text("secret");
    let bytes = BASE32_NOPAD.decode(secret.as_bytes()).expect("base 32");
    TotpSecret::from_bytes(bytes.try_into().expect("twenty bytes"))
}

fn code(world: &World, secret: &TotpSecret) -> String {
    secret.code(world.clock.now()).expect("a code")
}

async fn mailed(world: &World, address: &str) -> String {
    for _ in 0..200 {
        let outbox = world.stranger().get("/local/outbox").await.expect(200);
        let mail = outbox.items().iter().find(|mail| mail["to"] == address);
        if let Some(text) = mail.and_then(|mail| mail["text"].as_str()) {
            let token = text.split("#token=").nth(1).expect("a link");
            return token.split_whitespace().next().expect("a token").to_owned();
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("no mail to {address}");
}

async fn joining(world: &World, name: &str) -> Value {
    let registration = Registration::begin(world, "doctor", "Haddad").await;
    let id = registration.id.clone();
    let mut all = json!({"email": registration.email, "uploadToken": registration.begun["uploadToken"]});
    match name {
        "begun" => all = merge(all, facts(&Actor::signed_in(&world.anyone, &registration.email, PASSWORD).await)),
        "handedIn" => registration.hand_in_all().await,
        "submitted" => {
            registration.hand_in_all().await;
            registration.submit().await.expect(200);
        }
        _ => all = merge(all, facts(&registration.found("pool").await)),
    }
    let tenant = all["tenantId"].as_str().unwrap_or_default().to_owned();
    match name {
        "suspended" => {
            let path = format!("/v1/admin/tenants/{tenant}/suspend");
            world.admin().await.post(&path, json!({"reason": "La licence a expiré."})).await.expect(200);
        }
        "failed" => fail_provisioning(world, &tenant).await,
        _ => {}
    }
    all["userId"] = all["id"].clone();
    if name != "founded" {
        all["id"] = id.as_str().into();
    }
    all["registration"] = bare(&id).into();
    all["registrationId"] = id.into();
    all["tenant"] = bare(&tenant).into();
    all
}

fn merge(mut all: Value, more: Value) -> Value {
    all.as_object_mut().zip(more.as_object()).map(|(all, more)| all.extend(more.clone())).expect("two objects");
    all
}

/// As if its last step had failed: no request can bring that about.
async fn fail_provisioning(world: &World, tenant: &str) {
    let failed = json!({
        "TableName": PLATFORM_TABLE,
        "Key": {"pk": {"S": format!("TENANT#{}", bare(tenant))}, "sk": {"S": "-"}},
        "UpdateExpression": "SET #s = :failed, steps[4].#s = :failed",
        "ExpressionAttributeNames": {"#s": "status"},
        "ExpressionAttributeValues": {":failed": {"S": "failed"}},
    });
    snapshot::call(world, Action::UpdateItem, failed).await;
}

async fn care(world: &World, cast: &Cast, name: &str) -> Value {
    let person = |name| cast.get(name).expect("somebody of the cast");
    let (patient, doctor, pharmacist) = (person("patient"), person("doctor"), person("pharmacist"));
    match name {
        "calendar" => {
            let today = world.clock.now().to_zoned(TimeZone::UTC).date();
            return json!({"from": today.to_string(), "to": today.saturating_add(7.days()).to_string()});
        }
        "slot" => return json!({"start": later(doctor).await}),
        // Late in a day, so that others near it are on the next.
        "taken" => {
            let free = slots(doctor).await;
            let late = |slot: &Value| slot["start"].as_str().is_some_and(|start| start[11..] > *"22:30");
            let nth = free.iter().position(late).expect("a late slot");
            book(person("neighbour"), doctor, nth).await;
            return json!({"start": free[nth]["start"]});
        }
        _ => {}
    }
    let appointment = book(patient, doctor, 0).await;
    let mut all = json!({"appointmentId": appointment, "patientId": patient.id()});
    if name == "requested" {
        return all;
    }
    if name == "moved" {
        let other = json!({"start": later(doctor).await});
        all["start"] = other["start"].clone();
        patient.post(&format!("/v1/appointments/{appointment}/reschedule"), other).await.expect(200);
        return all;
    }
    confirm(doctor, &appointment).await;
    if name == "confirmed" {
        return all;
    }
    let consultation = examine(doctor, &appointment).await;
    all["consultationId"] = consultation.as_str().into();
    all["consultation"] = bare(&consultation).into();
    all["tenant"] = bare(doctor.tenant_id()).into();
    if name == "examined" {
        return all;
    }
    let prescription: Answer = prescribe(doctor, &consultation).await;
    all["prescriptionId"] = prescription["prescriptionId"].clone();
    all["itemId"] = prescription["items"][0]["itemId"].clone();
    all["payload"] = prescription["qr"]["payload"].clone();
    match name {
        "prescribed" => {}
        "dispensing" => {
            claim(pharmacist, &prescription).await;
            all["connection"] = connected(world, pharmacist).await.into();
        }
        "held" => all["claimToken"] = claim(pharmacist, &prescription).await.into(),
        other => panic!("{other}: nothing of this name"),
    }
    all
}

/// A free time of the last day: the first days are booked by whatever else samples speak of, and what it costs to move an
/// appointment depends on whether it stays on its day.
async fn later(doctor: &Actor) -> String {
    let free = slots(doctor).await;
    let starts: Vec<_> = free.iter().filter_map(|slot| slot["start"].as_str()).collect();
    let day = starts.last().expect("a free time").get(..10).expect("a date");
    (*starts.iter().find(|start| start.starts_with(day)).expect("a free time")).to_owned()
}
