//! What each operation asks of the store, committed in `infra/generated/capacity.json` so that a change is seen.

use crate::call::{invoke, status};
use crate::cast::Cast;
use crate::samples::{Sample, is_internal, requests, root, samples};
use jiff::tz::TimeZone;
use medilink_dynamo::InvocationUse;
use medilink_kernel::Clock;
use medilink_operation::Trigger;
use medilink_testkit::World;
use serde_json::{Map, Value, json};

/// How many calls may wait for one another.
const SEQUENTIAL: u32 = 2;

/// What takes more steps, and why.
const LONGER: [(&str, u32, &str); 37] = [
    ("catalogues.set_labels/request", 3, "the pointer, the labels that others have added since, then the write"),
    ("chat.send/request", 4, "the end, the claim, the message, then the sockets: each has to be there before the next"),
    ("chat.send/200-image", 4, "the same; the image is looked at beside the end"),
    ("chat.send/200-resumed", 4, "a conversation moves up in two lists"),
    ("chat.send/200-first", 16, "once for two people: who they are, what lets them talk, the conversation itself"),
    ("chat.send/200-patient-of-pharmacy", 16, "the same, by a prescription"),
    ("chat.send/200-about-prescription", 16, "the same, by the latest prescription that both know"),
    ("chat.send/200-abandoned", 5, "a socket that is gone is forgotten"),
    ("chat.received/204-abandoned", 3, "a socket that is gone is forgotten"),
    ("chat.read/204-abandoned", 3, "a socket that is gone is forgotten"),
    (
        "notifications.raise_from_appointments/request",
        3,
        "the practice, then whether its reader wants to be left alone",
    ),
    ("notifications.raise_from_appointments/200-asked", 3, "the same, for the doctor"),
    ("notifications.raise_from_appointments/200-cancelled", 3, "the same"),
    (
        "notifications.raise_from_messages/request",
        6,
        "who talks, who is away, what they know, the first that they do not, the wishes",
    ),
    ("notifications.raise_from_messages/200-urgent", 7, "the same, but what is counted for the first unread message"),
    ("notifications.raise_from_prescriptions/request", 3, "the prescription, then the wishes of its patient"),
    ("notifications.raise_from_prescriptions/200-held", 5, "the same, after it is counted"),
    ("notifications.raise_from_prescriptions/200-cancelled", 5, "the same, for patient and pharmacy"),
    (
        "notifications.raise_from_sockets/request",
        5,
        "the lists, the conversation, the first unread message, the wishes",
    ),
    ("notifications.raise_from_sockets/200-urgent", 4, "the lists, the conversation, what is counted"),
    ("notifications.send_mail/request", 3, "the wishes, the notice, the mark"),
    ("notifications.send_mail/200-grounded", 11, "three notices: the wishes, each, what it stands on, the mark"),
    ("notifications.send_sms/request", 5, "the wishes, the notice, what is counted, the mark"),
    ("notifications.send_sms/200-grounded", 15, "the same, and what is counted"),
    (
        "notifications.send_web_push/request",
        6,
        "the browsers, the wishes, the notice, who is signed in, one that is gone, the mark",
    ),
    (
        "prescriptions.issue/201-checked",
        4,
        "who is examined, what they bear and take, whether that was called off, the prescription",
    ),
    ("streams.run_postponed/request", 3, "what is due, each letter, its turn"),
    (
        "notifications.send_web_push/200-grounded",
        16,
        "three notices: the browsers, the wishes, each, what it stands on",
    ),
    ("notifications.show_live/request", 5, "the sockets, the wishes, the notice, the mark, one that is gone"),
    (
        "audit.open_lines/request",
        4,
        "who it was and what they opened lately, then the visits, then the lines, then the line",
    ),
    ("audit.keep_prescriptions/request", 3, "where the practice is, whose the prescription is, then the entry"),
    ("audit.sign_heads/request", 3, "a page of chains, their heads, what is signed of them"),
    ("timeline.list_records/request", 4, "the lines, what they lead to, the names of pharmacies, then the entry"),
    ("timeline.index_dispensings/request", 3, "where the practice is, whose the prescription is, then the line"),
    (
        "timeline.read_patient/request",
        5,
        "what the caller may see, the lines, what they lead to, the names of pharmacies, then the entry",
    ),
    ("notifications.raise_from_emergencies/request", 3, "who the admins are, then whether they want to be left alone"),
    ("notifications.run_due/request", 20, "three things that are due, each read before it is done and dropped after"),
];

#[tokio::test]
async fn the_store_is_asked_as_is_written_down_and_in_two_steps_at_most() {
    let world = World::start().await;
    // What a booking costs depends on the dates that it touches: always the same time of day.
    let now = world.clock.now().to_zoned(TimeZone::UTC);
    let midnight = now.date().tomorrow().and_then(|date| date.at(0, 5, 0, 0).to_zoned(TimeZone::UTC)).expect("a day");
    world.clock.advance(midnight.timestamp().duration_since(now.timestamp()));
    let (mut cast, client) = (Cast::gather(&world, "pool").await, reqwest::Client::new());
    let mut uses = Map::new();
    let mut long = Vec::new();
    // What a process keeps is read first: keys, where tenants are, hours.
    for sample in requests() {
        run(&world, &cast, &client, &sample, "warm-up").await;
    }
    for sample in samples() {
        cast = cast.with_another_patient(&world).await;
        let used = run(&world, &cast, &client, &sample, "measured").await;
        let succeeds = sample.expected().iter().all(|status| *status < 300);
        if succeeds && used.round_trips > most(&sample) {
            long.push(format!("{}: {}", sample.title(), used.round_trips));
        }
        let figures = json!({"sequential": used.round_trips, "calls": used.calls, "readUnits": used.read, "writeUnits": used.write});
        let name = sample.title();
        uses.insert(name.strip_suffix("/request").unwrap_or(&name).to_owned(), figures);
    }
    compare(&format!("{:#}\n", Value::Object(uses)));
    assert!(long.is_empty(), "more than {SEQUENTIAL} calls in a row:\n{}", long.join("\n"));
}

/// Under an `Idempotency-Key` an attempt is named before it is counted, and an answer read before act and receipt are
/// written as one.
fn most(sample: &Sample) -> u32 {
    if let Some((_, steps, _)) = LONGER.iter().find(|(title, ..)| *title == sample.title()) {
        return *steps;
    }
    // Who has read what is written down before it is answered.
    let entry = u32::from(sample.operation.spec().audited.is_some());
    entry + if sample.raw()["headers"]["idempotency-key"].is_string() { SEQUENTIAL + 2 } else { SEQUENTIAL }
}

async fn run(world: &World, cast: &Cast, client: &reqwest::Client, sample: &Sample, round: &str) -> InvocationUse {
    let spec = sample.operation.spec();
    let meter = world.local.guard.meter();
    let mut event = loop {
        meter.reset();
        let event = sample.fill(world, cast).await;
        if !is_internal(sample.operation) {
            break event;
        }
        // The platform does the same by itself at this time: only what follows counts.
        world.rest().await;
        // What runs by the clock may have had its turn since, and left nothing to do: then everything once more.
        let had_its_turn = matches!(spec.trigger, Trigger::Every(_)) && meter.snapshot().contains_key(spec.id);
        meter.reset();
        if !had_its_turn {
            break event;
        }
    };
    let name = format!("{round} {}", sample.title());
    event["requestContext"]["requestId"] = name.as_str().into();
    let answer = invoke(client, &world.local.lambda_address.to_string(), &spec.function_name(), &event).await;
    let answer = answer.unwrap_or_else(|error| panic!("{name}: {error}"));
    if is_internal(sample.operation) {
        return meter.snapshot().remove(spec.id).map(|usage| usage.most).unwrap_or_default();
    }
    assert!(sample.expected().contains(&status(&answer)), "{name}: {answer}");
    meter.invocation(&name).unwrap_or_default()
}

fn compare(text: &str) {
    let path = root().join("infra/generated/capacity.json");
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, text).expect("a file");
    }
    let committed: Map<String, Value> =
        serde_json::from_str(&std::fs::read_to_string(&path).unwrap_or_default()).unwrap_or_default();
    let measured: Map<String, Value> = serde_json::from_str(text).expect("our own text");
    let names = |map: &Map<String, Value>| map.keys().cloned().collect::<std::collections::BTreeSet<_>>();
    assert_eq!(names(&measured), names(&committed), "infra/generated/capacity.json (UPDATE=1 writes it)");
    let changed: Vec<_> = measured.iter().filter(|(name, now)| !agrees(name, now, &committed[*name])).collect();
    assert!(changed.is_empty(), "infra/generated/capacity.json is out of date (UPDATE=1 writes it):\n{changed:#?}");
}

/// The same figures; but what a list reads grows with the items of the page, which samples share: it has a ceiling. How
/// many calls are in a row is judged by its limit above, for it depends on what overlaps.
fn agrees(name: &str, now: &Value, written: &Value) -> bool {
    let same = |figure: &str| now[figure] == written[figure];
    let listing = name.contains(".list") || name.contains(".search");
    let reads = now["readUnits"].as_f64() <= written["readUnits"].as_f64();
    // Looking for what lets two people talk reads until it is found, which depends on what else there is.
    if LONGER.iter().any(|(title, most, _)| *title == name && *most > 5) {
        return same("writeUnits");
    }
    same("calls") && same("writeUnits") && (same("readUnits") || (listing && reads))
}
