use crate::photographs::{self, Photograph, TELLS};
use jiff::SignedDuration;
use medilink_dynamo::{Action, Fault};
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, Socket, World, book, stored_objects};
use serde_json::{Value, json};
use std::time::Duration;

/// A patient and a doctor who talk, with the patient's socket and the conversation.
async fn talk(world: &World) -> (Actor, Actor, Socket, String) {
    let (patient, doctor) = tokio::join!(world.patient("أمينة"), world.doctor("Kaci"));
    book(&patient, &doctor, 0).await;
    let mut phone = patient.socket().await;
    let ack = phone.write(doctor.id(), "first", "Bonjour").await;
    let conversation = ack["conversationId"].as_str().expect("a conversation").to_owned();
    (patient, doctor, phone, conversation)
}

fn show(conversation: &str, client_id: &str, image: &str) -> Value {
    json!({"action": "send", "clientId": client_id, "conversationId": conversation, "imageId": image})
}

/// Waits until no image lies in the object store but these pictures: what arrived goes by the stream.
async fn stored(world: &World, pictures: usize) {
    let mut keys = Vec::new();
    for _ in 0..200 {
        keys = stored_objects(world.data());
        // Those of the practice.
        keys.retain(|key| !key.starts_with("registrations/"));
        if keys.len() == pictures && keys.iter().all(|key| key.starts_with("images/")) {
            return;
        }
        SystemClock.sleep(Duration::from_millis(50)).await;
    }
    panic!("{keys:?}");
}

async fn fetch(actor: &Actor, image: &str) -> reqwest::Response {
    let link = actor.get(&format!("/v1/chat/images/{image}")).await.expect(200);
    reqwest::get(link.text("url")).await.expect("an answer")
}

#[tokio::test]
async fn the_other_one_sees_the_picture_and_nothing_beside_it() {
    let world = World::start().await;
    let (patient, doctor, mut phone, conversation) = talk(&world).await;
    let mut desk = doctor.socket().await;
    for (n, Photograph { media, sent, shown, size }) in
        [photographs::jpeg(), photographs::png(), photographs::webp()].into_iter().enumerate()
    {
        assert!(TELLS.iter().any(|told| tells(&sent, told)), "{media} tells nothing in the first place");
        let image = patient.upload_image(&conversation, media, &sent).await;
        let ready = patient.ready_image(&image).await.expect(200);
        let view =
            json!({"imageId": image, "contentType": media, "width": size.0, "height": size.1, "size": shown.len()});
        assert_eq!(ready.body, view);
        // Not yet shown, it is the sender's alone.
        fetch(&patient, &image).await;
        doctor.get(&format!("/v1/chat/images/{image}")).await.refused(404, "not_found");

        let name = format!("image-{n}");
        let ack = phone.ask(&show(&conversation, &name, &image), &name).await;
        assert_eq!(ack["type"], "ack", "{ack}");
        let message = desk.wait(|frame| frame["clientId"] == name.as_str()).await;
        assert_eq!((&message["text"], &message["image"]), (&json!(""), &view), "{message}");
        let history = doctor.get(&format!("/v1/conversations/{conversation}/messages?limit=1")).await.expect(200);
        assert_eq!(history.items()[0]["image"], view, "{history}");

        let answer = fetch(&doctor, &image).await;
        assert_eq!(answer.status(), 200);
        let header = |name: &str| answer.headers()[name].to_str().expect("a text").to_owned();
        assert_eq!((header("content-type").as_str(), header("content-disposition").as_str()), (media, "inline"));
        assert_eq!(header("x-content-type-options"), "nosniff");
        let got = answer.bytes().await.expect("the picture");
        assert!(got == shown, "{media}: {} bytes for {}", got.len(), shown.len());
        // Which side is up is told in EXIF; nothing else is.
        assert!(TELLS[1..].iter().all(|told| !tells(&got, told)), "{media}");
        if media == "image/png" {
            assert_eq!(photographs::pixels(&got), photographs::pixels(&sent));
        }
    }
    let both = json!({"action": "send", "clientId": "plain", "conversationId": conversation, "text": "Et voilà"});
    assert_eq!(phone.ask(&both, "plain").await["type"], "ack");
    let message = desk.wait(|frame| frame["clientId"] == "plain").await;
    assert!(message.get("image").is_none(), "{message}");
    stored(&world, 3).await;
}

fn tells(bytes: &[u8], told: &[u8]) -> bool {
    bytes.windows(told.len()).any(|window| window == told)
}

#[tokio::test]
async fn bytes_that_are_no_image_as_promised_are_refused_and_go() {
    let world = World::start().await;
    let (patient, _, mut phone, conversation) = talk(&world).await;
    let (jpeg, png) = (photographs::jpeg(), photographs::png());
    let promised = patient.promise_image(&conversation, "image/png", &png.sent).await.expect(201);
    let other = patient.send_image(&promised, &[&png.sent[1..], b"x"].concat()).await;
    assert!((400..500).contains(&other.status), "other bytes than promised: {other}");
    let image = promised.text("imageId");
    patient.ready_image(&image).await.refused(422, "image_missing");
    let error = phone.ask(&show(&conversation, "missing", &image), "missing").await;
    assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("image_missing")), "{error}");

    let page = b"<!DOCTYPE html><script>alert(1)</script>".to_vec();
    let polyglot = [&page[..], &jpeg.sent].concat();
    let cut = png.sent[..png.sent.len() - 20].to_vec();
    let mut vast = png.sent.clone();
    vast[16] = 0x7f;
    for (n, (media, bytes, reason)) in [
        ("image/png", jpeg.sent.clone(), "wrong_type"),
        ("image/jpeg", page, "wrong_type"),
        ("image/jpeg", polyglot, "wrong_type"),
        ("image/png", cut, "damaged"),
        ("image/png", vast, "damaged"),
        ("image/jpeg", jpeg.sent[..200].to_vec(), "damaged"),
        ("image/webp", photographs::webp().sent[..60].to_vec(), "damaged"),
    ]
    .into_iter()
    .enumerate()
    {
        let image = patient.upload_image(&conversation, media, &bytes).await;
        for language in ["ar", "fr", "en"] {
            let refused = patient.speaking(language).ready_image(&image).await.refused(422, "image_invalid");
            assert_eq!(refused["reason"], reason, "{refused}");
            assert_ne!(refused.text("title"), "image_invalid");
        }
        let name = format!("bad-{n}");
        let error = phone.ask(&show(&conversation, &name, &image), &name).await;
        assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("image_invalid")), "{error}");
        patient.get(&format!("/v1/chat/images/{image}")).await.refused(404, "not_found");
    }
    stored(&world, 0).await;
    let messages = patient.get(&format!("/v1/conversations/{conversation}/messages")).await.expect(200);
    assert_eq!(messages.items().len(), 1, "{messages}");
}

#[tokio::test]
async fn an_image_is_its_sender_s_and_of_one_conversation() {
    let world = World::start().await;
    let (patient, doctor, mut phone, conversation) = talk(&world).await;
    let other_doctor = world.doctor("Haddad").await;
    book(&patient, &other_doctor, 5).await;
    let elsewhere = phone.write(other_doctor.id(), "other", "Bonjour").await["conversationId"].clone();
    let elsewhere = elsewhere.as_str().expect("a conversation");
    let picture = photographs::png().sent;
    let (image, theirs) = tokio::join!(
        patient.upload_image(&conversation, "image/png", &picture),
        doctor.upload_image(&conversation, "image/png", &picture)
    );
    patient.ready_image(&image).await.expect(200);
    doctor.ready_image(&theirs).await.expect(200);
    let refused =
        |error: Value| assert_eq!((&error["type"], &error["code"]), (&json!("error"), &json!("not_found")), "{error}");
    refused(phone.ask(&show(elsewhere, "1", &image), "1").await);
    refused(phone.ask(&show(&conversation, "2", &theirs), "2").await);
    refused(phone.ask(&show(&conversation, "3", "img_01JZ0000000000000000000000"), "3").await);
    doctor.ready_image(&image).await.refused(404, "not_found");
    let nothing = json!({"action": "send", "clientId": "4", "conversationId": conversation, "text": ""});
    assert_eq!(phone.ask(&nothing, "4").await["code"], "invalid_input");

    assert_eq!(phone.ask(&show(&conversation, "5", &image), "5").await["type"], "ack");
    let path = format!("/v1/chat/images/{image}");
    doctor.get(&path).await.expect(200);
    let foreign = other_doctor.get(&path).await.refused(404, "not_found");
    let random = other_doctor.get("/v1/chat/images/img_01JZ0000000000000000000000").await.refused(404, "not_found");
    assert_eq!(foreign.without_trace(), random.without_trace());
    other_doctor.promise_image(&conversation, "image/png", &picture).await.refused(404, "not_found");
    let stranger = world.patient("Karim").await;
    stranger.promise_image(&conversation, "image/png", &picture).await.refused(404, "not_found");
    for (media, length) in [("image/gif", 10), ("image/png", 0), ("image/png", (8 << 20) + 1)] {
        patient.promise_image(&conversation, media, &vec![0; length]).await.refused(400, "invalid_input");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twice_at_once_and_with_lost_answers_it_is_one_message_with_one_picture() {
    let world = World::start().await;
    let (patient, doctor, mut phone, conversation) = talk(&world).await;
    let mut laptop = patient.socket().await;
    let large = photographs::large_jpeg(8 << 20);
    assert_eq!(large.len(), 8 << 20);
    let image = patient.upload_image(&conversation, "image/jpeg", &large).await;
    let all = futures::future::join_all((0..8).map(|_| patient.ready_image(&image))).await;
    for ready in &all {
        assert_eq!((ready.status, &ready.body), (200, &all[0].body), "{ready}");
    }
    let faults = world.local.guard.faults();
    faults.force(Action::TransactWriteItems, Fault::LostReply);
    let frame = show(&conversation, "one", &image);
    let (here, there) = tokio::join!(phone.ask(&frame, "one"), laptop.ask(&frame, "one"));
    assert_eq!((&here["type"], &here), (&json!("ack"), &there));
    assert_eq!(phone.ask(&frame, "one").await, here);
    let messages = doctor.get(&format!("/v1/conversations/{conversation}/messages")).await.expect(200);
    assert_eq!(messages.items().len(), 2, "{messages}");
    assert_eq!(patient.ready_image(&image).await.expect(200).body, all[0].body);

    let second = patient.upload_image(&conversation, "image/png", &photographs::png().sent).await;
    faults.force(Action::TransactWriteItems, Fault::LostReply);
    let first = patient.post_with_key(&format!("/v1/chat/images/{second}/ready"), Value::Null, "key").await.expect(200);
    let again = patient.post_with_key(&format!("/v1/chat/images/{second}/ready"), Value::Null, "key").await.expect(200);
    assert_eq!(first.bytes, again.bytes);
    assert_eq!(faults.injected()[&Fault::LostReply], 2);
    stored(&world, 2).await;
}

#[tokio::test]
async fn what_no_message_shows_goes_with_its_time() {
    let world = World::start().await;
    let (patient, doctor, mut phone, conversation) = talk(&world).await;
    let picture = photographs::png().sent;
    let shown = patient.upload_image(&conversation, "image/png", &picture).await;
    let unshown = patient.upload_image(&conversation, "image/png", &picture).await;
    let unready = patient.upload_image(&conversation, "image/png", &picture).await;
    let late = patient.promise_image(&conversation, "image/png", &picture).await.expect(201);
    patient.send_image(&late, &picture).await.expect(200);
    for image in [&shown, &unshown, &late.text("imageId")] {
        patient.ready_image(image).await.expect(200);
    }
    assert_eq!(phone.ask(&show(&conversation, "shown", &shown), "shown").await["type"], "ack");
    // The permit still holds: what is sent once more is nobody's.
    patient.send_image(&late, &picture).await.expect(200);
    world.local.expire().await.expect("nothing is over yet");
    patient.get(&format!("/v1/chat/images/{unshown}")).await.expect(200);

    world.clock.advance(SignedDuration::from_hours(25));
    let (patient, doctor) = (patient.again().await, doctor.again().await);
    world.local.expire().await.expect("what is over goes");
    stored(&world, 1).await;
    for image in [&unshown, &unready] {
        patient.get(&format!("/v1/chat/images/{image}")).await.refused(404, "not_found");
        patient.ready_image(image).await.refused(404, "not_found");
    }
    assert_eq!(fetch(&doctor, &shown).await.status(), 200);
}

#[tokio::test]
async fn so_many_images_wait_at_once_and_no_more() {
    let world = World::start().await;
    let (patient, doctor, _phone, conversation) = talk(&world).await;
    let Photograph { media, sent, .. } = photographs::jpeg();
    let image = patient.upload_image(&conversation, media, &sent).await;
    let promise =
        json!({"conversationId": conversation, "contentType": "image/png", "size": 9, "sha256": "0".repeat(64)});
    for _ in 1..20 {
        patient.post("/v1/chat/images", promise.clone()).await.expect(201);
    }
    patient.post("/v1/chat/images", promise.clone()).await.refused(429, "too_many_requests");
    doctor.post("/v1/chat/images", promise.clone()).await.expect(201);
    // What was looked at waits no more, nor what nobody sent within a day.
    patient.ready_image(&image).await.expect(200);
    patient.post("/v1/chat/images", promise.clone()).await.expect(201);
    patient.post("/v1/chat/images", promise.clone()).await.refused(429, "too_many_requests");
    world.clock.advance(SignedDuration::from_hours(25));
    patient.again().await.post("/v1/chat/images", promise).await.expect(201);
}
