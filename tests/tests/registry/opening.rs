//! What samples of the audit trail speak of: records that were opened, and entries on their way.

use crate::cast::{Cast, facts};
use crate::snapshot;
use crate::talking::bare;
use medilink_kernel::{AccessId, Clock, OsEntropy, SystemClock};
use medilink_testkit::{World, book};
use serde_json::{Value, json};
use std::time::Duration;

/// The members of a state by its name.
pub async fn opening(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    Some(match name {
        "opened" => opened(world, cast).await,
        "touched" => touched(world, cast),
        _ => return None,
    })
}

/// A practice in whose calendar a patient has booked: its chain has begun.
async fn opened(world: &World, cast: &Cast) -> Value {
    let (patient, doctor) = (world.patient("Lina").await, cast.get("doctor").expect("a doctor"));
    book(&patient, doctor, 0).await;
    let chain = format!("TRAIL#{}", bare(doctor.tenant_id()));
    for _ in 0..500 {
        if snapshot::items(world).await.values().any(|item| snapshot::pk(item) == chain) {
            let mut all = facts(&patient);
            all["tenantId"] = doctor.tenant_id().into();
            return all;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("no chain of {}", doctor.email);
}

/// An entry that has no place yet, by somebody who touches little else.
fn touched(world: &World, cast: &Cast) -> Value {
    let (nurse, id) = (cast.get("nurse").expect("a nurse"), AccessId::new(world.clock.now(), &OsEntropy));
    json!({
        "user": bare(nurse.id()), "userId": nurse.id(), "tenantId": nurse.tenant_id(),
        "entry": id.bare(), "entryId": id,
    })
}
