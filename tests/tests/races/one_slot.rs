use crate::{calendar::Calendar, rows};
use futures::future::join_all;
use medilink_testkit::{World, slots};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn of_200_clients_who_book_one_slot_one_wins() {
    let world = World::start().await;
    let doctor = world.doctor("Haddad").await;
    // Opening an account takes longer than all the rest: everybody comes with two devices.
    let patients = join_all((0..100).map(|_| world.patient("Nadia"))).await;
    let start = slots(&doctor).await[0]["start"].clone();
    let order = json!({"doctorId": doctor.doctor_id(), "start": start, "reason": "Urgence"});
    let clients = patients.iter().chain(&patients);
    let answers = join_all(clients.map(|client| client.post("/v1/appointments", order.clone()))).await;

    let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 201);
    assert_eq!((won.len(), lost.len()), (1, 199));
    let free = slots(&doctor).await;
    for answer in lost {
        let taken = answer.refused(409, "slot_taken");
        let alternatives = taken["alternatives"].as_array().cloned().unwrap_or_default();
        assert!((1..=3).contains(&alternatives.len()), "{taken}");
        assert!(alternatives.iter().all(|slot| free.contains(slot) && slot["start"] != start), "{taken}");
    }
    let calendar = Calendar::read(&rows::all(world.local.guard.engine()).await);
    assert_eq!(calendar.visits.iter().map(|visit| &visit.id).collect::<Vec<_>>(), [&won[0].text("appointmentId")]);
    calendar.all_days_agree();
    calendar.is_what_lists_show(&[doctor], &patients[..10]).await;
}
