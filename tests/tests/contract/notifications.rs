//! What people are told: of appointments, prescriptions, messages; where, when, and how often.

use jiff::SignedDuration;
use medilink_testkit::{Actor, World, book, claim, confirm, dispense, examine, prescribe, slots, treat};
use serde_json::{Value, json};

/// A patient who reads Arabic and a doctor who reads French.
pub async fn pair(world: &World) -> (Actor, Actor) {
    let (patient, doctor) = tokio::join!(world.patient("أمينة"), world.doctor("Kaci"));
    patient.patch("/v1/me", json!({"language": "ar"})).await.expect(200);
    doctor.patch("/v1/me", json!({"language": "fr"})).await.expect(200);
    (patient, doctor)
}

async fn unread(actor: &Actor) -> Value {
    actor.get("/v1/notifications/unread").await.expect(200)["unread"].clone()
}

#[tokio::test]
async fn both_sides_learn_what_becomes_of_an_appointment() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let mut phone = patient.socket().await;
    let appointment = book(&patient, &doctor, 0).await;
    let asked = doctor.speaking("fr").told("appointment_requested").await;
    assert_eq!(asked["about"], json!({"type": "appointment", "id": appointment}), "{asked}");
    assert!(asked["body"].as_str().is_some_and(|body| body.contains("أمينة")), "{asked}");

    confirm(&doctor, &appointment).await;
    let confirmed = patient.speaking("ar").told("appointment_confirmed").await;
    let shown = phone.next("notification").await["notification"].clone();
    assert_eq!(shown, confirmed, "the open client has it at once, in its reader's language");
    let mail = world.sent_times(&patient.email, "appointment_confirmed", 1).await.remove(0);
    assert_eq!((&mail["language"], &mail["subject"]), (&json!("ar"), &confirmed["title"]), "{mail}");
    assert!(mail["html"].as_str().is_some_and(|html| html.contains("dir=\"rtl\"") && html.contains("Kaci")), "{mail}");
    assert!(mail["text"].as_str().is_some_and(|text| text.contains("أمينة")), "{mail}");

    let other = slots(&doctor).await[5]["start"].clone();
    doctor.post(&format!("/v1/appointments/{appointment}/reschedule"), json!({"start": other})).await.expect(200);
    patient.told("appointment_moved").await;
    let why = json!({"reason": "Je suis en voyage"});
    patient.post(&format!("/v1/appointments/{appointment}/cancel"), why).await.expect(200);
    let cancelled = doctor.told("appointment_cancelled").await;
    assert!(cancelled["body"].as_str().is_some_and(|body| body.contains("Je suis en voyage")), "{cancelled}");

    let second = book(&patient, &doctor, 9).await;
    doctor.post(&format!("/v1/appointments/{second}/reject"), json!({"reason": "Complet"})).await.expect(200);
    patient.told("appointment_rejected").await;
    // Nobody is told what they did themselves.
    assert_eq!(patient.notifications("").await.len(), 3);
    assert_eq!(patient.notifications("appointment_requested").await.len(), 0);
}

#[tokio::test]
async fn a_list_is_read_one_by_one_and_up_to_a_place_by_its_reader_alone() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    for nth in 0..3 {
        book(&patient, &doctor, nth * 3).await;
        // The list is in order by the second.
        world.clock.advance(SignedDuration::from_secs(1));
    }
    let told = doctor.told_times("appointment_requested", 3).await;
    // The doctor's own practice was approved, too.
    assert_eq!(unread(&doctor).await, 4);
    let id = |nth: usize| told[nth]["notificationId"].as_str().expect("an id").to_owned();
    let one = format!("/v1/notifications/{}/read", id(1));
    patient.post(&one, Value::Null).await.refused(404, "not_found");
    for _ in 0..2 {
        doctor.post(&one, Value::Null).await.expect(204);
    }
    assert_eq!(unread(&doctor).await, 3);
    patient.post("/v1/notifications/read", json!({"upTo": id(2)})).await.refused(404, "not_found");
    for up_to in [id(1), id(2)] {
        doctor.post("/v1/notifications/read", json!({"upTo": up_to})).await.expect(204);
    }
    assert_eq!(unread(&doctor).await, 1, "what came in later stays unread, and nothing goes back");
    let page = doctor.get("/v1/notifications?limit=2").await.expect(200);
    assert_eq!(page.items().iter().map(|item| item["read"].clone()).collect::<Vec<_>>(), [json!(false), json!(true)]);
    let rest = format!("/v1/notifications?limit=2&cursor={}", page.text("nextCursor"));
    assert_eq!(doctor.get(&rest).await.expect(200).items().len(), 2);
    patient.get(&rest).await.refused(400, "invalid_cursor");
}

#[tokio::test]
async fn what_comes_after_the_clock_was_set_back_is_not_read_before_it_came() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let jump = SignedDuration::from_mins(5);
    world.clock.advance(jump);
    let first = book(&patient, &doctor, 60).await;
    confirm(&doctor, &first).await;
    let seen = patient.told("appointment_confirmed").await["notificationId"].clone();
    world.sent_times(&patient.email, "appointment_confirmed", 1).await;
    patient.post("/v1/notifications/read", json!({"upTo": seen})).await.expect(204);
    world.clock.advance(-jump);
    let (patient, doctor) = (patient.again().await, doctor.again().await);
    confirm(&doctor, &book(&patient, &doctor, 66).await).await;
    let told = patient.told_times("appointment_confirmed", 2).await;
    assert_eq!(told.iter().filter(|notice| notice["read"] == false).count(), 1, "{told:?}");
    assert_eq!(unread(&patient).await, 1);
    world.sent_times(&patient.email, "appointment_confirmed", 2).await;
}

#[tokio::test]
async fn a_patient_follows_a_prescription() {
    let world = World::start().await;
    let ((patient, doctor), pharmacist) = tokio::join!(pair(&world), world.pharmacist());
    let prescription = treat(&patient, &doctor).await;
    patient.told("prescription_ready").await;
    let token = claim(&pharmacist, &prescription).await;
    patient.told("prescription_held").await;
    // Whoever lets go of it and takes it again tells nothing new.
    let release = format!("/v1/prescriptions/{}/release", prescription.text("prescriptionId"));
    pharmacist.post(&release, json!({"claimToken": token})).await.expect(200);
    let token = claim(&pharmacist, &prescription).await;
    dispense(&pharmacist, &prescription, &token, &[5, 0]).await.expect(200);
    patient.told("prescription_part_dispensed").await;
    dispense(&pharmacist, &prescription, &token, &[15, 9]).await.expect(200);
    patient.told("prescription_dispensed").await;

    let appointment = book(&patient, &doctor, 6).await;
    confirm(&doctor, &appointment).await;
    let second = prescribe(&doctor, &examine(&doctor, &appointment).await).await;
    claim(&pharmacist, &second).await;
    let path = format!("/v1/prescriptions/{}/cancel", second.text("prescriptionId"));
    doctor.post(&path, json!({"reason": "Allergie"})).await.expect(202);
    patient.told("prescription_cancelled").await;
    let held = pharmacist.told("prescription_cancelled").await;
    assert_eq!(held["about"]["id"], second["prescriptionId"], "whoever holds it learns of it: {held}");
    for kind in ["prescription_part_dispensed", "prescription_dispensed", "prescription_cancelled"] {
        assert_eq!(patient.notifications(kind).await.len(), 1, "{kind}");
    }
    assert_eq!(patient.notifications("prescription_held").await.len(), 2, "once for each prescription");
}

#[tokio::test]
async fn messages_wait_for_whoever_is_away_and_urgent_ones_go_everywhere() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    book(&patient, &doctor, 0).await;
    let (me, mut desk) = (patient.get("/v1/me").await.expect(200), doctor.socket().await);
    for n in 0..3 {
        desk.write(patient.id(), &format!("away-{n}"), "Bonjour").await;
    }
    let urgent = json!({"action": "send", "clientId": "now", "to": patient.id(), "text": "تعال حالًا", "urgent": true});
    desk.ask(&urgent, "now").await;
    let told = patient.told("message_urgent").await;
    assert_eq!(patient.notifications("message_waiting").await.len(), 1, "one tells of all that waits");
    let phone = me.text("phone");
    let sms = world.sent_times(&phone, "", 1).await;
    assert_eq!((sms.len(), &sms[0]["text"]), (1, &patient.speaking("ar").told("message_urgent").await["body"]));
    world.sent_times(&patient.email, "message_urgent", 1).await;
    for message in [&told["body"], &sms[0]["text"]] {
        assert!(!message.as_str().expect("a text").contains("حالًا"), "no channel repeats what was written: {message}");
    }

    // Whoever is there needs no other word of it.
    let mut own = patient.socket().await;
    desk.write(patient.id(), "here", "Vous êtes là ?").await;
    assert_eq!(own.next("message").await["text"], "Vous êtes là ?");
    desk.ask(&json!({"action": "send", "clientId": "again", "to": patient.id(), "text": "!", "urgent": true}), "again")
        .await;
    patient.told_times("message_urgent", 2).await;
    assert_eq!(patient.notifications("message_waiting").await.len(), 1);
}

#[tokio::test]
async fn what_comes_after_a_message_that_arrived_unread_is_told_of_again() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    book(&patient, &doctor, 0).await;
    let mut desk = doctor.socket().await;
    let first = desk.write(patient.id(), "one", "Bonjour").await;
    patient.told("message_waiting").await;
    // A telephone takes it, and nobody reads it.
    let mut phone = patient.socket().await;
    let received = json!({
        "action": "received", "conversationId": first["conversationId"], "messageId": first["messageId"],
    });
    assert!(phone.raw(&received.to_string()).await);
    desk.next("receipt").await;
    phone.close().await;
    for nth in 0..2 {
        desk.write(patient.id(), &format!("more-{nth}"), "Vous êtes là ?").await;
    }
    patient.told_times("message_waiting", 2).await;
    world.sent_times(&patient.email, "message_waiting", 2).await;
}

#[tokio::test]
async fn who_cries_urgent_too_often_is_heard_as_everybody_else() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    book(&patient, &doctor, 0).await;
    let (phone, mut desk) = (patient.get("/v1/me").await.expect(200).text("phone"), doctor.socket().await);
    for nth in 0..6 {
        let name = format!("urgent-{nth}");
        let urgent = json!({"action": "send", "clientId": name, "to": patient.id(), "text": "!", "urgent": true});
        assert_eq!(desk.ask(&urgent, &name).await["type"], "ack", "none is refused");
    }
    // The three beyond the limit are told as what they are: messages that wait.
    patient.told("message_waiting").await;
    patient.told_times("message_urgent", 3).await;
    world.clock.advance(SignedDuration::from_hours(1));
    let (patient, mut desk) = (patient.again().await, doctor.again().await.socket().await);
    let urgent = json!({"action": "send", "clientId": "later", "to": patient.id(), "text": "!", "urgent": true});
    desk.ask(&urgent, "later").await;
    assert_eq!(patient.told_times("message_urgent", 4).await.len(), 4);
    assert_eq!(world.sent_times(&phone, "", 4).await.len(), 4);
}

#[tokio::test]
async fn a_telephone_gets_twenty_messages_a_day() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let phone = patient.get("/v1/me").await.expect(200).text("phone");
    let wishes = json!({"channels": {"email": "off", "sms": "all", "push": "off"}});
    patient.put("/v1/notifications/preferences", wishes).await.expect(200);
    for _ in 0..22 {
        let last = slots(&doctor).await.len() - 1;
        let appointment = book(&patient, &doctor, last).await;
        confirm(&doctor, &appointment).await;
    }
    patient.told_times("appointment_confirmed", 22).await;
    world.sent_times(&phone, "", 20).await;
    // The two beyond are decided as well, on this day.
    world.rest().await;
    world.clock.advance(SignedDuration::from_hours(25));
    let (patient, doctor) = (patient.again().await, doctor.again().await);
    let last = slots(&doctor).await.len() - 1;
    let appointment = book(&patient, &doctor, last).await;
    confirm(&doctor, &appointment).await;
    // Text messages go out one after the other: what came before is decided.
    assert_eq!(world.sent_times(&phone, "", 21).await.len(), 21);
}

#[tokio::test]
async fn wishes_are_heeded_and_nonsense_is_refused() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let path = "/v1/notifications/preferences";
    let off = json!({"email": "off", "sms": "off", "push": "off"});
    for (wishes, code) in [
        (json!({"channels": {"email": "off"}}), "required"),
        (json!({"channels": {"email": "sometimes", "sms": "off", "push": "off"}}), "unknown_value"),
        (
            json!({"channels": off, "quietHours": {"from": "22:00", "to": "07:00", "timeZone": "Mars"}}),
            "unknown_time_zone",
        ),
        (json!({"channels": off, "quietHours": {"from": "22:00", "to": "22:00", "timeZone": "UTC"}}), "out_of_range"),
    ] {
        let refused = patient.put(path, wishes).await.refused(400, "invalid_input");
        assert_eq!(refused["errors"][0]["code"], code, "{refused}");
    }
    patient.put(path, json!({"channels": off})).await.expect(200);
    let appointment = book(&patient, &doctor, 0).await;
    confirm(&doctor, &appointment).await;
    patient.told("appointment_confirmed").await;
    // The doctor's mail went the same way later.
    patient.post(&format!("/v1/appointments/{appointment}/cancel"), json!({})).await.expect(200);
    world.sent_times(&doctor.email, "appointment_cancelled", 1).await;
    assert_eq!(world.sent(&patient.email, "").await.len(), 0);
}

#[tokio::test]
async fn a_registration_s_decision_is_told_and_mailed_whatever_one_wishes() {
    let world = World::start().await;
    let doctor = world.doctor("Haddad").await;
    doctor.told("registration_approved").await;
    let mails = world.sent_times(&doctor.email, "registration_approved", 1).await;
    assert_eq!(mails.len(), 1);
}
