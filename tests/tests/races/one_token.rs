use crate::{people::families, rows};
use futures::future::join_all;
use jiff::SignedDuration;
use medilink_testkit::{Actor, Answer, World};
use serde_json::json;
use std::collections::BTreeSet;

async fn refresh(client: &Actor, token: &str) -> Answer {
    client.post("/v1/token/refresh", json!({"refreshToken": token})).await
}

async fn families_of(world: &World, person: &Actor) -> usize {
    families(&rows::all(world.local.guard.engine()).await, person.id())
}

fn token(person: &Actor) -> String {
    person.login["refreshToken"].as_str().unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_refreshes_of_one_token_leave_one_family_which_reuse_ends() {
    let world = World::start().await;
    let (patient, client) = (world.patient("Amel").await, world.stranger());
    let first = token(&patient);
    let answers = join_all((0..100).map(|_| refresh(&client, &first))).await;
    let pairs = answers.into_iter().map(|answer| answer.expect(200).text("refreshToken"));
    let successors: BTreeSet<_> = pairs.collect();
    assert_eq!((successors.len(), families_of(&world, &patient).await), (1, 1));
    let survivor = successors.first().map(String::as_str).unwrap_or_default();
    let next = refresh(&client, survivor).await.expect(200).text("refreshToken");

    world.clock.advance(SignedDuration::from_secs(11));
    refresh(&client, &first).await.refused(401, "token_reused");
    assert_eq!(families_of(&world, &patient).await, 0);
    for over in [first.as_str(), survivor, next.as_str()] {
        refresh(&client, over).await.refused(401, "invalid_token");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn owner_and_thief_at_once_leave_one_family_or_none() {
    let world = World::start().await;
    let patient = world.patient("Amel").await;
    let client = |name| Actor { client: world.anyone.with_header("user-agent", name), ..world.stranger() };
    let (owner, thief) = (client("owner"), client("thief"));
    let first = token(&patient);
    let calls = (0..100).map(|n| refresh(if n % 2 == 0 { &owner } else { &thief }, &first));
    let mut successors = BTreeSet::new();
    for answer in join_all(calls).await {
        match (answer.status, answer.code()) {
            (200, _) => drop(successors.insert(answer.text("refreshToken"))),
            (401, "token_reused" | "invalid_token") => {}
            _ => panic!("{answer}"),
        }
    }
    let families = families_of(&world, &patient).await;
    assert!(successors.len() == 1 && families <= 1, "{successors:?}, {families} families");
    let survivor = successors.first().map(String::as_str).unwrap_or_default();
    refresh(&owner, survivor).await.expect(if families == 1 { 200 } else { 401 });
}
