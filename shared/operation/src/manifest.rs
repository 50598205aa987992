//! `operations.json`: every operation as the cloud's stack and other tools read it.

use crate::{Access, Described, Scope, Trigger, dead_letters};
use serde_json::{Value, json};

/// The manifest of these operations, by id.
pub fn manifest(operations: &[Described]) -> Value {
    let mut entries: Vec<_> = operations.iter().map(|o| (o.spec.id, entry(o))).collect();
    entries.sort_by_key(|(id, _)| *id);
    json!({"operations": entries.into_iter().map(|(_, entry)| entry).collect::<Vec<_>>()})
}

fn entry(operation: &Described) -> Value {
    let spec = operation.spec;
    let trigger = match spec.trigger {
        Trigger::Http(method, path) => json!({"http": {"method": method.as_str(), "path": path}}),
        Trigger::Socket(route) => json!({"socket": {"route": route}}),
        Trigger::Stream(keys) => stream("platform", keys, spec.id),
        Trigger::TenantStream(keys) => stream("tenants", keys, spec.id),
        Trigger::Every(seconds) => json!({"schedule": {"everySeconds": seconds}}),
    };
    let access = match spec.access {
        Access::Public => json!("public"),
        Access::Secret(name) => json!({"secret": name}),
        Access::SignedIn => json!("signedIn"),
        Access::Connected => json!("connected"),
        Access::Roles(roles) => json!({"roles": roles}),
        Access::Internal => json!("internal"),
    };
    let grants: Vec<_> = spec
        .all_grants()
        .iter()
        .map(|grant| {
            let scope = match grant.scope {
                Scope::Platform => "platform",
                Scope::OwnTenant => "ownTenant",
                Scope::ReferencedTenant => "referencedTenant",
            };
            let actions: Vec<_> = grant.actions.iter().map(|action| format!("{action:?}")).collect();
            json!({"scope": scope, "keys": grant.keys, "actions": actions})
        })
        .collect();
    json!({
        "id": spec.id,
        "function": spec.function_name(),
        "handler": spec.id,
        "domain": spec.domain(),
        "summary": spec.summary,
        "trigger": trigger,
        "access": access,
        "grants": grants,
        "audited": spec.audited.map(|it| json!({"part": it.part, "purpose": it.purpose})),
        "documents": spec.blobs,
        "sockets": spec.sockets,
        "memoryMb": spec.memory,
        "timeoutSeconds": spec.timeout,
    })
}

/// What an event source mapping has to filter for: keys that begin so, and, on the platform's table whatever else is
/// followed, one whole key under which dead letters are replayed.
fn stream(table: &str, keys: &str, operation: &str) -> Value {
    json!({"stream": {"table": table, "keys": keys, "replays": {"table": "platform", "key": dead_letters(operation)}}})
}
