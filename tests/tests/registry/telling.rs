//! What samples of notifications speak of: people who were told something, who want to be left alone, whose browsers
//! and sockets come and go.

use crate::cast::facts;
use crate::snapshot;
use crate::talking::{bare, connected, keep, leave_behind, number};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use medilink_dynamo::Action;
use medilink_kernel::{Clock, ConversationId, Instant, NotificationId, OsEntropy, SystemClock};
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, Registration, World, book, confirm, examine, prescribe};
use serde_json::{Map, Value, json};
use std::time::Duration;

/// So many browsers a person has at most.
const BROWSERS: u32 = 20;

/// The members of a state by its name.
pub async fn telling(world: &World, name: &str) -> Option<Value> {
    Some(match name {
        "told" => told(world).await,
        "laptop" => json!({"endpoint": world.push_service.endpoint(&format!("laptop-{}", number()))}),
        "browser" => {
            let patient = world.patient("Lina").await;
            let subscription = subscribe(world, &patient, &format!("browser-{}", number())).await;
            with(facts(&patient), json!({"subscriptionId": subscription}))
        }
        "crowded" => {
            let patient = world.patient("Lina").await;
            for nth in 0..BROWSERS {
                subscribe(world, &patient, &format!("crowd-{nth}-{}", number())).await;
            }
            with(facts(&patient), json!({"endpoint": world.push_service.endpoint(&format!("last-{}", number()))}))
        }
        "quiet" => quiet(world).await,
        "called" => called(world).await,
        "waited" => waited(world).await,
        "grounded" => grounded(world).await,
        "watching" => watching(world).await,
        "due" => due(world).await,
        _ => return None,
    })
}

/// A doctor who was told that the practice is open.
async fn told(world: &World) -> Value {
    let founder = Registration::begin(world, "doctor", "Haddad").await.found("pool").await;
    for _ in 0..500 {
        let list = founder.get("/v1/notifications").await.expect(200);
        if let Some(notice) = list.items().first() {
            return with(facts(&founder), json!({"notificationId": notice["notificationId"]}));
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("{} was told nothing", founder.email);
}

async fn subscribe(world: &World, actor: &Actor, browser: &str) -> String {
    let subscription = world.push_service.subscription(browser);
    actor.post("/v1/notifications/subscriptions", subscription).await.expect(201).text("subscriptionId")
}

/// A patient who wants to be left alone just now, and a doctor who has confirmed the next visit.
async fn expected(world: &World) -> (Actor, Actor, Value) {
    let (patient, doctor) = tokio::join!(world.patient("Lina"), world.doctor("Kaci"));
    let at = |hours: i64| {
        let time = world.clock.now().saturating_add(hours.hours()).expect("a time").to_zoned(TimeZone::UTC);
        time.strftime("%H:%M").to_string()
    };
    let wishes = json!({
        "channels": {"email": "all", "sms": "all", "push": "all"},
        "quietHours": {"from": at(-1), "to": at(2), "timeZone": "UTC"},
    });
    patient.put("/v1/notifications/preferences", wishes).await.expect(200);
    let appointment = book(&patient, &doctor, 0).await;
    let visit = confirm(&doctor, &appointment).await;
    let start = visit.text("start");
    let minute: String = start.chars().filter(|c| !matches!(c, '-' | ':')).take(13).collect();
    let more = json!({
        "user": bare(patient.id()), "doctorId": doctor.doctor_id(), "doctorUserId": doctor.id(),
        "tenantId": doctor.tenant_id(), "tenant": bare(doctor.tenant_id()), "appointmentId": appointment,
        "start": start, "end": visit["end"], "place": format!("{minute}#{}", bare(&appointment)),
    });
    let all = with(facts(&patient), more);
    (patient, doctor, all)
}

/// Such a patient with a prescription, and two messages that came while nobody was there.
async fn quiet(world: &World) -> Value {
    let (patient, doctor, all) = expected(world).await;
    let appointment = all["appointmentId"].as_str().unwrap_or_default();
    let prescription = prescribe(&doctor, &examine(&doctor, appointment).await).await.text("prescriptionId");
    let mut desk = doctor.socket().await;
    desk.write(patient.id(), "first", "Bonjour").await;
    let second = desk.write(patient.id(), "second", "Vos analyses sont là").await;
    keep(desk);
    let conversation = second["conversationId"].as_str().unwrap_or_default();
    let more = json!({
        "prescription": bare(&prescription), "prescriptionId": prescription,
        "conversation": bare(conversation), "messageId": second["messageId"],
    });
    with(all, more)
}

/// Such a patient with an urgent message that was not counted yet.
async fn called(world: &World) -> Value {
    let (patient, doctor, all) = expected(world).await;
    let (mut desk, name) = (doctor.socket().await, format!("urgent-{}", number()));
    let urgent = json!({"action": "send", "clientId": name, "to": patient.id(), "text": "!", "urgent": true});
    desk.ask(&urgent, &name).await;
    keep(desk);
    world.rest().await;
    let counted = format!("BUDGET#U#{}#{}", bare(patient.id()), bare(doctor.id()));
    let key = json!({"pk": {"S": counted}, "sk": {"S": "-"}});
    snapshot::call(world, Action::DeleteItem, json!({"TableName": PLATFORM_TABLE, "Key": key})).await;
    all
}

/// Somebody with a telephone and two browsers, of which one is gone, whose notice was held back: no channel has had it.
async fn waited(world: &World) -> Value {
    let patient = world.patient("Lina").await;
    let wishes = json!({"channels": {"email": "all", "sms": "all", "push": "all"}});
    patient.put("/v1/notifications/preferences", wishes).await.expect(200);
    for browser in ["here", "gone"] {
        subscribe(world, &patient, &format!("{browser}-{}", number())).await;
    }
    let held = held(world, &patient, waiting()).await;
    with(facts(&patient), held)
}

/// Somebody with a browser and three notices that stand on something: an appointment, a message, a prescription.
async fn grounded(world: &World) -> Value {
    let (patient, doctor, mut all) = expected(world).await;
    let wishes = json!({"channels": {"email": "all", "sms": "all", "push": "all"}});
    patient.put("/v1/notifications/preferences", wishes).await.expect(200);
    subscribe(world, &patient, &format!("here-{}", number())).await;
    let appointment = all["appointmentId"].as_str().unwrap_or_default().to_owned();
    let prescription = prescribe(&doctor, &examine(&doctor, &appointment).await).await.text("prescriptionId");
    for (name, what) in
        [("visit", visit(&all)), ("message", message(&doctor)), ("prescription", ready(&all, &prescription))]
    {
        let held = held(world, &patient, what).await;
        for member in ["notificationId", "notification", "about"] {
            let capital = format!("{name}{}{}", member[..1].to_uppercase(), &member[1..]);
            all[capital] = held[member].clone();
        }
        all["until"] = held["until"].clone();
        all["heldUntil"] = held["heldUntil"].clone();
    }
    // The platform itself tells of the same appointment and prescription, and counts by the same counters.
    world.rest().await;
    all
}

/// A confirmed appointment.
fn visit(all: &Value) -> Value {
    json!({
        "kind": "appointment_confirmed", "about": {"type": "appointment", "id": all["appointmentId"]},
        "facts": {"who": {"is": "doctor", "name": "Samir Kaci"}, "start": all["start"], "zone": "Africa/Algiers"},
        "ground": {"type": "appointment", "tenant": all["tenantId"], "appointment": all["appointmentId"]},
    })
}

/// A message that nobody has read.
fn message(doctor: &Actor) -> Value {
    let message = waiting();
    let ground = json!({"type": "message", "conversation": message["about"]["id"], "from": doctor.id(), "number": 1});
    with(message, json!({"ground": ground}))
}

/// A prescription that nobody has claimed.
fn ready(all: &Value, prescription: &str) -> Value {
    json!({
        "kind": "prescription_ready", "about": {"type": "prescription", "id": prescription},
        "facts": {"who": {"is": "doctor", "name": "Samir Kaci"}},
        "ground": {"type": "prescription", "tenant": all["tenantId"], "prescription": prescription},
    })
}

/// Somebody of a practice with a notice, who has opened a socket since; another has ended without a word.
async fn watching(world: &World) -> Value {
    let founder = Registration::begin(world, "doctor", "Haddad").await.found("pool").await;
    let held = held(world, &founder, waiting()).await;
    // The platform itself looks before anybody is there, and shows nothing.
    world.rest().await;
    connected(world, &founder).await;
    leave_behind(world, &founder).await;
    with(facts(&founder), held)
}

/// A reminder that is due, and three notices whose quiet hours are over.
async fn due(world: &World) -> Value {
    let (patient, doctor, all) = expected(world).await;
    let (tenant, appointment) = (&all["tenantId"], &all["appointmentId"]);
    // What the platform plans by itself lies in the same place.
    world.rest().await;
    let reminder = json!({
        "what": "reminder", "tenant": tenant, "appointment": appointment, "lead": "day", "moves": 0,
    });
    let id = bare(appointment.as_str().unwrap_or_default());
    put_due(world, &format!("DUE#R#{id}#day"), reminder).await;
    // The patient wants to be left alone again, somebody else does not.
    let other = world.patient("Karim").await;
    let examined = book(&other, &doctor, 3).await;
    confirm(&doctor, &examined).await;
    let prescription = prescribe(&doctor, &examine(&doctor, &examined).await).await.text("prescriptionId");
    let held_back = [(&patient, ready(&all, &prescription)), (&other, message(&doctor)), (&other, visit(&all))];
    for (reader, what) in held_back {
        let held = held(world, reader, what).await;
        let release = json!({"what": "release", "user": reader.id(), "notification": held["notificationId"]});
        put_due(world, &format!("DUE#N#{}", held["notification"].as_str().unwrap_or_default()), release).await;
    }
    // What nobody can read, at the head of all.
    put_due(world, &format!("DUE#N#unreadable-{}", number()), json!({"what": "nothing", "user": "Lina Poison"})).await;
    all
}

fn waiting() -> Value {
    let conversation = ConversationId::new(SystemClock.now(), &OsEntropy).to_string();
    json!({
        "kind": "message_waiting", "about": {"type": "conversation", "id": conversation},
        "facts": {"who": {"is": "doctor", "name": "Samir Kaci"}},
    })
}

/// Puts a notice that was held back to this moment into a reader's list: no request makes one that is over so soon.
async fn held(world: &World, reader: &Actor, what: Value) -> Value {
    let now = world.clock.now();
    let id = NotificationId::new(now, &OsEntropy);
    let (user, until) = (bare(reader.id()), after(now, 24));
    let item = json!({
        "pk": format!("NTF#{user}"), "sk": id.bare(), "notificationId": id, "userId": reader.id(),
        "at": Instant::new(now), "arrived": now.as_millisecond(), "until": until, "heldUntil": Instant::new(now),
        "gsi1pk": format!("UNREAD#{user}"), "gsi1sk": format!("{:020}", now.as_millisecond()),
        "ttl": now.as_second() + 180 * 24 * 3600,
    });
    let about = what["about"]["id"].clone();
    put(world, with(item, what)).await;
    json!({
        "user": user, "notificationId": id, "notification": id.bare(), "about": about, "until": until,
        "heldUntil": Instant::new(now),
    })
}

/// Puts something that is due, all into one part of the index: how many parts there are to read is always the same.
async fn put_due(world: &World, pk: &str, what: Value) {
    let at = world.clock.now();
    let lies = json!({
        "pk": pk, "sk": "-", "at": Instant::new(at), "gsi1pk": "DUES#0", "gsi1sk": format!("{:020}", at.as_second()),
    });
    put(world, with(lies, what)).await;
}

fn after(now: Timestamp, hours: i64) -> Instant {
    Instant::new(now.saturating_add(SignedDuration::from_hours(hours)).expect("a time"))
}

fn with(mut all: Value, more: Value) -> Value {
    all.as_object_mut().zip(more.as_object()).map(|(all, more)| all.extend(more.clone())).expect("two objects");
    all
}

/// Writes an item past the platform.
async fn put(world: &World, item: Value) {
    let request = json!({"TableName": PLATFORM_TABLE, "Item": typed(&item)["M"]});
    snapshot::call(world, Action::PutItem, request).await;
}

/// A value with DynamoDB's type tags.
fn typed(value: &Value) -> Value {
    match value {
        Value::Null => json!({"NULL": true}),
        Value::Bool(value) => json!({"BOOL": value}),
        Value::Number(number) => json!({"N": number.to_string()}),
        Value::String(text) => json!({"S": text}),
        Value::Array(all) => json!({"L": all.iter().map(typed).collect::<Vec<_>>()}),
        Value::Object(all) => {
            json!({"M": all.iter().map(|(name, one)| (name.clone(), typed(one))).collect::<Map<_, _>>()})
        }
    }
}
