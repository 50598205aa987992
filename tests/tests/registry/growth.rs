//! What a list costs does not grow with what there is.

use crate::call::invoke;
use crate::samples::samples;
use crate::snapshot;
use jiff::{Timestamp, ToSpan, tz::TimeZone};
use medilink_dynamo::Action;
use medilink_kernel::Clock;
use medilink_operation::policy::{PLATFORM_TABLE, POOL_TABLE};
use medilink_testkit::{World, treat};
use serde_json::{Value, json};

/// Runs the first sample of an operation, changed so; gives its read units and answer.
async fn read_units(world: &World, operation: &str, name: &str, change: impl Fn(&mut Value)) -> (f64, Value) {
    let sample =
        samples().into_iter().find(|sample| sample.title() == format!("{operation}/request")).expect("a sample");
    let mut event = sample.raw();
    change(&mut event);
    event["requestContext"]["requestId"] = name.into();
    let lambda = world.local.lambda_address.to_string();
    let answer = invoke(&reqwest::Client::new(), &lambda, &operation.replace('.', "-"), &event).await.expect("a run");
    assert_eq!(answer["statusCode"], 200, "{answer}");
    let body = serde_json::from_str(answer["body"].as_str().unwrap_or_default()).expect("JSON");
    (world.local.guard.meter().invocation(name).expect("it was counted").read, body)
}

/// Enough to see growth by; with 100,000, which takes a minute and a half to write, the figures are the same.
const MANY: usize = 10_000;

#[tokio::test]
async fn twenty_of_many_thousand_cost_what_twenty_of_a_hundred_cost() {
    let world = World::start().await;
    world.doctor("Kaci").await;
    let items = snapshot::items(&world).await;
    let line = items.values().find(|item| snapshot::pk(item) == "DIRX#L###").expect("a line of the directory").clone();
    let (mut there, mut costs) = (1, Vec::new());
    for wanted in [100, MANY] {
        while there < wanted {
            let batch: Vec<Value> = (there..wanted.min(there + 25)).map(|n| put(&line, n)).collect();
            there += batch.len();
            snapshot::call(&world, Action::BatchWriteItem, json!({"RequestItems": {PLATFORM_TABLE: batch}})).await;
        }
        let page = |event: &mut Value| event["rawQueryString"] = "limit=20".into();
        let (units, answer) = read_units(&world, "directory.search_doctors", &format!("of {wanted}"), page).await;
        assert_eq!(answer["items"].as_array().map(Vec::len), Some(20));
        costs.push(units);
    }
    assert_eq!(costs[0], costs[1]);
}

fn put(line: &Value, n: usize) -> Value {
    let mut item = line.clone();
    item["sk"] = json!({"S": format!("kaci {n:06}#01JZ0000000000000000000000")});
    json!({"PutRequest": {"Item": item}})
}

#[tokio::test]
async fn the_slots_of_a_month_of_full_days_cost_three_units_at_most() {
    let world = World::start().await;
    let doctor = world.doctor("Kaci").await;
    let bare = |id: &str| id.rsplit('_').next().unwrap_or_default().to_owned();
    let today = world.clock.now().to_zoned(TimeZone::UTC).date();
    // Ten hours of each day are taken, by visits of a quarter of an hour.
    let cells: Vec<String> = (84..204).map(|cell: u32| cell.to_string()).collect();
    for day in -1..33 {
        let item = json!({
            "pk": {"S": format!("T#{}#DAY#{}", bare(doctor.tenant_id()), bare(doctor.doctor_id()))},
            "sk": {"S": today.saturating_add(day.days()).to_string()},
            "busy": {"NS": cells},
        });
        snapshot::call(&world, Action::PutItem, json!({"TableName": POOL_TABLE, "Item": item})).await;
    }
    let month = |event: &mut Value| {
        let path = format!("/v1/doctors/{}/slots", doctor.doctor_id());
        event["rawPath"] = path.as_str().into();
        event["requestContext"]["http"]["path"] = path.into();
        event["rawQueryString"] = format!("from={today}&to={}", today.saturating_add(30.days())).into();
        for parameter in event["pathParameters"].as_object_mut().into_iter().flatten() {
            *parameter.1 = doctor.doctor_id().into();
        }
    };
    let (units, answer) = read_units(&world, "scheduling.list_slots", "a full month", month).await;
    let slots = answer["slots"].as_array().expect("slots");
    assert!((20 * 28..29 * 31).contains(&slots.len()), "{} free times", slots.len());
    assert!(units <= 3.0, "{units} read units");
}

/// As many consultations as a long life brings.
const A_LIFE: i64 = 5_000;

#[tokio::test]
async fn a_page_of_a_long_life_costs_what_a_page_of_a_short_one_costs() {
    let world = World::start().await;
    let (patient, doctor) = tokio::join!(world.patient("Amina"), world.doctor("Kaci"));
    treat(&patient, &doctor).await;
    let items = snapshot::items(&world).await;
    let find = |is: fn(&Value) -> bool| items.values().find(|item| is(item)).expect("an item").clone();
    let line = find(|item| item["sk"]["S"].as_str().is_some_and(|sk| sk.starts_with("REC#CON#")));
    let consultation = find(|item| snapshot::pk(item).contains("#CON#"));
    let token = patient.login["accessToken"].as_str().unwrap_or_default().to_owned();
    let page = |event: &mut Value| {
        event["headers"]["authorization"] = format!("Bearer {token}").into();
        event["rawQueryString"] = "limit=20".into();
    };
    let (mut there, mut costs) = (0, Vec::new());
    for wanted in [100, A_LIFE] {
        while there < wanted {
            let numbers = there + 1..=wanted.min(there + 12);
            there = *numbers.end();
            let past: Vec<_> = numbers.map(|n| past(&line, &consultation, n)).collect();
            let puts =
                |nth: usize| past.iter().map(|pair| json!({"PutRequest": {"Item": pair[nth]}})).collect::<Vec<_>>();
            let request = json!({"RequestItems": {PLATFORM_TABLE: puts(0), POOL_TABLE: puts(1)}});
            snapshot::call(&world, Action::BatchWriteItem, request).await;
        }
        let (units, answer) = read_units(&world, "timeline.list_records", &format!("of {wanted}"), page).await;
        assert_eq!(answer["items"].as_array().map(Vec::len), Some(20), "{answer}");
        costs.push(units);
    }
    assert_eq!(costs[0], costs[1]);
}

/// A consultation of so many hours ago, and its line in the patient's index.
fn past(line: &Value, consultation: &Value, n: i64) -> [Value; 2] {
    let (mut line, mut consultation) = (line.clone(), consultation.clone());
    let at: Timestamp = line["at"]["S"].as_str().and_then(|at| at.parse().ok()).expect("a time");
    let at = at.saturating_sub(n.hours()).expect("a time");
    let id = format!("01JZ{n:022}");
    line["sk"]["S"] = format!("REC#CON#{:020}#{id}", at.as_second()).into();
    line["id"]["S"] = id.as_str().into();
    line["at"]["S"] = at.to_string().into();
    let practice = snapshot::pk(&consultation).split("#CON#").next().unwrap_or_default().to_owned();
    consultation["pk"]["S"] = format!("{practice}#CON#{id}").into();
    consultation["consultationId"]["S"] = format!("con_{id}").into();
    // Nobody wrote it.
    consultation.as_object_mut().expect("an item").remove("act");
    [line, consultation]
}
