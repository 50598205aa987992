//! When people are told: quiet hours, reminders, what comes of them when the platform sleeps.

use crate::notifications::pair;
use jiff::{SignedDuration, ToSpan, tz::TimeZone};
use medilink_dynamo::Action;
use medilink_kernel::Clock;
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE};
use medilink_testkit::{Actor, World, book, change, confirm, slots};
use serde_json::{Value, json};

/// Quiet hours from an hour ago to two hours from now.
async fn be_quiet(world: &World, actor: &Actor) {
    let at = |hours: i64| {
        let time = world.clock.now().saturating_add(hours.hours()).expect("a time").to_zoned(TimeZone::UTC);
        format!("{:02}:{:02}", time.hour(), time.minute())
    };
    let wishes = json!({
        "channels": {"email": "all", "sms": "all", "push": "off"},
        "quietHours": {"from": at(-1), "to": at(2), "timeZone": "UTC"},
    });
    actor.put("/v1/notifications/preferences", wishes.clone()).await.expect(200);
    assert_eq!(actor.get("/v1/notifications/preferences").await.expect(200).body, wishes);
}

#[tokio::test]
async fn quiet_hours_hold_back_what_can_wait_and_only_what_is_true_still_goes_out() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let phone = patient.get("/v1/me").await.expect(200).text("phone");
    be_quiet(&world, &patient).await;
    // What was read in the list meanwhile needs no mail.
    let seen = book(&patient, &doctor, 36).await;
    confirm(&doctor, &seen).await;
    let seen = patient.told("appointment_confirmed").await["notificationId"].clone();
    patient.post("/v1/notifications/read", json!({"upTo": seen})).await.expect(204);
    let (kept, dropped) = (book(&patient, &doctor, 40).await, book(&patient, &doctor, 44).await);
    confirm(&doctor, &kept).await;
    confirm(&doctor, &dropped).await;
    patient.told_times("appointment_confirmed", 3).await;
    patient.post(&format!("/v1/appointments/{dropped}/cancel"), json!({"reason": "Guérie"})).await.expect(200);
    doctor.told("appointment_cancelled").await;
    world.due().await;
    assert_eq!(world.sent(&patient.email, "").await.len(), 0, "nothing goes out before their end");

    world.clock.advance(SignedDuration::from_hours(3));
    for _ in 0..2 {
        world.due().await;
    }
    let (mails, texts) = (world.sent_times(&patient.email, "", 1).await, world.sent_times(&phone, "", 1).await);
    let patient = patient.again().await.speaking("ar");
    let said = patient.notifications("appointment_confirmed").await;
    let kept = said.iter().find(|item| item["about"]["id"] == kept.as_str()).expect("it is in the list");
    assert_eq!((mails.len(), texts.len()), (1, 1), "{mails:?} {texts:?}");
    assert_eq!((&mails[0]["subject"], &texts[0]["text"]), (&kept["title"], &kept["body"]));
}

/// Something that is due and that nobody can read, at the head of every part of the index.
async fn poison_what_is_due(world: &World) {
    for shard in 0..4 {
        let item = json!({
            "pk": {"S": format!("DUE#N#poison-{shard}")}, "sk": {"S": "-"}, "what": {"S": "nothing"},
            "gsi1pk": {"S": format!("DUES#{shard}")}, "gsi1sk": {"S": format!("{:020}", 0)},
        });
        let put = json!({"TableName": PLATFORM_TABLE, "Item": item});
        let reply = world.local.guard.engine().call(Action::PutItem, put.to_string().into()).await;
        assert_eq!(reply.status, 200);
    }
}

#[tokio::test]
async fn what_was_held_back_outlasts_a_sleep_and_comes_out_only_when_nobody_is_disturbed() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    be_quiet(&world, &patient).await;
    confirmed(&world, &patient, &doctor, 60).await;
    patient.told("appointment_confirmed").await;
    poison_what_is_due(&world).await;
    // The platform slept for a day, and wakes within the same hours of the next.
    world.clock.advance(SignedDuration::from_hours(24) + SignedDuration::from_mins(30));
    for _ in 0..2 {
        world.due().await;
    }
    world.clock.advance(SignedDuration::from_hours(27));
    let woken = world.clock.now();
    for _ in 0..2 {
        world.due().await;
    }
    let mails = world.sent_times(&patient.email, "appointment_confirmed", 1).await;
    let sent: jiff::Timestamp = mails[0]["sentAt"].as_str().expect("a time").parse().expect("an instant");
    assert!(mails.len() == 1 && woken.duration_since(sent) < SignedDuration::from_mins(1), "{mails:?}");
}

#[tokio::test]
async fn what_would_come_too_late_after_quiet_hours_comes_at_once() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let at = |hours: i64| {
        let time = world.clock.now().saturating_add(hours.hours()).expect("a time").to_zoned(TimeZone::UTC);
        format!("{:02}:{:02}", time.hour(), time.minute())
    };
    let wishes = json!({
        "channels": {"email": "all", "sms": "off", "push": "off"},
        "quietHours": {"from": at(-1), "to": at(-2), "timeZone": "UTC"},
    });
    patient.put("/v1/notifications/preferences", wishes).await.expect(200);
    confirmed(&world, &patient, &doctor, 3).await;
    world.sent_times(&patient.email, "appointment_confirmed", 1).await;
}

/// The n-th free time that is more than so many hours ahead.
async fn ahead(world: &World, doctor: &Actor, hours: i64) -> usize {
    let earliest = world.clock.now().saturating_add(hours.hours()).expect("a time").to_string();
    let free = slots(doctor).await;
    free.iter().position(|slot| slot["start"].as_str().is_some_and(|start| *start > *earliest)).expect("a free time")
}

async fn confirmed(world: &World, patient: &Actor, doctor: &Actor, hours: i64) -> String {
    let appointment = book(patient, doctor, ahead(world, doctor, hours).await).await;
    confirm(doctor, &appointment).await;
    appointment
}

/// Does what is due until the patient was reminded so many times.
async fn reminded(world: &World, patient: &Actor, times: usize) {
    let patient = patient.again().await;
    for _ in 0..200 {
        world.due().await;
        if patient.notifications("appointment_reminder").await.len() >= times {
            break;
        }
    }
    world.due().await;
    assert_eq!(patient.notifications("appointment_reminder").await.len(), times);
}

#[tokio::test]
async fn patients_are_reminded_a_day_and_an_hour_before_wherever_the_appointment_has_moved() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let (called_off, moved) =
        (confirmed(&world, &patient, &doctor, 25).await, confirmed(&world, &patient, &doctor, 27).await);
    patient.post(&format!("/v1/appointments/{called_off}/cancel"), json!({})).await.expect(200);
    let later = slots(&doctor).await[ahead(&world, &doctor, 50).await]["start"].clone();
    doctor.post(&format!("/v1/appointments/{moved}/reschedule"), json!({"start": later})).await.expect(200);
    patient.told("appointment_moved").await;
    let start: jiff::Timestamp = later.as_str().expect("a start").parse().expect("an instant");
    let until = |before: SignedDuration| start.duration_since(world.clock.now()) - before;

    // Where it was, and what was called off: nothing.
    world.clock.advance(SignedDuration::from_hours(5));
    reminded(&world, &patient, 0).await;
    world.clock.advance(until(SignedDuration::from_hours(24)) - SignedDuration::from_secs(120));
    reminded(&world, &patient, 0).await;
    world.clock.advance(SignedDuration::from_secs(180));
    reminded(&world, &patient, 1).await;
    world.clock.advance(until(SignedDuration::from_hours(1)) + SignedDuration::from_secs(60));
    reminded(&world, &patient, 2).await;
    let mails = world.sent_times(&patient.email, "appointment_reminder", 2).await;
    assert_eq!(mails.len(), 2);
}

#[tokio::test]
async fn a_platform_that_slept_sends_nothing_stale_and_a_practice_chooses() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let (neighbour, other) = pair(&world).await;
    let choice = json!({"dayBefore": false, "hourBefore": true});
    assert_eq!(
        other.get("/v1/practice/reminders").await.expect(200).body,
        json!({"dayBefore": true, "hourBefore": true})
    );
    other.put("/v1/practice/reminders", choice.clone()).await.expect(200);
    assert_eq!(other.get("/v1/practice/reminders").await.expect(200).body, choice);
    confirmed(&world, &patient, &doctor, 30).await;
    confirmed(&world, &neighbour, &other, 30).await;
    tokio::join!(patient.told("appointment_confirmed"), neighbour.told("appointment_confirmed"));

    // The day before: only whose practice wants it.
    world.clock.advance(SignedDuration::from_hours(8));
    reminded(&world, &patient, 1).await;
    reminded(&world, &neighbour, 0).await;
    // A sleep over everything: nothing comes that nobody needs any more.
    world.clock.advance(SignedDuration::from_hours(48));
    reminded(&world, &patient, 1).await;
    reminded(&world, &neighbour, 0).await;
}

#[tokio::test]
async fn nobody_hears_from_a_practice_while_it_is_suspended() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let appointment = confirmed(&world, &patient, &doctor, 30).await;
    patient.told("appointment_confirmed").await;
    let start = patient.get(&format!("/v1/appointments/{appointment}")).await.expect(200).text("start");
    let start: jiff::Timestamp = start.parse().expect("an instant");
    let until = |hours: i64| start.duration_since(world.clock.now()) - SignedDuration::from_hours(hours);
    let tenant = format!("/v1/admin/tenants/{}", doctor.tenant_id());
    let reason = json!({"reason": "Contrôle"});
    world.admin().await.post(&format!("{tenant}/suspend"), reason.clone()).await.expect(200);
    world.clock.advance(until(24));
    reminded(&world, &patient, 0).await;
    world.admin().await.again().await.post(&format!("{tenant}/resume"), reason).await.expect(200);
    world.clock.advance(until(1));
    reminded(&world, &patient, 1).await;
}

/// An appointment as the store has it.
async fn stored(world: &World, appointment: &str) -> Value {
    let scan = json!({"TableName": POOL_TABLE, "ConsistentRead": true}).to_string();
    let reply = world.local.guard.engine().call(Action::Scan, scan.into()).await;
    let page: Value = serde_json::from_slice(&reply.body).expect("JSON");
    let mut items = page["Items"].as_array().expect("items").iter();
    let its = |item: &&Value| item["appointmentId"]["S"] == appointment && item["moves"].is_object();
    items.find(its).expect("the appointment").clone()
}

#[tokio::test]
async fn an_appointment_that_was_moved_is_reminded_of_whatever_is_told_late_of_it() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let appointment = confirmed(&world, &patient, &doctor, 27).await;
    let before = stored(&world, &appointment).await;
    let later = slots(&doctor).await[ahead(&world, &doctor, 50).await]["start"].clone();
    doctor.post(&format!("/v1/appointments/{appointment}/reschedule"), json!({"start": later})).await.expect(200);
    patient.told("appointment_moved").await;
    world.rest().await;
    let mut over = before.clone();
    over["status"] = json!({"S": "cancelled"});
    for event in [change(POOL_TABLE, &json!({}), &before), change(POOL_TABLE, &before, &over)] {
        let done = world.invoke("notifications-plan_reminders", &event).await;
        assert_eq!(done, json!({"batchItemFailures": []}));
    }
    let start: jiff::Timestamp = later.as_str().expect("a start").parse().expect("an instant");
    world.clock.advance(start.duration_since(world.clock.now()) - SignedDuration::from_hours(24));
    reminded(&world, &patient, 1).await;
}
