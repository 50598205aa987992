//! `Idempotency-Key`: the same answer again, done once.

use crate::call::Call;
use crate::cast::Cast;
use crate::samples::{Sample, requests};
use crate::snapshot::{changed, gained, settled};
use futures::future::join_all;
use medilink_testkit::{Answer, World};

/// How many send the same request at once.
const AT_ONCE: usize = 50;

fn mutating() -> Vec<Sample> {
    requests().into_iter().filter(|sample| sample.operation.spec().mutates()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_key_answers_the_same_and_acts_once() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let mut wrong = Vec::new();
    let start = settled(&world).await;
    let mut answered = Vec::new();
    for (number, sample) in mutating().into_iter().enumerate() {
        let call = keyed(&sample, &world, &cast, &format!("alone-{number}")).await;
        let first = call.send(&client, &world.url).await;
        if !sample.expected().contains(&first.status) {
            wrong.push(first.to_string());
        }
        answered.push((call, first));
    }
    let alone = settled(&world).await;
    for (call, first) in answered {
        let again = call.send(&client, &world.url).await;
        if !same(&first, &again) {
            wrong.push(format!("{first}\n  again: {again}"));
        }
        let other = call.saying("{\"other\": 1}").send(&client, &world.url).await;
        if (other.status, other.code()) != (422, "idempotency_mismatch") {
            wrong.push(format!("another body: {other}"));
        }
    }
    let repeated = settled(&world).await;
    wrong.extend(changed(&alone, &repeated).into_iter().map(|key| format!("acts twice: {key}")));
    // The same once more, many at once.
    for (number, sample) in mutating().into_iter().enumerate() {
        let call = keyed(&sample, &world, &cast, &format!("crowd-{number}")).await;
        let answers = join_all((0..AT_ONCE).map(|_| call.send(&client, &world.url))).await;
        wrong.extend(crowd(&sample, &answers));
    }
    let crowded = settled(&world).await;
    let (once, crowd) = (gained(&start, &alone), gained(&repeated, &crowded));
    let more: Vec<_> = crowd.iter().filter(|(family, gained)| *gained > once.get(*family).unwrap_or(&0)).collect();
    if !more.is_empty() || crowd.len() < once.len() / 2 {
        wrong.push(format!("alone {once:?}, in a crowd {crowd:?}"));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

async fn keyed(sample: &Sample, world: &World, cast: &Cast, key: &str) -> Call {
    sample.call(world, cast).await.with("idempotency-key", Some(key))
}

fn same(one: &Answer, other: &Answer) -> bool {
    (one.status, &one.bytes) == (other.status, &other.bytes)
}

/// Everybody has the one answer, or is told to wait for it; only so many sign-ins are judged at once.
fn crowd(sample: &Sample, answers: &[Answer]) -> Option<String> {
    let sign_in = sample.operation.spec().id == "identity.login";
    let waiting = |answer: &Answer| match answer.code() {
        "request_in_progress" => true,
        "too_many_attempts" => sign_in,
        _ => false,
    };
    let first = answers.iter().find(|answer| !waiting(answer)).unwrap_or(&answers[0]);
    let odd = answers.iter().find(|answer| !waiting(answer) && !same(first, answer));
    match odd {
        Some(odd) => Some(format!("{}: two answers: {first}\n  and {odd}", sample.title())),
        None if !sample.expected().contains(&first.status) => Some(format!("in a crowd: {first}")),
        None => None,
    }
}
