//! A record that an operation cannot follow is set aside, seen by an admin and by nobody else, and can be replayed; it
//! blocks nobody meanwhile.

use crate::{
    mails,
    rows::{self, Row},
};
use bytes::Bytes;
use data_encoding::BASE64;
use futures::future::join_all;
use medilink_dynamo::Action;
use medilink_kernel::{Clock, SystemClock};
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, Provider, Registration, World, binaries};
use serde_json::{Value, json};
use std::{os::unix::fs::symlink, path::Path, time::Duration};

const LIST: &str = "/v1/admin/dead-letters";
const FOLLOWER: &str = "notifications.raise_from_registrations";
const NAME: &str = "Zoubida Poison";
const TURNS: usize = 3000;

/// Looks at the list until it is as it should be.
async fn list(admin: &Actor, right: impl Fn(&[Value]) -> bool) -> Vec<Value> {
    let mut items = Vec::new();
    for _ in 0..TURNS {
        items = admin.get(&format!("{LIST}?limit=100")).await.expect(200).items().clone();
        if right(&items) {
            return items;
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("the list stays so: {items:#?}");
}

fn id(letter: &Value) -> &str {
    letter["deadLetterId"].as_str().expect("an id")
}

async fn engine(world: &World, action: Action, request: Value) {
    let reply = world.local.guard.engine().call(action, Bytes::from(request.to_string())).await;
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
}

fn key(number: usize) -> Value {
    json!({"pk": {"S": format!("REG#01JZ00000000000000000000{number:02}")}, "sk": {"S": "-"}})
}

/// Registrations that nobody can read.
async fn poison(world: &World, numbers: std::ops::Range<usize>) {
    for number in numbers {
        let mut item = key(number);
        item["status"] = json!({"S": "rejected"});
        item["registrationId"] = json!({"S": NAME});
        engine(world, Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": item})).await;
    }
}

async fn rejected(world: &World) -> String {
    let registration = Registration::begin(world, "doctor", "Ouali").await;
    registration.hand_in_all().await;
    registration.submit().await.expect(200);
    let path = format!("/v1/admin/registrations/{}/reject", registration.id);
    world.admin().await.post(&path, json!({"reason": "Illisible."})).await.expect(200);
    registration.email.clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn poison_is_set_aside_and_blocks_nobody() {
    const POISONED: usize = 6;
    let world = World::start().await;
    let (admin, patient) = (world.admin().await, world.patient("Amina").await);
    poison(&world, 0..POISONED).await;
    let late = rejected(&world).await;
    world.stranger().post("/v1/password/forgot", json!({"email": patient.email})).await.expect(202);
    // The poisoned follower tries for seconds; another one does not wait for it.
    mails::have_come(&world, &[(patient.email.clone(), "password_reset")]).await;
    let tried = list(&admin, |_| true).await;
    assert!(tried.len() < POISONED, "another follower waits: {tried:?}");
    mails::have_come(&world, &[(late, "registration_rejected")]).await;

    let letters = list(&admin, |items| items.len() == POISONED).await;
    for letter in &letters {
        assert_eq!(
            (letter["operation"].as_str(), letter["family"].as_str(), letter["cause"].as_str()),
            (Some(FOLLOWER), Some("REG"), Some("fault")),
            "{letter}"
        );
        assert_eq!(
            (&letter["table"], &letter["attempts"], &letter["replays"]),
            (&json!(PLATFORM_TABLE), &json!(5), &json!(0))
        );
    }
    says_nothing(&letters, &rows::all(world.local.guard.engine()).await);
    pages(&admin, &letters).await;

    for other in [world.doctor("Kaci").await, patient] {
        other.get(LIST).await.refused(403, "forbidden");
        other.post(&format!("{LIST}/{}/replay", id(&letters[0])), json!({})).await.refused(403, "forbidden");
        other.delete(&format!("{LIST}/{}", id(&letters[0]))).await.refused(403, "forbidden");
    }
    world.stranger().get(LIST).await.refused(401, "unauthenticated");

    // What cannot be mended stays, and says so.
    admin.post(&format!("{LIST}/{}/replay", id(&letters[0])), json!({})).await.expect(202);
    let replayed = |letter: &Value| id(letter) == id(&letters[0]) && letter["replays"] == 1 && letter["attempts"] == 5;
    list(&admin, |items| items.len() == POISONED && items.iter().any(replayed)).await;
    for letter in &letters {
        admin.delete(&format!("{LIST}/{}", id(letter))).await.expect(204);
    }
    list(&admin, <[Value]>::is_empty).await;
    let nothing = format!("{LIST}/dl_{}", "A".repeat(40));
    for gone in [&format!("{LIST}/{}", id(&letters[0])), &nothing, &format!("{LIST}/dl_"), &format!("{LIST}/%00")] {
        admin.delete(gone).await.refused(404, "not_found");
        admin.post(&format!("{gone}/replay"), json!({})).await.refused(404, "not_found");
    }
}

/// Nothing of what the records say is in the list or lies readable in the store.
fn says_nothing(letters: &[Value], rows: &[Row]) {
    assert!(!json!(letters).to_string().contains(NAME));
    let dead: Vec<_> = rows.iter().filter(|row| row.pk.starts_with("DEAD#")).collect();
    assert!(dead.len() >= letters.len());
    for row in dead {
        let sealed = BASE64.decode(row.text("record").as_bytes()).expect("bytes");
        assert!(!sealed.is_empty() && !row.item.to_string().contains(NAME));
        assert!(!sealed.windows(NAME.len()).any(|bytes| bytes == NAME.as_bytes()));
    }
}

/// The list by pages is the list, newest first.
async fn pages(admin: &Actor, letters: &[Value]) {
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = admin.get(&format!("{LIST}?limit=4{cursor}")).await.expect(200);
        seen.extend(page.items().clone());
        match page["nextCursor"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(seen, letters);
    let times: Vec<_> = seen.iter().map(|letter| letter["lastFailedAt"].as_str()).collect();
    assert!(times.iter().rev().is_sorted(), "{times:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_mended_is_replayed_once_however_often_it_is_asked_for() {
    let provider = Provider::start().await;
    let world = World::start_as(|config| config.outside.extend(provider.variables())).await;
    let admin = world.admin().await;
    // As where the account at the mail service has expired.
    provider.answers(Provider::MAILS, &[403, 403]);
    rejected(&world).await;
    rejected(&world).await;
    let letters = list(&admin, |items| items.len() == 2).await;
    for letter in &letters {
        assert_eq!((&letter["cause"], &letter["attempts"]), (&json!("outside_refused"), &json!(1)), "{letter}");
    }
    let replay = |letter: &Value| format!("{LIST}/{}/replay", id(letter));
    let (first, second) = (replay(&letters[0]), replay(&letters[1]));
    let asked = [&first, &first, &second, &first, &second];
    for answer in join_all(asked.map(|path| admin.post(path, json!({})))).await {
        // The first may have been done already.
        assert!(matches!(answer.status, 202 | 404), "{answer}");
    }
    list(&admin, <[Value]>::is_empty).await;
    assert_eq!(provider.received_at(Provider::MAILS).len(), 4, "two that were refused, two that were taken");
    let left = rows::all(world.local.guard.engine()).await;
    assert!(!left.iter().any(|row| row.pk.starts_with("DEAD#")));
}

/// The bootstraps of all domains.
fn bootstraps(folder: &Path) {
    for entry in std::fs::read_dir(binaries()).expect("binaries") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
        if name.starts_with("bootstrap-") && !name.contains('.') {
            symlink(&path, folder.join(name)).expect("a link");
        }
    }
}

/// The registration of this person, turned down.
fn turned_down(user: &str) -> Value {
    let id = "01JZ0000000000000000000077";
    json!({
        "pk": {"S": format!("REG#{id}")}, "sk": {"S": "-"}, "registrationId": {"S": format!("reg_{id}")},
        "userId": {"S": user}, "status": {"S": "rejected"}, "reason": {"S": "Le diplôme est illisible."},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_function_cannot_even_begin_is_set_aside_and_replayed_when_it_can() {
    const MISSING: &str = "bootstrap-notifications";
    let folder = tempfile::tempdir().expect("a folder");
    bootstraps(folder.path());
    let world = World::start_as(|config| config.processes = Some(folder.path().to_owned())).await;
    // What runs by the clock was started with it; what follows streams is when the first record comes.
    std::fs::remove_file(folder.path().join(MISSING)).expect("a link");
    let (admin, applicant) = (world.admin().await, world.patient("Lina").await);
    poison(&world, 0..1).await;
    let item = turned_down(applicant.id());
    engine(&world, Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": item})).await;
    let letters = list(&admin, |items| items.len() == 2).await;
    for letter in &letters {
        assert_eq!((&letter["cause"], &letter["attempts"]), (&json!("function_error"), &json!(5)), "{letter}");
    }
    symlink(binaries().join(MISSING), folder.path().join(MISSING)).expect("a link");
    for letter in &letters {
        admin.post(&format!("{LIST}/{}/replay", id(letter)), json!({})).await.expect(202);
    }
    mails::have_come(&world, &[(applicant.email.clone(), "registration_rejected")]).await;
    // Poison stays, and is now counted by the function itself.
    let counted = |letter: &Value| letter["cause"] == "fault" && letter["attempts"] == 5 && letter["replays"] == 1;
    list(&admin, |items| items.len() == 1 && counted(&items[0])).await;
    assert_eq!(mails::count(&world, &applicant.email, "registration_rejected").await, 1);
}
