use crate::samples::{folder, samples};
use medilink_local::registry;
use std::collections::BTreeSet;

#[test]
fn every_operation_has_a_sample_event_and_every_sample_an_operation() {
    let operations: BTreeSet<_> = registry::operations().map(|operation| operation.spec().id.to_owned()).collect();
    let entries = std::fs::read_dir(folder()).expect("events/");
    let folders: BTreeSet<_> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("a name")).collect();
    assert_eq!(operations, folders);
    let first: BTreeSet<_> =
        samples().into_iter().filter(|s| s.name == "request").map(|s| s.operation.spec().id.to_owned()).collect();
    assert_eq!(operations, first, "request.json");
}

#[test]
fn samples_name_the_route_of_their_operation_and_are_small() {
    for sample in samples() {
        let event = sample.raw();
        if let Some((method, path)) = sample.operation.spec().route() {
            assert_eq!(event["routeKey"], format!("{} {path}", method.as_str()), "{}", sample.title());
            assert_eq!(event["version"], "2.0", "{}", sample.title());
        }
        assert!(event.to_string().len() < 6144, "{}", sample.title());
    }
}
