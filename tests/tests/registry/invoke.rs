//! Every sample runs as a Lambda function does.

use crate::call::{invoke, status};
use crate::cast::Cast;
use crate::samples::{is_internal, samples};
use medilink_testkit::World;

#[tokio::test]
async fn every_sample_runs_and_answers_as_declared() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "silo").await, reqwest::Client::new());
    let lambda = world.local.lambda_address.to_string();
    let mut wrong = Vec::new();
    for sample in samples() {
        let event = sample.fill(&world, &cast).await;
        let answer = invoke(&client, &lambda, &sample.operation.spec().function_name(), &event).await;
        let right = match &answer {
            Ok(answer) if is_internal(sample.operation) => {
                answer["batchItemFailures"].as_array().is_none_or(Vec::is_empty)
            }
            Ok(answer) => sample.expected().contains(&status(answer)),
            Err(_) => false,
        };
        if !right {
            wrong.push(format!("{}: {answer:?}", sample.title()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn a_sample_whose_placeholders_are_not_filled_breaks_nothing() {
    let world = World::start().await;
    let client = reqwest::Client::new();
    let lambda = world.local.lambda_address.to_string();
    for sample in samples() {
        let answer = invoke(&client, &lambda, &sample.operation.spec().function_name(), &sample.raw()).await;
        let answer = answer.unwrap_or_else(|error| panic!("{}: {error}", sample.title()));
        assert!(is_internal(sample.operation) || (200..500).contains(&status(&answer)), "{}: {answer}", sample.title());
    }
}
