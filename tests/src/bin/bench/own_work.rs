//! The platform's own work in an authenticated read, apart from the store: measured in this process, on one thread, so
//! that time passed is CPU used.

use crate::table;
use medilink_edge::{Request, serve};
use medilink_local::registry;
use medilink_records::{Account, account_key};
use medilink_testkit::World;
use std::time::Instant;

const ROUNDS: usize = 5_000;

/// Prints the share of edge, token, access and JSON in `GET /v1/me`, and that of its one store call.
#[expect(clippy::disallowed_methods, reason = "measuring is what the bench is for")]
pub async fn report() -> Result<(), String> {
    let world = World::start().await;
    let patient = world.patient("Amina").await;
    let operation = registry::find("identity.me").ok_or("there is no identity.me")?;
    let token = format!("Bearer {}", patient.login["accessToken"].as_str().unwrap_or_default());
    let platform = &world.local.platform;
    let key = account_key(patient.id().parse().map_err(|_| "no user id")?);
    let (mut whole, mut store) = (Vec::with_capacity(ROUNDS), Vec::with_capacity(ROUNDS));
    for round in 0..ROUNDS {
        let trace_id = format!("{round:032x}");
        let headers = vec![("authorization".to_owned(), token.clone())];
        let request = Request { raw_path: "/v1/me".into(), headers, trace_id: trace_id.clone(), ..Request::default() };
        let begun = Instant::now();
        let answer = serve(platform, operation, request).await;
        whole.push(begun.elapsed().as_nanos() as u64);
        if answer.status != 200 {
            return Err(format!("identity.me answered {}", answer.status));
        }
        let session = platform.store.session("identity.me", trace_id);
        let begun = Instant::now();
        session.platform().get::<Account>(&key).await.map_err(|e| e.to_string())?;
        store.push(begun.elapsed().as_nanos() as u64);
    }
    let median = |values: &mut Vec<u64>| {
        values.sort_unstable();
        values[ROUNDS / 2] as f64 / 1000.0
    };
    let (whole, store) = (median(&mut whole), median(&mut store));
    table::line(&format!(
        "authenticated read, p50 in process: {whole:.0} µs, of it the store call {store:.0} µs, own work {:.0} µs (target 150)",
        whole - store
    ));
    Ok(())
}
