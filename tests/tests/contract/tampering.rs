//! Whoever tampers with the audit trail in the store itself is found out.

use medilink_audit::chain::{BEGINNING, hash};
use medilink_audit::records::LinkRecord;
use medilink_dynamo::Action;
use medilink_kernel::{Clock, Sha256Hex, SystemClock};
use medilink_local::audit::{Fault, Finding, Report, verify, verify_engine};
use medilink_operation::policy::PLATFORM_TABLE;
use medilink_testkit::{Actor, World, journey::treat};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// The trail of one practice.
struct Trail {
    world: World,
    chain: String,
}

type Item = Value;

impl Trail {
    /// Begins one of eight entries, each with its line.
    async fn begin() -> Self {
        let world = World::start().await;
        let (doctor, patient) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"));
        let prescription = treat(&patient, &doctor).await.text("prescriptionId");
        for _ in 0..4 {
            doctor.get(&format!("/v1/prescriptions/{prescription}")).await.expect(200);
        }
        let trail = Self { chain: bare(&doctor), world };
        for _ in 0..1500 {
            let items = trail.items().await;
            if items.keys().filter(|key| key.starts_with("OPENED#")).count() == 8 && trail.links().await.len() == 8 {
                return trail;
            }
            SystemClock.sleep(Duration::from_millis(20)).await;
        }
        panic!("no trail of eight entries");
    }

    async fn verify(&self) -> Report {
        let platform = &self.world.local.platform;
        // Late enough for every line to be there.
        let now = self.world.clock.now() + jiff::SignedDuration::from_hours(1);
        verify_engine(self.world.local.guard.engine(), &platform.secret, now).await.expect("a report")
    }

    async fn findings(&self) -> Vec<(u64, Fault)> {
        let report = self.verify().await;
        assert!(report.findings.iter().all(|finding| finding.chain == self.chain), "{report}");
        report.findings.iter().map(|Finding { seq, fault, .. }| (*seq, *fault)).collect()
    }

    async fn call(&self, action: Action, request: Value) -> Value {
        let reply = self.world.local.guard.engine().call(action, request.to_string().into()).await;
        assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
        serde_json::from_slice(&reply.body).expect("JSON")
    }

    async fn items(&self) -> BTreeMap<String, Item> {
        let page = self.call(Action::Scan, json!({"TableName": PLATFORM_TABLE, "ConsistentRead": true})).await;
        assert!(page["LastEvaluatedKey"].is_null(), "one page");
        let key = |item: &Item| format!("{} {}", item["pk"]["S"], item["sk"]["S"]).replace('"', "");
        page["Items"].as_array().into_iter().flatten().map(|item| (key(item), item.clone())).collect()
    }

    async fn links(&self) -> Vec<Item> {
        let partition = format!("TRAIL#{} ", self.chain);
        self.items().await.into_iter().filter(|(key, _)| key.starts_with(&partition)).map(|(_, item)| item).collect()
    }

    async fn put(&self, item: &Item) {
        self.call(Action::PutItem, json!({"TableName": PLATFORM_TABLE, "Item": item})).await;
    }

    async fn delete(&self, item: &Item) {
        let key = json!({"pk": item["pk"], "sk": item["sk"]});
        self.call(Action::DeleteItem, json!({"TableName": PLATFORM_TABLE, "Key": key})).await;
    }

    async fn head(&self) -> Item {
        self.items().await.remove(&format!("CHAIN#{} -", self.chain)).expect("a head")
    }

    /// Signs the heads, as happens every day.
    async fn sign(&self) {
        let url =
            format!("http://{}/2015-03-31/functions/audit-sign_heads/invocations", self.world.local.lambda_address);
        let answer = reqwest::Client::new().post(url).body("{}").send().await.expect("an answer");
        assert!(!answer.headers().contains_key("x-amz-function-error"));
    }
}

fn bare(doctor: &Actor) -> String {
    doctor.tenant_id().trim_start_matches("ten_").to_owned()
}

/// A link made anew, with its place, over another one before it.
fn forged(chain: &str, item: &Item, seq: u64, prev: Sha256Hex) -> (Item, Sha256Hex) {
    let plain: LinkRecord =
        serde_dynamo::from_item(serde_json::from_value::<serde_dynamo::Item>(item.clone()).expect("an item"))
            .expect("a link");
    let own = hash(chain, seq, &prev, &plain.entry);
    let text = |hash: Sha256Hex| json!({"S": serde_json::to_value(hash).expect("a text")});
    let mut item = item.clone();
    item["sk"] = json!({"S": format!("{seq:012}")});
    item["seq"] = json!({"N": seq.to_string()});
    (item["prev"], item["hash"]) = (text(prev), text(own));
    (item, own)
}

fn hash_of(item: &Item) -> Sha256Hex {
    serde_json::from_value(item["hash"]["S"].clone()).expect("a hash")
}

#[tokio::test]
async fn a_changed_removed_swapped_or_inserted_entry_is_found_and_named() {
    let trail = Trail::begin().await;
    let (links, head) = (trail.links().await, trail.head().await);
    let report = trail.verify().await;
    assert_eq!((report.findings.as_slice(), report.waiting), (&[][..], 0), "{report}");
    assert!(report.links >= 8 && report.chains >= 1, "{report}");
    // The same from the state folder, beside the platform at work.
    let beside = verify(trail.world.data(), trail.world.clock.now()).await.expect("a report");
    assert_eq!(beside, report);

    // Changed: every part of an entry.
    for (member, value) in
        [("trace", json!({"S": "other"})), ("user", links[7]["owner"].clone()), ("address", json!({"S": "10.0.0.1"}))]
    {
        let mut changed = links[2].clone();
        changed[member] = value;
        trail.put(&changed).await;
        assert_eq!(trail.findings().await, [(3, Fault::Changed)], "{member}");
        trail.put(&links[2]).await;
    }
    // Changed, with its hash made anew: the next link gives it away.
    let mut changed = links[2].clone();
    changed["trace"] = json!({"S": "other"});
    let before = hash_of(&links[1]);
    trail.put(&forged(&trail.chain, &changed, 3, before).0).await;
    assert_eq!(trail.findings().await, [(3, Fault::Changed)]);
    trail.put(&links[2]).await;

    // Removed: it is named by what is left of it elsewhere.
    trail.delete(&links[4]).await;
    let report = trail.verify().await;
    let found = &report.findings[0];
    assert_eq!((report.findings.len(), found.seq, found.fault), (1, 5, Fault::Removed), "{report}");
    assert_eq!(found.entry.map(|id| id.to_string()).as_deref(), links[4]["id"]["S"].as_str());
    trail.put(&links[4]).await;
    // From the end, the head tells.
    for gone in &links[6..] {
        trail.delete(gone).await;
    }
    assert_eq!(trail.findings().await, [(7, Fault::Removed), (8, Fault::Removed)]);
    for gone in &links[6..] {
        trail.put(gone).await;
    }

    // Swapped.
    let (mut one, mut other) = (links[1].clone(), links[5].clone());
    (one["sk"], other["sk"]) = (links[5]["sk"].clone(), links[1]["sk"].clone());
    trail.put(&one).await;
    trail.put(&other).await;
    assert_eq!(trail.findings().await, [(2, Fault::Swapped), (6, Fault::Swapped)]);
    trail.put(&links[1]).await;
    trail.put(&links[5]).await;

    // Inserted: a good link of what never was, with the head moved on.
    let mut invented = links[7].clone();
    invented["id"] = json!({"S": "acc_01JZ0000000000000000000000"});
    let (link, end) = forged(&trail.chain, &invented, 9, hash_of(&links[7]));
    let mut moved = head.clone();
    moved["seq"] = json!({"N": "9"});
    moved["hash"] = json!({"S": serde_json::to_value(end).expect("a text")});
    trail.put(&link).await;
    trail.put(&moved).await;
    assert_eq!(trail.findings().await, [(9, Fault::Inserted)]);
    trail.delete(&link).await;
    trail.put(&head).await;

    // The copies.
    let items = trail.items().await;
    let (_, copy) =
        items.iter().find(|(key, item)| key.starts_with("ACCESS#") && item["id"] == links[3]["id"]).expect("a copy");
    let mut changed = copy.clone();
    changed["operation"] = json!({"S": "other.operation"});
    trail.put(&changed).await;
    assert_eq!(trail.findings().await, [(4, Fault::Copy)]);
    trail.put(copy).await;
    let (_, line) =
        items.iter().find(|(key, item)| key.starts_with("OPENED#") && item["id"] == links[3]["id"]).expect("a line");
    trail.delete(line).await;
    assert!(matches!(trail.findings().await[..], [(4, Fault::Line(_))]));
    trail.put(line).await;
    assert_eq!(trail.findings().await, []);
}

#[tokio::test]
async fn what_was_signed_cannot_be_cut_or_written_anew() {
    let trail = Trail::begin().await;
    trail.sign().await;
    let (links, head, items) = (trail.links().await, trail.head().await, trail.items().await);
    assert_eq!(trail.findings().await, []);
    let published = trail.world.stranger().get("/v1/audit/heads?limit=100").await.expect(200);
    let shown = published.items().iter().find(|head| head["chain"] == trail.chain).expect("a published head");
    assert_eq!((&shown["seq"], &shown["hash"]), (&json!(8), &links[7]["hash"]["S"]));
    assert_eq!(published["keys"][0]["kid"], shown["kid"]);

    // The tail is cut, and everything that tells of it: the signed head still does.
    let tail: Vec<_> = links[6..].iter().map(|link| link["id"].clone()).collect();
    let of_tail: Vec<_> = items.values().filter(|item| tail.contains(&item["id"])).collect();
    for item in &of_tail {
        trail.delete(item).await;
    }
    let mut shorter = head.clone();
    (shorter["seq"], shorter["hash"]) = (json!({"N": "6"}), links[5]["hash"].clone());
    trail.put(&shorter).await;
    assert_eq!(trail.findings().await, [(7, Fault::Removed), (8, Fault::Removed)]);
    for item in &of_tail {
        trail.put(item).await;
    }
    trail.put(&head).await;
    assert_eq!(trail.findings().await, []);

    // The whole chain is written anew, with another first entry, and all copies as well.
    let (mut prev, mut anew) = (BEGINNING, Vec::new());
    for (number, link) in (1..).zip(&links) {
        let mut link = link.clone();
        if number == 1 {
            link["address"] = json!({"S": "10.0.0.1"});
        }
        let (link, own) = forged(&trail.chain, &link, number, prev);
        anew.push(link);
        prev = own;
    }
    for link in &anew {
        trail.put(link).await;
    }
    for item in items.values().filter(|item| item["id"] == links[0]["id"] && item["hash"].is_null()) {
        let mut item = item.clone();
        item["address"] = json!({"S": "10.0.0.1"});
        trail.put(&item).await;
    }
    let mut new_head = head.clone();
    new_head["hash"] = anew[7]["hash"].clone();
    trail.put(&new_head).await;
    assert_eq!(trail.findings().await, [(8, Fault::Rewritten)]);
    // Even with a head that somebody signed otherwise.
    let partition = items.keys().find(|key| key.starts_with("HEADS#") && key.contains(&trail.chain)).expect("signed");
    let mut signed = items[partition].clone();
    signed["hash"] = anew[7]["hash"].clone();
    trail.put(&signed).await;
    assert_eq!(trail.findings().await, [(8, Fault::Signature)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_reads_at_once_make_one_chain_without_gaps() {
    let world = World::start().await;
    let (doctor, patient) = tokio::join!(world.doctor("Kaci"), world.patient("Amina"));
    let path = format!("/v1/prescriptions/{}", treat(&patient, &doctor).await.text("prescriptionId"));
    futures::future::join_all((0..200).map(|_| async { doctor.get(&path).await.expect(200) })).await;
    let trail = Trail { chain: bare(&doctor), world };
    for _ in 0..1500 {
        if trail.links().await.len() == 204 {
            let lines = trail.items().await.into_keys().filter(|key| key.starts_with("OPENED#")).count();
            if lines == 204 {
                assert_eq!(trail.findings().await, []);
                return;
            }
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("{} links", trail.links().await.len());
}
