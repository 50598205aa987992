//! Whoever is signed in and touches a record leaves an entry.

use crate::call::invoke;
use crate::cast::Cast;
use crate::samples::samples;
use crate::snapshot;
use medilink_local::registry;
use medilink_operation::{Action, Spec};
use medilink_testkit::World;
use std::collections::BTreeSet;

/// What is no clinical record, and why.
const NO_RECORD: &[(&str, &str)] = &[
    ("audit.access_log", "the log itself: every look at it would be a line in it"),
    ("catalogues.", "what everybody may look up, and who brings it"),
    ("chat.create_image", "an image of the sender's own, which nobody else sees yet"),
    ("chat.create_ticket", "opens a socket, and shows nothing"),
    ("chat.list_conversations", "letters between two people, read by one of them"),
    ("chat.list_messages", "letters between two people, read by one of them"),
    ("chat.ready_image", "an image of the sender's own, which nobody else sees yet"),
    ("identity.", "the own account, or that of an official"),
    ("notifications.", "what oneself is told, and how"),
    ("prescriptions.get_checks", "what the practice wants to be checked"),
    ("prescriptions.set_checks", "what the practice wants to be checked"),
    ("scheduling.get_working_hours", "the practice's hours"),
    ("scheduling.set_working_hours", "the practice's hours"),
    ("streams.", "what is sealed stays so"),
    ("timeline.list_grants", "what the patient themselves has allowed"),
    ("tenants.add_staff", "people of the practice"),
    ("tenants.approve", "a practice that joins; its documents are shown by tenants.get_registration"),
    ("tenants.get_tenant", "a practice"),
    ("tenants.list_registrations", "who asks to join; their documents are shown by tenants.get_registration"),
    ("tenants.list_staff", "people of the practice"),
    ("tenants.list_tenants", "practices"),
    ("tenants.reject", "a practice that does not join"),
    ("tenants.resume", "a practice"),
    ("tenants.retry_provisioning", "a practice"),
    ("tenants.suspend", "a practice"),
];

#[test]
fn every_operation_of_somebody_signed_in_is_audited_or_has_a_reason_not_to_be() {
    let mut unused: BTreeSet<_> = NO_RECORD.iter().map(|(id, _)| *id).collect();
    let mut wrong = Vec::new();
    for spec in registry::operations().map(|operation| operation.spec()).filter(|spec| spec.access.needs_token()) {
        let reason = NO_RECORD.iter().find(|(id, _)| spec.id == *id || (id.ends_with('.') && spec.id.starts_with(id)));
        if let Some((id, _)) = reason {
            unused.remove(id);
        }
        if reason.is_some() == spec.audited.is_some() {
            wrong.push(spec.id);
        }
    }
    assert!(wrong.is_empty(), "audited and not, or neither: {wrong:?}");
    assert!(unused.is_empty(), "reasons for nothing: {unused:?}");
}

#[test]
fn no_operation_may_change_or_take_away_what_was_written() {
    const TRAIL: [&str; 5] = ["ACCESS#", "OPENED#", "TRAIL#", "CHAIN#", "HEADS#"];
    for spec in registry::operations().map(|operation| operation.spec()) {
        for grant in spec.all_grants().iter().filter(|grant| TRAIL.contains(&grant.keys)) {
            let (id, keys) = (spec.id, grant.keys);
            let only_adds = !grant.actions.iter().any(|it| matches!(it, Action::UpdateItem | Action::DeleteItem));
            let may_add =
                (id.starts_with("audit.") && spec.route().is_none()) || keys == "ACCESS#" && spec.audited.is_some();
            assert!(only_adds && (may_add || !grant.actions.contains(&Action::PutItem)), "{id}: {keys}");
        }
    }
}

#[tokio::test]
async fn every_call_of_an_audited_operation_is_one_entry() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let lambda = world.local.lambda_address.to_string();
    let audited = || samples().into_iter().filter(|sample| sample.operation.spec().audited.is_some());
    let (mut expected, mut acting) = (BTreeSet::new(), BTreeSet::new());
    for sample in audited() {
        let mut event = sample.fill(&world, &cast).await;
        event["requestContext"]["requestId"] = sample.title().into();
        let function = sample.operation.spec().function_name();
        invoke(&client, &lambda, &function, &event).await.expect("an answer");
        // Refused by who asks.
        event["requestContext"]["requestId"] = format!("{} by another", sample.title()).into();
        let analyst = crate::cast::facts(cast.get("analyst").expect("an analyst"));
        event["headers"]["authorization"] = format!("Bearer {}", analyst["token"].as_str().unwrap_or_default()).into();
        invoke(&client, &lambda, &function, &event).await.expect("an answer");
        expected.extend([sample.title(), format!("{} by another", sample.title())]);
        if changes(sample.operation.spec()) && sample.expected().iter().all(|status| *status < 300) {
            acting.insert(sample.title());
        }
    }
    assert!(expected.len() > 40 && acting.len() > 10, "{} calls, {} acts", expected.len(), acting.len());
    snapshot::settled(&world).await;
    let items = snapshot::items(&world).await;
    // What changed a record wrote its entry with the change, not after it.
    let acts: BTreeSet<_> = items.values().filter_map(|item| item["act"]["L"][6]["S"].as_str()).collect();
    let without: Vec<_> = acting.iter().filter(|call| !acts.contains(call.as_str())).collect();
    assert!(without.is_empty(), "changed without an entry in the change: {without:?}");
    let mut traces = Vec::new();
    for item in items.values().filter(|item| snapshot::pk(item).starts_with("ACCESS#")) {
        let trace = item["trace"]["S"].as_str().unwrap_or_default().to_owned();
        assert!(item["seq"]["N"].is_string(), "{trace} has no place");
        traces.push(trace);
    }
    for call in expected {
        // What is no visible letter is left out of a trace id.
        let call = call.replace(' ', "");
        assert_eq!(traces.iter().filter(|trace| **trace == call).count(), 1, "{call}");
    }
}

/// Whether an operation changes records.
fn changes(spec: &Spec) -> bool {
    let writes = |action: &Action| matches!(action, Action::PutItem | Action::UpdateItem | Action::DeleteItem);
    spec.grants.iter().any(|grant| grant.actions.iter().any(writes))
}
