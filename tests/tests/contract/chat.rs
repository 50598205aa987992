use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, Socket, World, book, change, claim, dispense, treat};
use serde_json::{Value, json};

/// A patient and a doctor who have an appointment.
async fn pair(world: &World) -> (Actor, Actor) {
    let (patient, doctor) = tokio::join!(world.patient("أمينة"), world.doctor("Kaci"));
    book(&patient, &doctor, 0).await;
    (patient, doctor)
}

#[tokio::test]
async fn two_people_talk_over_several_devices() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let (mut phone, mut laptop, mut desk) = tokio::join!(patient.socket(), patient.socket(), doctor.socket());
    let ack = phone.write(doctor.id(), "c-1", "صباح الخير دكتور").await;
    assert_eq!((&ack["type"], &ack["clientId"]), (&json!("ack"), &json!("c-1")), "{ack}");
    for socket in [&mut desk, &mut laptop] {
        let message = socket.next("message").await;
        for member in ["messageId", "conversationId", "sentAt", "number"] {
            assert_eq!(message[member], ack[member], "{message}");
        }
        assert_eq!(
            (&message["from"], &message["text"]),
            (&json!(patient.id()), &json!("صباح الخير دكتور")),
            "{message}"
        );
        assert_eq!(message["urgent"], false, "{message}");
    }
    let conversation = ack["conversationId"].clone();
    let urgent =
        json!({"action": "send", "clientId": "d-1", "conversationId": conversation, "text": "Bonjour", "urgent": true});
    let reply = desk.ask(&urgent, "d-1").await;
    assert_eq!((&reply["type"], &reply["conversationId"], &reply["number"]), (&json!("ack"), &conversation, &json!(2)));
    assert_eq!(phone.next("message").await["urgent"], true);

    let note = |action: &str| {
        json!({"action": action, "conversationId": conversation, "messageId": reply["messageId"]}).to_string()
    };
    let unread = |of: Actor| async move { of.get("/v1/conversations").await.expect(200).items()[0].clone() };
    assert_eq!(unread(patient.clone()).await["unread"], 1);
    assert!(phone.raw(&note("received")).await);
    let delivered = desk.next("receipt").await;
    assert_eq!(
        (&delivered["what"], &delivered["number"], &delivered["by"]),
        (&json!("delivered"), &json!(2), &json!(patient.id()))
    );
    assert!(phone.raw(&note("read")).await);
    assert_eq!(desk.next("receipt").await["what"], "read");
    laptop.wait(|frame| frame["type"] == "receipt" && frame["what"] == "read").await;
    let (mine, theirs) = (unread(patient.clone()).await, unread(doctor.clone()).await);
    assert_eq!((&mine["unread"], &theirs["unread"]), (&json!(0), &json!(1)), "{mine} {theirs}");
    assert_eq!((&theirs["readUpTo"], &theirs["deliveredUpTo"]), (&json!(2), &json!(2)), "{theirs}");
    assert_eq!((&mine["with"]["userId"], &mine["with"]["lastName"]), (&json!(doctor.id()), &json!("Kaci")), "{mine}");
    assert_eq!(mine["lastMessage"]["text"], "Bonjour", "{mine}");

    assert!(desk.raw(&json!({"action": "typing", "conversationId": conversation}).to_string()).await);
    assert_eq!(phone.next("typing").await["from"], doctor.id());
}

#[tokio::test]
async fn one_client_id_is_one_message_and_history_has_pages_and_catches_up() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let (mut phone, mut desk) = tokio::join!(patient.socket(), doctor.socket());
    let first = phone.write(doctor.id(), "one", "un").await;
    for n in 2..=5 {
        phone.write(doctor.id(), &format!("more-{n}"), &n.to_string()).await;
    }
    assert_eq!(phone.write(doctor.id(), "one", "un").await, first);
    phone.close().await;
    let mut phone = patient.socket().await;
    assert_eq!(phone.write(doctor.id(), "one", "another text").await, first);
    for n in 1..=5 {
        assert_eq!(desk.next("message").await["number"], n);
    }
    let path = format!("/v1/conversations/{}/messages", first["conversationId"].as_str().unwrap());
    let numbers = |items: &Vec<Value>| items.iter().map(|m| m["number"].as_u64().unwrap()).collect::<Vec<_>>();
    let page = doctor.get(&format!("{path}?limit=3")).await.expect(200);
    assert_eq!(numbers(page.items()), [5, 4, 3]);
    let rest = doctor.get(&format!("{path}?limit=3&cursor={}", page.text("nextCursor"))).await.expect(200);
    assert_eq!(numbers(rest.items()), [2, 1]);
    let known = rest.items()[0]["messageId"].as_str().unwrap().to_owned();
    let missed = patient.get(&format!("{path}?since={known}")).await.expect(200);
    assert_eq!(numbers(missed.items()), [5, 4, 3]);
    patient.get(&format!("{path}?since=msg_01JZ0000000000000000000000")).await.refused(404, "not_found");
    let stranger = world.patient("Karim").await;
    let (foreign, random) =
        (stranger.get(&path).await, stranger.get("/v1/conversations/cnv_01JZ0000000000000000000000/messages").await);
    assert_eq!(foreign.refused(404, "not_found").without_trace(), random.refused(404, "not_found").without_trace());
}

#[tokio::test]
async fn who_may_write_to_whom_is_on_record() {
    let world = World::start().await;
    let (patient, doctor) = tokio::join!(world.patient("Amina"), world.doctor("Kaci"));
    let (pharmacist, other) = tokio::join!(world.pharmacist(), world.pharmacist());
    let stranger = world.patient("Karim").await;
    let refused = |answer: Value| {
        assert_eq!((&answer["type"], &answer["code"]), (&json!("error"), &json!("not_allowed")), "{answer}")
    };
    let accepted = |answer: Value| {
        assert_eq!(answer["type"], "ack", "{answer}");
        answer["conversationId"].clone()
    };
    let (mut from_patient, mut from_doctor, mut from_pharmacist) =
        tokio::join!(patient.socket(), doctor.socket(), pharmacist.socket());
    refused(from_patient.write(doctor.id(), "1", "x").await);
    refused(from_doctor.write(patient.id(), "1", "x").await);
    let prescription = treat(&patient, &doctor).await;
    refused(from_patient.write(pharmacist.id(), "2", "x").await);
    refused(from_pharmacist.write(patient.id(), "2", "x").await);
    refused(from_pharmacist.write(doctor.id(), "2", "x").await);
    let token = claim(&pharmacist, &prescription).await;
    accepted(from_patient.write(doctor.id(), "3", "x").await);
    accepted(from_doctor.write(patient.id(), "3", "x").await);
    accepted(from_patient.write(pharmacist.id(), "3", "x").await);
    accepted(from_pharmacist.write(patient.id(), "3", "x").await);
    let about = accepted(from_pharmacist.write(doctor.id(), "3", "x").await);
    assert_eq!(accepted(from_doctor.write(pharmacist.id(), "3", "x").await), about);
    let named = json!({"action": "send", "clientId": "4", "to": doctor.id(), "prescriptionId": prescription["prescriptionId"], "text": "x"});
    assert_eq!(accepted(from_pharmacist.ask(&named, "4").await), about);
    let listed = doctor.get("/v1/conversations").await.expect(200);
    let entry = listed.items().iter().find(|entry| entry["conversationId"] == about).unwrap();
    assert_eq!(entry["prescriptionId"], prescription["prescriptionId"], "{entry}");
    dispense(&pharmacist, &prescription, &token, &[20, 9]).await.expect(200);

    let mut from_other = other.socket().await;
    refused(from_other.write(patient.id(), "1", "x").await);
    refused(from_other.write(doctor.id(), "1", "x").await);
    let mut from_stranger = stranger.socket().await;
    for to in [patient.id(), doctor.id(), pharmacist.id(), stranger.id(), "usr_01JZ0000000000000000000000"] {
        refused(from_stranger.write(to, to, "x").await);
    }
    let foreign = json!({"action": "send", "clientId": "9", "conversationId": about, "text": "x"});
    refused(from_stranger.ask(&foreign, "9").await);
}

#[tokio::test]
async fn a_ticket_opens_one_socket_and_rights_that_end_close_it() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let ticket = patient.post("/v1/chat/tickets", Value::Null).await.expect(201);
    let url = ticket.text("url");
    assert!(url.contains(&format!("/ws?ticket={}", ticket.text("ticket"))), "{url}");
    assert_eq!(Socket::open_from(&url, Some("https://elsewhere.example")).await.err(), Some(403));
    let mut socket = Socket::open_from(&url, Some(&world.url)).await.expect("a socket");
    assert_eq!(Socket::open(&url).await.err(), Some(401));
    for (wrong, status) in
        [("", 401), ("?ticket=", 400), ("?ticket=x", 401), ("?ticket=%00", 401), ("?ticket=a&ticket=b", 400)]
    {
        let wrong = format!("ws{}/ws{wrong}", world.url.trim_start_matches("http"));
        assert_eq!(Socket::open(&wrong).await.err(), Some(status), "{wrong}");
    }
    let unused = patient.post("/v1/chat/tickets", Value::Null).await.expect(201).text("url");
    patient.post("/v1/logout", json!({"refreshToken": patient.login["refreshToken"]})).await.expect(204);
    socket.ended().await;
    assert_eq!(Socket::open(&unused).await.err(), Some(401));
    patient.post("/v1/chat/tickets", Value::Null).await.refused(401, "unauthenticated");

    let mut desk = doctor.socket().await;
    let unused = doctor.post("/v1/chat/tickets", Value::Null).await.expect(201).text("url");
    let path = format!("/v1/admin/tenants/{}/suspend", doctor.tenant_id());
    world.admin().await.post(&path, json!({"reason": "test"})).await.expect(200);
    desk.ended().await;
    assert_eq!(Socket::open(&unused).await.err(), Some(401));
    doctor.post("/v1/chat/tickets", Value::Null).await.refused(403, "tenant_not_active");
    doctor.get("/v1/conversations").await.refused(403, "tenant_not_active");

    let other = world.patient("Karim").await;
    let mut socket = other.socket().await;
    let change = json!({"currentPassword": other.password, "newPassword": "Another-Horse-2027"});
    other.post("/v1/me/password", change).await.expect(204);
    socket.ended().await;
}

#[tokio::test]
async fn what_is_told_late_closes_no_socket_that_was_opened_since() {
    let world = World::start().await;
    let doctor = world.doctor("Kaci").await;
    let mut desk = doctor.socket().await;
    let tenant = json!({"S": doctor.tenant_id()});
    let account = |tenant: &Value, generation: &str| {
        json!({
            "pk": {"S": format!("EMAIL#{}", doctor.email)}, "sk": {"S": "-"}, "userId": {"S": doctor.id()},
            "role": {"S": "doctor"}, "tenantId": tenant, "passwordHash": {"S": "-"}, "generation": {"N": generation},
            "disabled": {"BOOL": false},
        })
    };
    let head = |status: &str| {
        let pk = format!("TENANT#{}", doctor.tenant_id().trim_start_matches("ten_"));
        json!({
            "pk": {"S": pk}, "sk": {"S": "-"}, "tenantId": tenant, "kind": {"S": "practice"},
            "isolation": {"S": "pool"}, "status": {"S": status},
        })
    };
    let founding = change(PLATFORM_TABLE, &head("provisioning"), &head("failed"));
    let approval = change(PLATFORM_TABLE, &account(&json!({"NULL": true}), "0"), &account(&tenant, "0"));
    let done = json!({"batchItemFailures": []});
    assert_eq!(world.invoke("chat-close_suspended_tenants", &founding).await, done);
    assert_eq!(world.invoke("chat-close_changed_accounts", &approval).await, done);
    assert!(desk.raw(r#"{"action": "nothing"}"#).await);
    assert_eq!(desk.next("error").await["code"], "unknown_action");

    let password = change(PLATFORM_TABLE, &account(&tenant, "0"), &account(&tenant, "1"));
    assert_eq!(world.invoke("chat-close_changed_accounts", &password).await, done);
    desk.ended().await;
}

#[tokio::test]
async fn a_wrong_frame_is_told_so_and_the_socket_stays() {
    let world = World::start().await;
    let (patient, doctor) = pair(&world).await;
    let mut socket = patient.socket().await;
    let large = json!({"action": "send", "clientId": "big", "to": doctor.id(), "text": "é".repeat(20_000)}).to_string();
    let hostile = json!({"action": "send", "clientId": "c", "to": doctor.id(), "text": "a\u{202e}b"}).to_string();
    for (frame, code) in [
        ("", "unknown_action"),
        ("{", "invalid_json"),
        ("[]", "invalid_input"),
        ("{\"action\":\"dance\"}", "unknown_action"),
        ("{\"action\":\"$connect\"}", "unknown_action"),
        ("{\"action\":\"send\"}", "invalid_input"),
        ("{\"action\":\"send\",\"clientId\":\"x\",\"text\":\"x\"}", "invalid_input"),
        (
            "{\"action\":\"read\",\"conversationId\":\"cnv_01JZ0000000000000000000000\",\"messageId\":\"msg_01JZ0000000000000000000000\"}",
            "not_found",
        ),
        ("{\"action\":\"typing\",\"conversationId\":\"cnv_01JZ0000000000000000000000\"}", "not_found"),
        (hostile.as_str(), "invalid_input"),
        (large.as_str(), "frame_too_large"),
    ] {
        assert!(socket.raw(frame).await);
        let error = socket.next("error").await;
        let start: String = frame.chars().take(60).collect();
        assert_eq!(error["code"], code, "{start}: {error}");
    }
    assert_eq!(socket.write(doctor.id(), "after", "still here").await["type"], "ack");
    assert!(doctor.get("/v1/conversations").await.expect(200).items()[0]["lastMessage"]["text"] == "still here");
}
