use jiff::ToSpan;
use medilink_kernel::Clock;
use medilink_testkit::{Actor, Answer, World, book, confirm, slots};
use serde_json::{Value, json};

async fn step(actor: &Actor, appointment: &str, step: &str, body: Value) -> Answer {
    actor.post(&format!("/v1/appointments/{appointment}/{step}"), body).await
}

#[tokio::test]
async fn every_step_leads_where_the_contract_says_and_no_further() {
    let world = World::start().await;
    let (doctor, patient) = (world.doctor("Kaci").await, world.patient("Amina").await);
    for (name, by_patient, confirmed, status) in [
        ("reject", false, false, "rejected"),
        ("cancel", true, false, "cancelled"),
        ("cancel", false, true, "cancelled"),
        ("complete", false, true, "fulfilled"),
        ("no-show", false, true, "no_show"),
    ] {
        let appointment = book(&patient, &doctor, 0).await;
        if confirmed {
            confirm(&doctor, &appointment).await;
        }
        let actor = if by_patient { &patient } else { &doctor };
        let done = step(actor, &appointment, name, json!({})).await.expect(200);
        assert_eq!((&done["status"], &done["appointmentId"]), (&json!(status), &json!(appointment)), "{name}");
        for next in ["confirm", "cancel", "complete", "no-show"] {
            let refused = step(&doctor, &appointment, next, json!({})).await.refused(409, "invalid_state");
            assert_eq!(refused["state"], status, "{next} after {name}");
        }
    }
}

#[tokio::test]
async fn moving_frees_the_old_time_and_takes_the_new() {
    let world = World::start().await;
    let (doctor, patient, other) =
        (world.doctor("Kaci").await, world.patient("Amina").await, world.patient("Karim").await);
    let free = slots(&doctor).await;
    let appointment = book(&patient, &doctor, 0).await;
    let taken = book(&other, &doctor, 4).await;
    let held = other.get(&format!("/v1/appointments/{taken}")).await.expect(200);
    let busy =
        step(&patient, &appointment, "reschedule", json!({"start": held["start"]})).await.refused(409, "slot_taken");
    assert!(busy["alternatives"].as_array().is_some_and(|a| (1..=3).contains(&a.len())), "{busy}");
    let moved = step(&patient, &appointment, "reschedule", json!({"start": free[9]["start"]})).await.expect(200);
    assert_eq!(
        (&moved["appointmentId"], &moved["start"], &moved["end"]),
        (&json!(appointment), &free[9]["start"], &free[9]["end"])
    );
    assert_eq!(moved["status"], "requested");
    let now: Vec<_> = slots(&doctor).await.into_iter().map(|slot| slot["start"].clone()).collect();
    assert!(now.contains(&free[0]["start"]) && !now.contains(&free[9]["start"]));
    for actor in [&patient, &doctor] {
        let list = actor.get("/v1/appointments?limit=100").await.expect(200);
        let mine: Vec<_> = list.items().iter().filter(|a| a["appointmentId"] == *appointment).collect();
        assert_eq!((mine.len(), &mine[0]["start"]), (1, &free[9]["start"]), "{list}");
    }
    step(&patient, &appointment, "reschedule", json!({"start": "2020-01-01T08:00:00Z"}))
        .await
        .refused(422, "invalid_slot");
}

#[tokio::test]
async fn a_patient_is_in_one_place_and_staff_book_for_patients() {
    let world = World::start().await;
    let (one, other) = tokio::join!(world.doctor("Kaci"), world.doctor_in("Belkacem", "silo"));
    let (patient, nurse, desk) =
        (world.patient("Amina").await, world.staff(&one, "nurse").await, world.staff(&one, "receptionist").await);
    let free = slots(&one).await;
    let order = |doctor: &Actor, n: usize| json!({"doctorId": doctor.doctor_id(), "start": free[n]["start"], "reason": "Fièvre"});
    patient.post("/v1/appointments", order(&one, 0)).await.expect(201);
    patient.post("/v1/appointments", order(&other, 0)).await.refused(409, "patient_busy");
    for (actor, n) in [(&nurse, 2), (&desk, 3)] {
        let mut order = order(&one, n);
        order["patientId"] = json!(patient.id());
        let booked = actor.post("/v1/appointments", order).await.expect(201);
        assert_eq!(booked["patientId"], patient.id());
        step(actor, &booked.text("appointmentId"), "confirm", json!({})).await.expect(200);
    }
    let mut foreign = order(&other, 5);
    foreign["patientId"] = json!(patient.id());
    nurse.post("/v1/appointments", foreign).await.refused(404, "not_found");
    one.post("/v1/appointments", order(&one, 6)).await.refused(403, "forbidden");
    assert_eq!(patient.get("/v1/appointments").await.expect(200).items().len(), 3);
}

#[tokio::test]
async fn lists_are_filtered_and_paged_by_cursors_of_their_own() {
    let world = World::start().await;
    let (doctor, patient, other) =
        (world.doctor("Kaci").await, world.patient("Amina").await, world.patient("Karim").await);
    for n in 0..5 {
        book(&patient, &doctor, n).await;
    }
    let mut seen = Vec::new();
    let mut path = "/v1/appointments?limit=2".to_owned();
    let mut cursor = String::new();
    for _ in 0..10 {
        let page = patient.get(&path).await.expect(200);
        assert!(page.items().len() <= 2);
        seen.extend(page.items().iter().map(|item| item["start"].as_str().unwrap_or_default().to_owned()));
        let Some(next) = page["nextCursor"].as_str() else { break };
        cursor = next.to_owned();
        path = format!("/v1/appointments?limit=2&cursor={cursor}");
    }
    let mut sorted = seen.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!((seen.len(), sorted.len()), (5, 5), "{seen:?}");
    for (actor, query) in [(&other, ""), (&doctor, ""), (&patient, "&status=confirmed")] {
        actor.get(&format!("/v1/appointments?limit=2&cursor={cursor}{query}")).await.refused(400, "invalid_cursor");
    }
    patient.get("/v1/appointments?cursor=nonsense").await.refused(400, "invalid_cursor");
    for limit in ["0", "101", "-1", "x"] {
        patient.get(&format!("/v1/appointments?limit={limit}")).await.refused(400, "invalid_input");
    }
    assert!(patient.get("/v1/appointments?status=cancelled").await.expect(200).items().is_empty());
    assert_eq!(patient.get("/v1/appointments?status=requested").await.expect(200).items().len(), 5);
    assert!(doctor.get("/v1/appointments?to=2020-01-01").await.expect(200).items().is_empty());
    assert_eq!(doctor.get("/v1/appointments?from=2020-01-01").await.expect(200).items().len(), 5);
}

#[tokio::test]
async fn free_times_are_asked_for_a_month_at_most_and_hours_are_checked() {
    let world = World::start().await;
    let (doctor, stranger) = (world.doctor("Kaci").await, world.stranger());
    let today = world.clock.now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let until = |days: i64| {
        format!("/v1/doctors/{}/slots?from={today}&to={}", doctor.doctor_id(), today.saturating_add(days.days()))
    };
    let month = stranger.get(&until(30)).await.expect(200);
    assert_eq!(month["timeZone"], "Africa/Algiers");
    assert!(month["slots"].as_array().is_some_and(|slots| slots.len() > 29 * 48), "{month}");
    stranger.get(&until(31)).await.refused(400, "invalid_input");
    stranger.get(&until(-1)).await.refused(400, "invalid_input");
    stranger
        .get("/v1/doctors/doc_00000000000000000000000000/slots?from=2027-01-01&to=2027-01-02")
        .await
        .refused(404, "not_found");
    for (member, value) in [
        ("timeZone", json!("Mars/Base")),
        ("slotMinutes", json!(7)),
        ("weekly", json!([{"day": "sunday", "from": "12:00", "to": "12:00"}])),
    ] {
        let mut hours = json!({"timeZone": "Africa/Algiers", "slotMinutes": 30, "weekly": []});
        hours[member] = value;
        let refused = doctor.put("/v1/schedule/working-hours", hours).await.refused(400, "invalid_input");
        assert!(
            refused["errors"][0]["pointer"].as_str().is_some_and(|p| p.starts_with(&format!("/{member}"))),
            "{refused}"
        );
    }
}
