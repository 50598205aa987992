//! Bodies that nobody may accept: refused as the contract has it, and nothing is stored.

use crate::call::Call;
use crate::cast::Cast;
use crate::mutations::{of_field, whole};
use crate::samples::{Sample, requests};
use crate::schema;
use crate::snapshot::{changed, settled};
use medilink_testkit::{Answer, World};

/// Signing out is done whatever the token is worth: a text that is no token ends nothing, and is no mistake to tell.
const ACCEPTS_ANY_TEXT: [(&str, &str); 1] = [("identity.logout", "/refreshToken")];

#[tokio::test]
async fn hostile_bodies_are_refused_and_leave_nothing() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let mut wrong = Vec::new();
    let mut goods = Vec::new();
    for sample in requests().into_iter().filter(|sample| sample.operation.spec().mutates()) {
        goods.push((good(&sample, &world, &cast).await, sample));
    }
    let before = settled(&world).await;
    for (good, sample) in &goods {
        let fields = schema::body(sample.operation);
        let cases = whole(good).into_iter().chain(fields.iter().flat_map(|field| of_field(good, field)));
        for (what, call) in cases {
            let answer = call.send(&client, &world.url).await;
            let any =
                ACCEPTS_ANY_TEXT.iter().any(|(id, place)| *id == sample.operation.spec().id && what.starts_with(place));
            if let Some(fault) = fault(&answer).filter(|_| !(any && answer.status == 204)) {
                wrong.push(format!("{what}: {fault}: {answer}"));
            }
        }
    }
    wrong.extend(changed(&before, &settled(&world).await).into_iter().map(|key| format!("stored: {key}")));
    assert!(wrong.is_empty(), "{} of them\n{}", wrong.len(), wrong.join("\n"));
}

#[tokio::test]
async fn ids_that_are_none_name_nothing() {
    let world = World::start().await;
    let (cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let mut wrong = Vec::new();
    for sample in requests() {
        for field in schema::parameters(sample.operation, "path") {
            let Some(prefix) = field.id_prefix() else { continue };
            let call = good(&sample, &world, &cast).await;
            let own =
                call.path.split('/').find(|part| part.starts_with(&format!("{prefix}_"))).expect("an id").to_owned();
            let longest = format!("{prefix}_{}", "Z".repeat(2000));
            let odd = [
                "%00",
                &format!("{own}%00"),
                &own.to_lowercase(),
                &format!("{own}0"),
                &own[..own.len() - 1],
                "%F0%9F%92%8A",
                "%ff",
                "..%2f..",
                &longest,
            ];
            for id in odd {
                let call = Call { path: call.path.replace(&own, id), ..call.clone() };
                let answer = call.send(&client, &world.url).await;
                if (answer.status, answer.code()) != (404, "not_found") {
                    wrong.push(answer.to_string());
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The sample's request; a body that may be left out is there.
async fn good(sample: &Sample, world: &World, cast: &Cast) -> Call {
    let call = sample.call(world, cast).await;
    if sample.operation.spec().mutates() && call.body.is_none() { call.saying("{}") } else { call }
}

/// What is wrong with a refusal.
fn fault(answer: &Answer) -> Option<&'static str> {
    if !(400..500).contains(&answer.status) {
        return Some("not refused");
    }
    if answer.header("content-type") != Some("application/problem+json") {
        return Some("no problem document");
    }
    let told = ["type", "title", "code", "detail", "traceId"]
        .iter()
        .all(|name| answer[name].as_str().is_some_and(|text| !text.is_empty()));
    if !told || answer["status"] != answer.status {
        return Some("a member is missing");
    }
    let errors = answer["errors"].as_array();
    let named = |error: &serde_json::Value| ["pointer", "code", "detail"].iter().all(|name| error[*name].is_string());
    if errors.is_some_and(|errors| errors.is_empty() || !errors.iter().all(named)) {
        return Some("an error without pointer, code or detail");
    }
    None
}
