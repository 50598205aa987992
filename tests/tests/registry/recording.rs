//! What samples of whole records speak of: people with a past.

use crate::cast::{Cast, facts};
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{World, claim, dispense, treat};
use serde_json::Value;
use std::time::Duration;

/// The members of a state by its name.
pub async fn recording(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    Some(match name {
        "recorded" => recorded(world, cast).await,
        _ => return None,
    })
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
