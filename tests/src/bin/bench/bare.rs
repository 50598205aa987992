//! The embedded engine as it comes, without the platform: what our figures are held against.

use crate::{
    load,
    stored::{PLATFORM, POOL},
    table,
};
use dynoxide::actions::{put_item::PutItemRequest, transact_write_items::TransactWriteItemsRequest};
use medilink_dynamo::{Engine, bare};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::{ops::Range, path::Path, process::Stdio, time::Instant};
use tokio::{
    io::{AsyncBufReadExt, BufReader},
    process::Command,
};

/// The word by which this program is the bare engine's server.
pub const SERVE: &str = "--bare-engine";
const TENANT: &str = "T#01JZ0000000000000000000000#";

/// A database file with the platform's tables.
pub async fn prepare(path: &Path) -> Result<(), String> {
    let engine = Engine::open(path).map_err(|e| e.to_string())?;
    medilink_local::tables::ensure(&engine).await
}

/// Transactions a second of the library's engine, durable one by one: the booking's three writes, word for word.
pub fn bookings(path: &Path, numbers: Range<usize>, threads: usize) -> Result<f64, String> {
    let requests = requests(numbers, booking)?;
    let database = bare::open(path).map_err(|e| e.to_string())?;
    each(threads, requests, move |request: TransactWriteItemsRequest| {
        database.transact_write_items(request).map(drop).map_err(|e| e.to_string())
    })
}

/// Messages a second of the same, durable one by one: the two items of each.
pub fn messages(path: &Path, numbers: Range<usize>, threads: usize) -> Result<f64, String> {
    let requests = requests(numbers, message)?;
    let database = bare::open(path).map_err(|e| e.to_string())?;
    each(threads, requests, move |[claim, message]: [PutItemRequest; 2]| {
        database.put_item(claim).map_err(|e| e.to_string())?;
        database.put_item(message).map(drop).map_err(|e| e.to_string())
    })
}

fn requests<T: DeserializeOwned>(numbers: Range<usize>, request: fn(usize) -> Value) -> Result<Vec<T>, String> {
    numbers.map(|n| serde_json::from_value(request(n)).map_err(|e| e.to_string())).collect()
}

/// Does all of them by so many threads; gives how many a second.
#[expect(clippy::disallowed_methods, reason = "measuring is what the bench is for")]
fn each<T: Send>(
    threads: usize,
    requests: Vec<T>,
    perform: impl Fn(T) -> Result<(), String> + Sync,
) -> Result<f64, String> {
    let count = requests.len();
    let mut shares: Vec<Vec<T>> = (0..threads).map(|_| Vec::new()).collect();
    for (n, request) in requests.into_iter().enumerate() {
        shares[n % threads].push(request);
    }
    let (begun, perform) = (Instant::now(), &perform);
    std::thread::scope(|scope| {
        let workers: Vec<_> =
            shares.into_iter().map(|share| scope.spawn(|| share.into_iter().try_for_each(perform))).collect();
        workers.into_iter().try_for_each(|worker| worker.join().map_err(|_| "a worker broke".to_owned())?)
    })?;
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

/// `GetItem` of the very item that our read is of, over the library's own HTTP server in a process of its own, as ours
/// is; by the same load generator.
pub async fn reads(path: &Path, item: &Value, count: usize, connections: usize) -> Result<load::Run, String> {
    let database = bare::open(path).map_err(|e| e.to_string())?;
    let put = serde_json::from_value(json!({"TableName": PLATFORM, "Item": item})).map_err(|e| e.to_string())?;
    database.put_item(put).map_err(|e| e.to_string())?;
    drop(database);
    let this = std::env::current_exe().map_err(|e| e.to_string())?;
    let mut server = Command::new(this);
    let mut server = server.arg(SERVE).arg(path).stdout(Stdio::piped()).kill_on_drop(true).spawn();
    let server = server.as_mut().map_err(|e| e.to_string())?;
    let mut said = String::new();
    BufReader::new(server.stdout.take().ok_or("no output")?).read_line(&mut said).await.map_err(|e| e.to_string())?;
    let address = said.trim().parse().map_err(|_| "the bare engine does not serve")?;
    let body =
        json!({"TableName": PLATFORM, "Key": {"pk": item["pk"], "sk": item["sk"]}, "ConsistentRead": true}).to_string();
    let signed =
        "AWS4-HMAC-SHA256 Credential=local/20270101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let headers = [
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", "DynamoDB_20120810.GetItem"),
        ("authorization", signed),
        ("x-amz-date", "20270101T000000Z"),
    ];
    Ok(load::run(address, connections, vec![load::request("POST", "/", &headers, &body); count], 200).await)
}

/// Serves a database by the library's own HTTP server, saying where.
pub async fn serve(path: &Path) -> Result<(), String> {
    let database = bare::open(path).map_err(|e| e.to_string())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|e| e.to_string())?;
    table::line(&listener.local_addr().map_err(|e| e.to_string())?.to_string());
    bare::serve(listener, database).await;
    Ok(())
}

fn booking(n: usize) -> Value {
    let (day, cell) = (n / 96, (n % 96) * 3);
    let cells: Vec<String> = (cell..cell + 3).map(|c| c.to_string()).collect();
    let date = format!("day-{day:06}");
    let id = format!("{n:026}");
    let hold = |table: &str, pk: String, sk: String, reference: bool| {
        let set = if reference { "SET #r = :r " } else { "" };
        let mut update = json!({
            "TableName": table,
            "Key": {"pk": {"S": pk}, "sk": {"S": sk}},
            "UpdateExpression": format!("{set}ADD #b :c"),
            "ConditionExpression": "(NOT contains(#b, :0)) AND (NOT contains(#b, :1)) AND (NOT contains(#b, :2))",
            "ExpressionAttributeNames": {"#b": "busy"},
            "ExpressionAttributeValues": {":c": {"NS": cells}, ":0": {"N": cells[0]}, ":1": {"N": cells[1]}, ":2": {"N": cells[2]}},
        });
        if reference {
            update["ExpressionAttributeNames"]["#r"] = json!(format!("a_{id}"));
            update["ExpressionAttributeValues"][":r"] = json!({"S": "01JZ0000000000000000000000|20270301T0800"});
        }
        json!({"Update": update})
    };
    let appointment = json!({
        "pk": {"S": format!("{TENANT}APT")}, "sk": {"S": format!("{date}#{cell:03}#{id}")},
        "appointmentId": {"S": id}, "doctorId": {"S": "doc_01JZ0000000000000000000000"}, "patientId": {"S": "usr_01JZ0000000000000000000000"},
        "start": {"S": "2027-03-01T08:00:00Z"}, "end": {"S": "2027-03-01T08:15:00Z"}, "status": {"S": "requested"}, "reason": {"S": "bench"},
        "history": {"L": [{"M": {"at": {"S": "2027-03-01T08:00:00Z"}, "status": {"S": "requested"}, "by": {"S": "patient"}}}]},
    });
    json!({"TransactItems": [
        hold(POOL, format!("{TENANT}DAY#01JZ0000000000000000000000"), date.clone(), false),
        hold(PLATFORM, format!("P#{:026}#", n % 16), format!("DAY#{date}#{}", n % 96), true),
        {"Put": {"TableName": POOL, "Item": appointment, "ConditionExpression": "attribute_not_exists(pk)"}},
    ]})
}

/// What notes that a message is under way, and the message.
fn message(n: usize) -> Value {
    let put = |pk: String, sk: String, members: Value| {
        let mut item = members;
        item["pk"] = json!({"S": pk});
        item["sk"] = json!({"S": sk});
        json!({"TableName": PLATFORM, "Item": item, "ConditionExpression": "attribute_not_exists(pk)"})
    };
    let (conversation, number) = (n % 100, n / 100);
    json!([
        put(format!("SENT#{conversation}#{number}"), "-".into(), json!({"after": {"N": number.to_string()}})),
        put(
            format!("CNV#{conversation}"),
            format!("M#{number:020}"),
            json!({
                "messageId": {"S": format!("msg_{n:026}")}, "number": {"N": number.to_string()}, "text": {"S": "1234567"},
                "from": {"S": "usr_01JZ0000000000000000000000"}, "clientId": {"S": format!("12345678-{n}")},
                "sentAt": {"S": "2027-03-01T08:00:00Z"}, "written": {"L": [{"N": "1"}, {"N": "0"}]},
            })
        ),
    ])
}
