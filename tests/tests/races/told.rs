//! What people are told, whatever streams and power do: each thing at most once, and what still matters for sure.

use crate::{call::Call, journal::Journal, mails};
use futures::future::{join, join_all};
use jiff::SignedDuration;
use medilink_kernel::Clock;
use medilink_testkit::{Actor, Process, World, book, claim, confirm, dispense, examine, prescribe, slots};
use serde_json::json;
use std::collections::BTreeMap;

/// What somebody must hear of: a kind, and how often in all.
type Must<'a> = (&'a Actor, &'a str, usize);

#[tokio::test(flavor = "multi_thread")]
async fn whatever_streams_do_each_is_told_once() {
    for disorder in [1, 2, 3] {
        told_by(disorder).await;
    }
}

async fn told_by(disorder: u64) {
    let world = World::start_as(|config| config.disorder = Some(disorder)).await;
    let (patient, doctor, pharmacist) = tokio::join!(world.patient("Amina"), world.doctor("Kaci"), world.pharmacist());
    // Nothing of this waits until what was before it is told.
    let start = appointments(&patient, &doctor).await;
    prescription(&patient, &doctor, &pharmacist).await;
    let mut desk = doctor.socket().await;
    desk.write(patient.id(), "first", "Bonjour").await;
    for name in ["second", "third"] {
        let urgent = json!({"action": "send", "clientId": name, "to": patient.id(), "text": "Appelez", "urgent": true});
        desk.ask(&urgent, name).await;
    }

    let must: [Must<'_>; 8] = [
        (&patient, "appointment_moved", 1),
        (&patient, "appointment_rejected", 1),
        (&doctor, "appointment_cancelled", 1),
        (&patient, "prescription_dispensed", 1),
        (&pharmacist, "registration_approved", 1),
        (&doctor, "registration_approved", 1),
        (&patient, "message_waiting", 1),
        (&patient, "message_urgent", 2),
    ];
    for (person, kind, times) in must {
        person.told_times(kind, times).await;
        assert_eq!(world.sent_times(&person.email, kind, times).await.len(), times, "mails of {kind} by {disorder}");
    }
    world.clock.advance(start.duration_since(world.clock.now()) - SignedDuration::from_hours(23));
    let patient = patient.again().await;
    world.due().await;
    patient.told("appointment_reminder").await;
    for _ in 0..2 {
        world.due().await;
    }

    let (doctor, pharmacist) = tokio::join!(doctor.again(), pharmacist.again());
    for person in [&patient, &doctor, &pharmacist] {
        for ((kind, about), times) in heard(person).await {
            let most = if kind.contains("message_urgent") { 2 } else { 1 };
            assert!(times <= most, "{} heard {times} times of {kind} {about} by {disorder}", person.email);
        }
    }
    assert_eq!(world.sent_times(&patient.email, "appointment_reminder", 1).await.len(), 1);
}

/// One is moved, one rejected, one called off; gives when the one that is left begins.
async fn appointments(patient: &Actor, doctor: &Actor) -> jiff::Timestamp {
    let kept = book(patient, doctor, 0).await;
    let refused = book(patient, doctor, 4).await;
    let dropped = book(patient, doctor, 8).await;
    confirm(doctor, &kept).await;
    doctor.post(&format!("/v1/appointments/{refused}/reject"), json!({"reason": "Complet"})).await.expect(200);
    patient.post(&format!("/v1/appointments/{dropped}/cancel"), json!({"reason": "Guérie"})).await.expect(200);
    let later = slots(doctor).await.pop().expect("a free time")["start"].clone();
    doctor.post(&format!("/v1/appointments/{kept}/reschedule"), json!({"start": later})).await.expect(200);
    later.as_str().expect("a start").parse().expect("an instant")
}

/// Prescribed, held, dispensed in two parts.
async fn prescription(patient: &Actor, doctor: &Actor, pharmacist: &Actor) {
    let visit = book(patient, doctor, 2).await;
    confirm(doctor, &visit).await;
    let prescription = prescribe(doctor, &examine(doctor, &visit).await).await;
    let token = claim(pharmacist, &prescription).await;
    for quantities in [[5, 0], [15, 9]] {
        dispense(pharmacist, &prescription, &token, &quantities).await.expect(200);
    }
}

/// How often somebody was told of each thing: by its kind and what it is about.
async fn heard(person: &Actor) -> BTreeMap<(String, String), usize> {
    let mut heard = BTreeMap::new();
    for notice in person.notifications("").await {
        *heard.entry((notice["kind"].to_string(), notice["about"].to_string())).or_default() += 1;
    }
    heard
}

/// Cuts, and how many confirmations each of them comes into.
const CUTS: usize = 3;
const AT_ONCE: usize = 4;

#[tokio::test(flavor = "multi_thread")]
async fn a_platform_killed_while_it_tells_forgets_nobody_and_repeats_itself_to_nobody() {
    let mut process = Process::start().await;
    let (doctor, journal) = (process.doctor("Kaci").await, Journal::default());
    let (mut patients, mut expected) = (Vec::new(), Vec::new());
    for cut in 0..CUTS {
        let mut visits = Vec::new();
        for _ in 0..AT_ONCE {
            let patient = process.patient("Lina").await;
            visits.push(book(&patient, &doctor, 0).await);
            expected.push((patient.email.clone(), "appointment_confirmed"));
            patients.push(patient);
        }
        let from = journal.count();
        let confirmations = join_all(visits.iter().map(async |visit| {
            journal.make(Call::post(&doctor, &format!("/v1/appointments/{visit}/confirm"), json!({}))).await
        }));
        let kill = async {
            // After the first answer or more of them: while what follows is on its way.
            journal.reaches(from + 1 + cut).await;
            process.kill().await;
        };
        join(confirmations, kill).await;
        process.restart().await;
        journal.settle().await;
    }
    mails::have_come(&process, &expected).await;
    for patient in &patients {
        assert_eq!(patient.told_times("appointment_confirmed", 1).await.len(), 1);
        assert_eq!(mails::count(&process, &patient.email, "appointment_confirmed").await, 1);
    }
}
