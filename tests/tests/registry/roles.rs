//! Who may call what.

use crate::cast::Cast;
use crate::samples::requests;
use medilink_kernel::Role;
use medilink_operation::{Access, Trigger};
use medilink_testkit::World;

#[tokio::test]
async fn every_operation_answers_to_those_it_is_declared_for_and_to_nobody_else() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let mut wrong = Vec::new();
    for sample in requests() {
        let access = sample.operation.spec().access;
        let call = sample.call(&world, &cast).await;
        // Others in the place of somebody whose own account it changes would change their own.
        let own = sample.actor().is_some_and(|actor| Role::parse(&actor).is_none());
        for role in [None].into_iter().chain(Role::ALL.map(Some)) {
            let allowed = access.allows(role);
            let mut call = call.clone().by(role.map(|role| cast.of(role)));
            if own && allowed {
                call = call.saying("{\"nothing\": 0}");
            }
            let answer = call.send(&client, &world.url).await;
            let right = match (allowed, role) {
                (true, _) => !matches!(answer.code(), "unauthenticated" | "forbidden"),
                (false, None) => (answer.status, answer.code()) == (401, "unauthenticated"),
                (false, Some(_)) => (answer.status, answer.code()) == (403, "forbidden"),
            };
            if !right || answer.status >= 500 {
                wrong.push(format!("{role:?} {answer}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn operations_of_the_platform_itself_answer_to_nobody() {
    for operation in medilink_local::registry::operations() {
        let spec = operation.spec();
        let for_clients = matches!(spec.trigger, Trigger::Http(..) | Trigger::Socket(_));
        assert_eq!(spec.access != Access::Internal, for_clients, "{}", spec.id);
    }
}
