//! Services outside that are busy, gone, or say nothing: everybody is told, and nobody twice.

use jiff::SignedDuration;
use medilink_dynamo::Action;
use medilink_kernel::{Clock, ConversationId, Instant, NotificationId, OsEntropy, SystemClock};
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, Provider, World, book, confirm};
use serde_json::{Value, json};
use std::time::Duration;

const LIST: &str = "/v1/admin/dead-letters";

/// A platform whose mails and text messages go to this service.
async fn world(provider: &Provider) -> World {
    World::start_as(|config| config.outside.extend(provider.variables())).await
}

/// A patient who wants to hear by these channels alone, and a doctor.
async fn pair(world: &World, channels: Value) -> (Actor, Actor) {
    let (patient, doctor) = tokio::join!(world.patient("Lina"), world.doctor("Kaci"));
    patient.put("/v1/notifications/preferences", json!({"channels": channels})).await.expect(200);
    doctor.put("/v1/notifications/preferences", json!({"channels": channels_off()})).await.expect(200);
    (patient, doctor)
}

fn channels_off() -> Value {
    json!({"email": "off", "sms": "off", "push": "off"})
}

fn only(channel: &str) -> Value {
    let mut channels = channels_off();
    channels[channel] = "all".into();
    channels
}

/// Waits until something is so.
async fn until(what: &str, mut so: impl AsyncFnMut() -> bool) {
    for _ in 0..1500 {
        if so().await {
            return;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("it never was so: {what}");
}

async fn letters(admin: &Actor) -> Vec<Value> {
    admin.get(LIST).await.expect(200).items().clone()
}

/// Brings what is postponed until so many messages came at a path.
async fn brought(world: &World, provider: &Provider, path: &str, times: usize) {
    until("it came again", async || {
        world.again().await;
        provider.received_at(path).len() >= times
    })
    .await;
}

#[tokio::test]
async fn what_may_have_been_taken_is_sent_again_only_where_an_admin_wants_it() {
    for (channel, path) in [("sms", Provider::TEXTS), ("email", Provider::MAILS)] {
        let provider = Provider::start().await;
        let world = world(&provider).await;
        let (patient, doctor) = pair(&world, only(channel)).await;
        // The doctor was told by mail that the practice is open; so far nobody had any other.
        let told = async || !provider.received_at(Provider::MAILS).is_empty();
        until("the doctor's own mail", told).await;
        let before = provider.received_at(path).len();
        provider.answers(path, &[Provider::CUT]);
        confirm(&doctor, &book(&patient, &doctor, 60).await).await;
        let admin = world.admin().await;
        until_letters(&admin, 1).await;
        let letter = letters(&admin).await.remove(0);
        assert_eq!((&letter["cause"], &letter["attempts"]), (&json!("outcome_unknown"), &json!(1)), "{letter}");
        world.clock.advance(SignedDuration::from_hours(1));
        world.again().await;
        assert_eq!(provider.received_at(path).len(), before + 1, "nobody sends it again by themselves");

        let admin = admin.again().await;
        let id = letter["deadLetterId"].as_str().expect("an id");
        admin.post(&format!("{LIST}/{id}/replay"), json!({})).await.expect(202);
        until_letters(&admin, 0).await;
        assert_eq!(provider.received_at(path).len(), before + 2);
    }
}

#[tokio::test]
async fn what_was_not_taken_comes_again_by_itself_and_keeps_nobody_waiting() {
    let provider = Provider::start().await;
    let world = world(&provider).await;
    let (patient, doctor) = pair(&world, only("sms")).await;
    // Longer than any number of tries in a row: of two messages neither is lost, and none is doubled.
    provider.answers(Provider::TEXTS, &[429; 12]);
    confirm(&doctor, &book(&patient, &doctor, 60).await).await;
    confirm(&doctor, &book(&patient, &doctor, 66).await).await;
    until("both were tried", async || provider.received_at(Provider::TEXTS).len() == 4).await;
    let admin = world.admin().await;
    assert_eq!(letters(&admin).await.len(), 0, "nothing is for an admin to do");
    for turn in 1..=3 {
        world.clock.advance(SignedDuration::from_mins(30));
        // Each turn is two tries of each.
        brought(&world, &provider, Provider::TEXTS, (4 + 4 * turn).min(14)).await;
    }
    world.clock.advance(SignedDuration::from_hours(1));
    for _ in 0..3 {
        world.again().await;
    }
    let sent = provider.received_at(Provider::TEXTS);
    assert_eq!(sent.len(), 14, "twelve were refused, two were taken");
    assert_eq!(letters(&admin.again().await).await.len(), 0);
}

#[tokio::test]
async fn a_mail_for_a_new_password_outlives_an_outage_and_not_its_token() {
    let provider = Provider::start().await;
    let world = world(&provider).await;
    let patient = world.patient("Lina").await;
    let forgot = async || {
        world.stranger().post("/v1/password/forgot", json!({"email": patient.email})).await.expect(202);
    };
    provider.answers(Provider::MAILS, &[429, Provider::CUT]);
    forgot().await;
    until("it was tried", async || provider.received_at(Provider::MAILS).len() == 2).await;
    world.clock.advance(SignedDuration::from_mins(5));
    brought(&world, &provider, Provider::MAILS, 3).await;

    provider.answers(Provider::MAILS, &[429, 429]);
    forgot().await;
    until("it was tried", async || provider.received_at(Provider::MAILS).len() == 5).await;
    world.clock.advance(SignedDuration::from_mins(40));
    for _ in 0..3 {
        world.again().await;
    }
    assert_eq!(provider.received_at(Provider::MAILS).len(), 5);
    assert_eq!(letters(&world.admin().await).await.len(), 0);
}

#[tokio::test]
async fn a_browser_that_cannot_be_reached_repeats_nothing_to_the_others() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world, only("push")).await;
    for browser in ["busy", "well", "wrong"] {
        let subscription = world.push_service.subscription(browser);
        patient.post("/v1/notifications/subscriptions", subscription).await.expect(201);
    }
    world.push_service.answers("/busy", &[503, Provider::CUT]);
    world.push_service.answers("/wrong", &[403]);
    confirm(&doctor, &book(&patient, &doctor, 60).await).await;
    let came = |browser: &str| world.push_service.received_at(browser).len();
    until("it was tried", async || came("/busy") == 2).await;
    world.clock.advance(SignedDuration::from_mins(5));
    brought(&world, &world.push_service, "/busy", 3).await;
    assert_eq!((came("/busy"), came("/well"), came("/wrong")), (3, 1, 1));
    // The next one goes to whoever is left.
    let patient = patient.again().await;
    confirm(&doctor.again().await, &book(&patient, &doctor.again().await, 6).await).await;
    until("the next one", async || (came("/busy"), came("/well")) == (4, 2)).await;
    assert_eq!(came("/wrong"), 1);
}

#[tokio::test]
async fn a_browser_tells_whoever_signed_in_there_last_for_as_long_as_they_are_signed_in() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world, only("push")).await;
    let path = "/v1/notifications/subscriptions";
    let subscribe = async |who: &Actor, browser: &str| {
        who.post(path, world.push_service.subscription(browser)).await.expect(201);
    };
    let browsers = async |who: &Actor| who.get(path).await.expect(200).items().len();
    let came = |browser: &str| world.push_service.received_at(browser).len();
    // A shared machine: the next one takes it over, and what was there before is gone.
    let other = world.patient("Karim").await;
    subscribe(&other, "shared").await;
    subscribe(&patient, "shared").await;
    assert_eq!((browsers(&other).await, browsers(&patient).await), (0, 1));
    // One who has left, one who was locked out, and one who stays.
    let (left, thief) = (patient.again().await, patient.again().await);
    subscribe(&left, "left").await;
    subscribe(&thief, "stolen").await;
    let seen = patient.get(path).await.expect(200);
    assert_eq!(seen.items().iter().filter(|browser| browser["current"] == true).count(), 1, "{seen}");
    assert!(!seen.to_string().contains("left"), "endpoints are nobody's: {seen}");
    left.post("/v1/logout", json!({"refreshToken": left.login["refreshToken"]})).await.expect(204);
    let change = json!({"currentPassword": patient.password, "newPassword": "Another-tree-1962"});
    patient.post("/v1/me/password", change).await.expect(204);
    confirm(&doctor, &book(&patient, &doctor, 60).await).await;
    confirm(&doctor, &book(&other, &doctor, 66).await).await;
    until("it was told", async || came("/shared") == 1).await;
    until("the rest is forgotten", async || browsers(&patient).await == 1).await;
    other.told("appointment_confirmed").await;
    assert_eq!((came("/shared"), came("/left"), came("/stolen")), (1, 0, 0));
    // The token that the thief has still opens nothing new.
    subscribe(&thief, "stolen").await;
    confirm(&doctor, &book(&patient, &doctor, 72).await).await;
    until("it was told", async || came("/shared") == 2).await;
    until("the rest is forgotten", async || browsers(&patient).await == 1).await;
    assert_eq!(came("/stolen"), 0);
}

#[tokio::test]
async fn what_is_not_so_any_more_when_the_outage_ends_is_not_told() {
    let provider = Provider::start().await;
    let world = world(&provider).await;
    let (patient, doctor) = pair(&world, only("sms")).await;
    provider.answers(Provider::TEXTS, &[429, 429]);
    let appointment = book(&patient, &doctor, 60).await;
    confirm(&doctor, &appointment).await;
    until("it was tried", async || provider.received_at(Provider::TEXTS).len() == 2).await;
    let cancel = format!("/v1/appointments/{appointment}/cancel");
    doctor.post(&cancel, json!({"reason": "Panne"})).await.expect(200);
    until("the news", async || provider.received_at(Provider::TEXTS).len() == 3).await;
    world.clock.advance(SignedDuration::from_hours(1));
    until("the older one is over", async || {
        world.again().await;
        !keys(&world).await.iter().any(|key| key.starts_with("DEAD#"))
    })
    .await;
    assert_eq!(provider.received_at(Provider::TEXTS).len(), 3, "that it was confirmed is no news");
}

/// The partition keys of all items of the platform's table.
async fn keys(world: &World) -> Vec<String> {
    let scan = json!({"TableName": PLATFORM_TABLE, "ProjectionExpression": "pk"});
    let reply = world.local.guard.engine().call(Action::Scan, scan.to_string().into()).await;
    let page: Value = serde_json::from_slice(&reply.body).expect("a page");
    let items = page["Items"].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["pk"]["S"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn what_was_claimed_when_the_function_was_cut_is_for_an_admin() {
    let provider = Provider::start().await;
    let world = world(&provider).await;
    let (patient, _) = pair(&world, only("sms")).await;
    // As a function leaves it that ends between its claim and its mark.
    let (now, id) = (world.clock.now(), NotificationId::new(world.clock.now(), &OsEntropy));
    let until = Instant::new(now.saturating_add(SignedDuration::from_hours(48)).expect("a time"));
    let about = ConversationId::new(now, &OsEntropy);
    let user = patient.id().rsplit('_').next().unwrap_or_default();
    let item = json!({
        "pk": {"S": format!("NTF#{user}")}, "sk": {"S": id.bare()}, "notificationId": {"S": id}, "userId": {"S": patient.id()},
        "kind": {"S": "message_waiting"}, "about": {"M": {"type": {"S": "conversation"}, "id": {"S": about}}},
        "facts": {"M": {}}, "at": {"S": Instant::new(now)}, "arrived": {"N": now.as_millisecond().to_string()},
        "until": {"S": until}, "ttl": {"N": until.seconds().to_string()}, "texting": {"N": "0"},
    });
    let put = json!({"TableName": PLATFORM_TABLE, "Item": item});
    let reply = world.local.guard.engine().call(Action::PutItem, put.to_string().into()).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    let admin = world.admin().await;
    until_letters(&admin, 1).await;
    let letter = letters(&admin).await.remove(0);
    assert_eq!(letter["cause"], "outcome_unknown", "{letter}");
    assert_eq!(provider.received_at(Provider::TEXTS).len(), 0);
    let replay = format!("{LIST}/{}/replay", letter["deadLetterId"].as_str().expect("an id"));
    admin.post(&replay, json!({})).await.expect(202);
    until_letters(&admin, 0).await;
    assert_eq!(provider.received_at(Provider::TEXTS).len(), 1);
}

/// Waits until there are so many dead letters.
async fn until_letters(admin: &Actor, count: usize) {
    until("so many dead letters", async || letters(admin).await.len() == count).await;
}
