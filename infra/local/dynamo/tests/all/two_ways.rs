//! The store reaches an engine in its own process straight, any other by the SDK: both ways must tell the same.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::common::SERVER_KEY;
use medilink_dynamo::{Action, Engine, Fault, Guard, PolicyDocument, Statement, serve};
use medilink_kernel::{OsEntropy, SystemClock};
use medilink_operation::policy::{PLATFORM_TABLE, TenantScope};
use medilink_store::{
    Condition, Endpoint, Item, Key, KeyAttributes, Query, Session, Store, StoreError, TableDefinition, Transaction,
    Update,
};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Record {
    text: String,
    number: i64,
    yes: bool,
    list: Vec<Option<String>>,
    map: BTreeMap<String, f64>,
}

fn record(number: i64) -> Record {
    let map = BTreeMap::from([("half".to_owned(), 0.5)]);
    Record { text: "\"é\"\n".into(), number, yes: true, list: vec![Some("a".into()), None], map }
}

fn policy(operation: &str, _: &[TenantScope]) -> Option<PolicyDocument> {
    let table = format!("arn:aws:dynamodb:*:*:table/{PLATFORM_TABLE}");
    match operation {
        "test.all" => Some(PolicyDocument::new(vec![Statement::allow(["dynamodb:*"], ["*"])])),
        "test.reader" => Some(PolicyDocument::new(vec![Statement::allow(["dynamodb:GetItem"], [table])])),
        _ => None,
    }
}

async fn guard() -> Arc<Guard> {
    let engine = Arc::new(Engine::memory().unwrap());
    let attribute = |name: &str| serde_json::json!({"AttributeName": name, "AttributeType": "S"});
    let schema = |pk: &str, sk: &str| serde_json::json!([{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]);
    let attributes = ["pk", "sk", "gsi1pk", "gsi1sk"].map(attribute);
    let request = serde_json::json!({
        "TableName": PLATFORM_TABLE, "BillingMode": "PAY_PER_REQUEST", "KeySchema": schema("pk", "sk"),
        "AttributeDefinitions": attributes,
        "GlobalSecondaryIndexes": [{"IndexName": "gsi1", "KeySchema": schema("gsi1pk", "gsi1sk"),
            "Projection": {"ProjectionType": "KEYS_ONLY"}}],
    });
    let reply = engine.call(Action::CreateTable, request.to_string().into()).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    Arc::new(Guard::new(engine, policy))
}

/// What a run tells, without the marks, which are of chance.
struct Told(Vec<String>);

impl Told {
    fn add(&mut self, what: impl std::fmt::Debug) {
        self.0.push(format!("{what:?}"));
    }

    fn item(&mut self, item: Option<&Item>) {
        self.add(item.map(|item| item.iter().filter(|(name, _)| *name != "w").collect::<BTreeMap<_, _>>()));
    }

    fn error(&mut self, tag: &str, error: &StoreError) {
        match error {
            StoreError::Condition { tags, .. } => self.add(tags),
            other => self.add(other),
        }
        self.item(error.found(tag));
    }
}

fn key(n: usize) -> Key {
    Key::new("A", format!("{n:03}"))
}

async fn everything(guard: &Guard, session: &Session, reader: &Session) -> Vec<String> {
    let (all, mut told) = (session.platform(), Told(Vec::new()));
    all.put("new", &key(1), &record(1), Condition::new_item()).await.unwrap();
    told.add(all.get::<Record>(&key(1)).await.unwrap());
    told.add(all.get::<Record>(&key(2)).await.unwrap());
    told.error("again", &all.put("again", &key(1), &record(2), Condition::new_item()).await.unwrap_err());
    let update = Update::new().add("number", 4).add_numbers("cells", &[1, 2]).remove("spare").put("gone", None::<&str>);
    told.item(Some(&all.update("change", &key(1), update).await.unwrap()));
    let update = Update::new().set("text", "x").when(Condition::default().lacks_numbers("cells", &[2]));
    told.error("taken", &all.update("taken", &key(1), update).await.unwrap_err());

    let mut many = Transaction::new();
    for n in 2..40 {
        let mut item = serde_json::to_value(record(n as i64)).unwrap();
        item["gsi1pk"] = "I".into();
        item["gsi1sk"] = format!("{:03}", 100 - n).into();
        many = many.put(&all, "put", &key(n), &item, Condition::new_item());
    }
    session.transact(many.clone()).await.unwrap();
    let mixed = Transaction::new()
        .check(&all, "there", &key(1), Condition::item_exists())
        .update(&all, "update", &key(2), Update::new().add("number", 1).when(Condition::default().equals("number", 9)))
        .delete(&all, "delete", &key(3), Condition::new_item())
        .put(&all, "put", &key(90), &record(90), Condition::default());
    let error = session.transact(mixed).await.unwrap_err();
    told.error("update", &error);
    told.error("delete", &error);
    guard.faults().force(Action::TransactWriteItems, Fault::LostReply);
    session.transact(Transaction::new().put(&all, "put", &key(91), &record(91), Condition::new_item())).await.unwrap();
    guard.faults().force(Action::TransactWriteItems, Fault::Conflict);
    session.transact(Transaction::new().delete(&all, "delete", &key(91), Condition::item_exists())).await.unwrap();

    for fault in [Fault::LostReply, Fault::LostRequest, Fault::Throttled] {
        guard.faults().force(Action::PutItem, fault);
        all.put("lost", &key(92), &record(92), Condition::new_item()).await.unwrap();
        all.delete(&key(92)).await.unwrap();
        guard.faults().force(Action::UpdateItem, fault);
        told.item(Some(&all.update("lost", &key(2), Update::new().add("number", 1)).await.unwrap()));
    }

    guard.faults().force(Action::BatchGetItem, Fault::Unprocessed);
    let keys: Vec<_> = (0..50).map(key).collect();
    told.add(all.get_many::<Record>(&keys).await.unwrap());
    let mut query = Query::partition("A").between("003", "030").newest_first().limit(10);
    loop {
        let page = all.query::<Record>(query.clone()).await.unwrap();
        told.add(&page);
        let Some(next) = page.next else { break };
        query = query.after(Some(next));
    }
    let index = Query::index("I").begins("09").limit(4);
    let page = all.query_keys(index.clone()).await.unwrap();
    told.add(&page);
    told.add(all.query_keys(index.after(page.next)).await.unwrap());

    told.add(reader.platform().get::<Record>(&key(1)).await.unwrap());
    told.add(reader.platform().delete(&key(1)).await.unwrap_err());
    told.add(all.put("empty", &Key::only(""), &record(1), Condition::default()).await.unwrap_err());
    told.0
}

async fn tables(session: &Session) -> Vec<String> {
    let mut told = Told(Vec::new());
    let key = |partition: &str, sort: &str| KeyAttributes { partition: partition.into(), sort: sort.into() };
    let definition = TableDefinition {
        key: key("pk", "sk"),
        indexes: vec![("gsi1".to_owned(), key("gsi1pk", "gsi1sk"))],
        expiry: Some("ttl".to_owned()),
        stream: true,
    };
    let table = session.tenant_table("ten_01JZ0000000000000000000000".parse().unwrap());
    told.add(table.state().await.unwrap());
    for _ in 0..2 {
        told.add(table.create(&definition).await);
    }
    told.add(table.state().await.unwrap());
    for _ in 0..2 {
        told.add(table.expire_by("ttl").await);
    }
    for _ in 0..2 {
        told.add(table.delete().await);
    }
    told.add(table.state().await.unwrap());
    told.0
}

async fn run(guard: &Guard, endpoint: Endpoint) -> Vec<String> {
    let store = Store::open(endpoint, Arc::new(SystemClock), Arc::new(OsEntropy));
    let (all, reader) = (store.session("test.all", "one"), store.session("test.reader", "two"));
    let mut told = everything(guard, &all, &reader).await;
    told.extend(tables(&all).await);
    told
}

#[tokio::test]
async fn straight_and_by_the_sdk_are_the_same() {
    let (near, far) = (guard().await, guard().await);
    let straight = run(&near, Endpoint::InProcess(near.clone())).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let server = tokio::spawn(serve(listener, far.clone(), SERVER_KEY.into()));
    let by_sdk = run(&far, Endpoint::Http { url, key: SERVER_KEY.into() }).await;
    server.abort();
    for (straight, by_sdk) in straight.iter().zip(&by_sdk) {
        assert_eq!(straight, by_sdk);
    }
    assert_eq!(straight.len(), by_sdk.len());
}
