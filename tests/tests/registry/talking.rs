//! What samples of chat speak of: tickets, open sockets, a conversation with a message on each side.

use crate::cast::{Cast, facts};
use crate::snapshot;
use jiff::SignedDuration;
use medilink_dynamo::Action;
use medilink_kernel::Clock;
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, Registration, Socket, World, book};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// A number that nothing has had.
pub fn number() -> u32 {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    NUMBER.fetch_add(1, Ordering::Relaxed)
}

/// The members of a state by its name; `held` brings about a prescription that the cast's pharmacy holds.
pub async fn talking(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    let doctor = cast.get("doctor")?;
    Some(match name {
        "fresh" => json!({"name": format!("client-{}", number())}),
        // Nobody whom other samples write to: the socket that a sample opens is known to no gateway.
        "ticket" => {
            let founder = Registration::begin(world, "doctor", "Haddad").await.found("pool").await;
            json!({"patient": ticket(&world.patient("Lina").await).await, "doctor": ticket(&founder).await})
        }
        "linked" => {
            let founder = Registration::begin(world, "doctor", "Haddad").await.found("pool").await;
            open(&founder).await;
            let (_, session) = link(world, &founder).await;
            let mut all = facts(&founder);
            all["tenant"] = bare(founder.tenant_id()).into();
            all["session"] = session.into();
            all
        }
        "booked" => {
            let patient = world.patient("Lina").await;
            book(&patient, doctor, 0).await;
            open(&patient).await;
            json!({"connection": link(world, &patient).await.0, "doctorUserId": doctor.id()})
        }
        "talk" => talk(world, doctor, false).await,
        "abandoned" => talk(world, doctor, true).await,
        "resumed" => {
            let talk = talk(world, doctor, false).await;
            long_ago(world, &talk, doctor).await;
            talk
        }
        _ => return None,
    })
}

/// The connection of a new socket of this actor.
pub async fn connected(world: &World, actor: &Actor) -> String {
    // Another one may be known to the process by now, which costs a call less.
    let before = open_links(world, actor).await;
    open(actor).await;
    let after = open_links(world, actor).await;
    let new = after.iter().find(|link| !before.contains(link)).expect("a new socket");
    text(new, "sk")
}

/// A conversation; `abandoned` where sockets of both have ended without a word. What takes time comes first: a process
/// remembers only for a moment where a conversation ends.
async fn talk(world: &World, doctor: &Actor, abandoned: bool) -> Value {
    let patient = world.patient("Lina").await;
    book(&patient, doctor, 0).await;
    let (mut phone, mut desk) = (patient.socket().await, doctor.socket().await);
    let (connection, session) = link(world, &patient).await;
    // One socket of the doctor stays open, of however many conversations: what a message costs depends on them.
    let alone = open_links(world, doctor).await.len() == 1;
    let first = phone.write(doctor.id(), "first", "Bonjour").await;
    let name = format!("reply-{}", number());
    let reply =
        json!({"action": "send", "clientId": name, "conversationId": first["conversationId"], "text": "Bonjour"});
    let reply = desk.ask(&reply, &name).await;
    if abandoned {
        for person in [&patient, doctor] {
            leave_behind(world, person).await;
        }
    }
    keep(phone);
    if alone {
        keep(desk)
    } else {
        desk.close().await
    }
    let mut all = facts(&patient);
    all["connection"] = connection.as_str().into();
    all["session"] = session.into();
    all["conversationId"] = first["conversationId"].clone();
    all["messageId"] = reply["messageId"].clone();
    all
}

async fn ticket(actor: &Actor) -> String {
    actor.post("/v1/chat/tickets", Value::Null).await.expect(201).text("ticket")
}

async fn open(actor: &Actor) {
    keep(actor.socket().await);
}

/// Holds a socket open to the end of the test.
pub fn keep(mut socket: Socket) {
    tokio::spawn(async move { while socket.receive_patiently().await.is_some() {} });
}

/// The sockets of an actor that are open.
async fn open_links(world: &World, actor: &Actor) -> Vec<Value> {
    let own = format!("LINK#{}", bare(actor.id()));
    let open = |item: &Value| snapshot::pk(item) == own && !text(item, "sk").starts_with("gone");
    snapshot::items(world).await.into_values().filter(open).collect()
}

/// One of them: its connection, and the sign-in that opened it.
async fn link(world: &World, actor: &Actor) -> (String, String) {
    let links = open_links(world, actor).await;
    let link = links.first().expect("an open socket");
    (text(link, "sk"), bare(&text(link, "sessionId")).to_owned())
}

fn text(item: &Value, name: &str) -> String {
    item[name]["S"].as_str().unwrap_or_default().to_owned()
}

/// As if a socket of this person had ended without a word.
pub async fn leave_behind(world: &World, actor: &Actor) {
    // Opened an hour ago: one that has only just been is not given up.
    let ttl = (world.clock.now().as_second() + 3600).to_string();
    let mut item = json!({
        "pk": {"S": format!("LINK#{}", bare(actor.id()))}, "sk": {"S": format!("gone-{}", number())},
        "sessionId": {"S": "ses_01JZ0000000000000000000000"}, "ttl": {"N": ttl},
    });
    if let Some(tenant) = actor.login["user"]["tenantId"].as_str() {
        item["tenantId"] = json!({"S": tenant});
    }
    snapshot::call(world, Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": item})).await;
}

/// As if the last message had been written an hour before.
async fn long_ago(world: &World, talk: &Value, doctor: &Actor) {
    let (patient, doctor) = (bare(talk["id"].as_str().unwrap_or_default()), bare(doctor.id()));
    let conversation = bare(talk["conversationId"].as_str().unwrap_or_default());
    let set = |pk: String, sk: String, name: &str, value: String| {
        json!({
            "TableName": PLATFORM_TABLE, "Key": {"pk": {"S": pk}, "sk": {"S": sk}}, "UpdateExpression": "SET #n = :v",
            "ExpressionAttributeNames": {"#n": name}, "ExpressionAttributeValues": {":v": {"S": value}},
        })
    };
    let before = world.clock.now().saturating_sub(SignedDuration::from_hours(1)).expect("an hour before");
    let last = set(
        format!("CNV#{conversation}"),
        format!("M#{:020}", 2),
        "sentAt",
        before.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    );
    snapshot::call(world, Action::UpdateItem, last).await;
    for (own, other) in [(patient, doctor), (doctor, patient)] {
        let position = format!("{:020}#{conversation}", before.as_second() / 300);
        let entry = set(format!("INBOX#{own}"), format!("{conversation}#{other}"), "gsi1sk", position);
        snapshot::call(world, Action::UpdateItem, entry).await;
    }
    // The process remembers for a moment where the conversation ended.
    world.clock.advance(SignedDuration::from_secs(3));
}

/// An id without its prefix.
pub fn bare(id: &str) -> &str {
    id.rsplit('_').next().unwrap_or_default()
}
