use crate::{functions::Functions, registry};
use medilink_edge::{Handler, Registered};
use medilink_kernel::Clock;
use medilink_operation::Trigger;
use std::{sync::Arc, time::Duration};

fn scheduled() -> impl Iterator<Item = (&'static Registered, u32)> {
    registry::operations().filter_map(|operation| match (operation.handler, operation.spec().trigger) {
        (Handler::Schedule(_), Trigger::Every(seconds)) => Some((operation, seconds)),
        _ => None,
    })
}

/// What has to have run before the first request: keys must exist before anybody signs in.
const NEEDED: [&str; 2] = ["identity.rotate_keys", "prescriptions.rotate_keys"];

/// Runs everything on the clock once, before the first request. A failure of what can be done later keeps nobody out.
pub async fn first(functions: &Functions) -> Result<(), String> {
    for (operation, _) in scheduled() {
        let id = operation.spec().id;
        match functions.schedule(operation, "start").await {
            Err(error) if NEEDED.contains(&id) => return Err(format!("{id}: {error}")),
            Err(error) => tracing::error!(operation = id, error, "a scheduled run failed"),
            Ok(()) => {}
        }
    }
    Ok(())
}

/// Runs everything on the clock when its time comes, until dropped. A failure is logged and tried at the next turn.
pub async fn run(functions: Functions, clock: Arc<dyn Clock>) {
    let each = scheduled().map(|(operation, seconds)| {
        let (functions, clock) = (functions.clone(), clock.clone());
        async move {
            loop {
                clock.sleep(Duration::from_secs(u64::from(seconds))).await;
                if let Err(error) = functions.schedule(operation, "schedule").await {
                    tracing::error!(operation = operation.spec().id, error, "a scheduled run failed");
                }
            }
        }
    });
    futures::future::join_all(each).await;
    // Without schedules there is nothing to do, which is no reason to end.
    std::future::pending().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_start_needs_runs_by_the_clock() {
        for id in NEEDED {
            assert!(scheduled().any(|(operation, _)| operation.spec().id == id), "{id}");
        }
    }
}
