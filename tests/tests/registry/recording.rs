//! What samples of whole records speak of: people with a past.

use crate::cast::{Cast, facts};
use jiff::SignedDuration;
use medilink_kernel::{Clock, Instant, SystemClock};
use medilink_testkit::{World, claim, dispense, treat};
use serde_json::{Value, json};
use std::time::Duration;

/// The members of a state by its name.
pub async fn recording(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    Some(match name {
        "recorded" => recorded(world, cast).await,
        "granted" => granted(world, cast).await,
        "month" => json!({"until": month(world)}),
        _ => return None,
    })
}

/// An instant that a grant may last to.
fn month(world: &World) -> Instant {
    Instant::new(world.clock.now().saturating_add(SignedDuration::from_hours(30 * 24)).expect("a time"))
}

/// A patient who lets a doctor's practice read, which has not seen them yet.
async fn granted(world: &World, cast: &Cast) -> Value {
    let (patient, doctor) = (world.patient("Lina").await, cast.get("doctor").expect("a doctor"));
    let grant = json!({"doctorId": doctor.doctor_id(), "until": month(world)});
    let grant = patient.post("/v1/records/grants", grant).await.expect(201);
    let mut all = facts(&patient);
    all["grantId"] = grant["grantId"].clone();
    all
}

/// A patient with a visit, a consultation, a prescription and something handed out of it, all in the time line.
async fn recorded(world: &World, cast: &Cast) -> Value {
    let person = |name| cast.get(name).expect("somebody of the cast");
    let (patient, doctor, pharmacist) = (world.patient("Lina").await, person("doctor"), person("pharmacist"));
    let prescription = treat(&patient, doctor).await;
    let token = claim(pharmacist, &prescription).await;
    dispense(pharmacist, &prescription, &token, &[12, 0]).await.expect(200);
    for _ in 0..500 {
        if patient.get("/v1/records").await.expect(200).items().len() == 4 {
            return facts(&patient);
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("the time line of {} is not whole", patient.email);
}
