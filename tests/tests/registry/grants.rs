//! Every grant is used, and nothing is denied.

use crate::call::invoke;
use crate::cast::Cast;
use crate::cold;
use crate::samples::{is_internal, samples};
use jiff::SignedDuration;
use medilink_auth::ring::PERIOD;
use medilink_dynamo::Reach;
use medilink_local::registry;
use medilink_operation::policy::{PLATFORM_TABLE, TenantScope};
use medilink_operation::{Action, Grant, Method, Scope, Spec, Trigger};
use medilink_testkit::World;
use std::collections::BTreeSet;

#[tokio::test]
async fn every_declared_grant_is_used_and_no_other_is_asked_for() {
    // Attempts are counted by address, too, where limits hold.
    let world = World::start_as(|config| config.rate_limit = true).await;
    world.local.guard.meter().watch();
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let lambda = world.local.lambda_address.to_string();
    for sample in samples() {
        let spec = sample.operation.spec();
        let mut event = sample.fill(&world, &cast).await;
        if is_internal(sample.operation) {
            invoke(&client, &lambda, &spec.function_name(), &event).await.expect("a run");
            continue;
        }
        for (starts, platform) in [("warm", world.local.platform.clone()), ("cold", cold::platform(&world))] {
            let status = cold::status(&platform, sample.operation, &event).await;
            assert!(sample.expected().contains(&status), "{} {starts}: {status}", sample.title());
            // What a call has changed is brought about again for the next.
            if starts == "warm" && !reads(spec) {
                event = sample.fill(&world, &cast).await;
            }
        }
    }
    // What is due only after a while.
    world.clock.advance(PERIOD + SignedDuration::from_hours(1));
    for operation in registry::operations().filter(|operation| matches!(operation.spec().trigger, Trigger::Every(_))) {
        invoke(&client, &lambda, &operation.spec().function_name(), &serde_json::json!({})).await.expect("a run");
    }
    let reached = world.local.guard.meter().reached();
    assert!(reached.len() > 100, "the meter watches");
    let mut unused = Vec::new();
    for operation in registry::operations() {
        let spec = operation.spec();
        for grant in spec.grants {
            for action in grant.actions.iter().filter(|action| !is_used(spec.id, grant, **action, &reached)) {
                unused.push(format!("{}: {:?} {} {action:?}", spec.id, grant.scope, grant.keys));
            }
        }
    }
    assert!(unused.is_empty(), "never used:\n{}", unused.join("\n"));
    let denied: Vec<_> =
        world.local.guard.meter().snapshot().into_iter().filter(|(_, usage)| usage.denied > 0).collect();
    assert!(denied.is_empty(), "denied: {denied:?}");
}

fn reads(spec: &Spec) -> bool {
    matches!(spec.trigger, Trigger::Http(Method::Get, _))
}

fn is_used(operation: &str, grant: &Grant, action: Action, reached: &BTreeSet<Reach>) -> bool {
    reached
        .iter()
        .filter(|reach| reach.operation == operation && on_index(reach) == (action == Action::QueryIndex))
        .any(|reach| {
            let named = action.iam().iter().any(|name| name.strip_prefix("dynamodb:") == Some(reach.action));
            named && own_key(reach, grant.scope).is_some_and(|key| is_of(grant, key))
        })
}

fn on_index(reach: &Reach) -> bool {
    reach.resource.contains("/index/")
}

/// The key without a tenant's prefix, where it is in that scope.
fn own_key(reach: &Reach, scope: Scope) -> Option<&str> {
    if scope == Scope::Platform {
        return (reach.resource.split('/').next() == Some(PLATFORM_TABLE)).then_some(&reach.key);
    }
    let scopes = TenantScope::parse(&reach.tenants)?;
    let tenants = scopes.iter().filter(|tenant| tenant.own == (scope == Scope::OwnTenant));
    tenants.map(TenantScope::prefix).find_map(|prefix| reach.key.strip_prefix(&prefix))
}

fn is_of(grant: &Grant, key: &str) -> bool {
    if grant.keys.ends_with('#') { key.starts_with(grant.keys) } else { key == grant.keys }
}

#[test]
fn no_operation_declares_a_grant_twice_or_one_that_says_nothing() {
    for operation in registry::operations() {
        let spec = operation.spec();
        let mut declared = BTreeSet::new();
        for grant in spec.grants {
            assert!(!grant.actions.is_empty() && !grant.keys.is_empty(), "{}: {}", spec.id, grant.keys);
            for action in grant.actions {
                assert!(
                    declared.insert((grant.scope, grant.keys, *action)),
                    "{}: {} {action:?} stands twice",
                    spec.id,
                    grant.keys
                );
            }
        }
    }
}
