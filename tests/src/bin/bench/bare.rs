//! The embedded engine as it comes, without the platform: what our figures are held against.

use crate::load;

use medilink_dynamo::{Engine, bare};
use serde_json::{Value, json};
use std::{path::Path, sync::Arc, time::Instant};

const POOL: &str = "medilink-pool";
const PLATFORM: &str = "medilink-platform";
const TENANT: &str = "T#01JZ0000000000000000000000#";

/// A database file with the platform's tables.
pub async fn prepare(path: &Path) -> Result<(), String> {
    let engine = Engine::open(path).map_err(|e| e.to_string())?;
    medilink_local::tables::ensure(&engine).await
}

/// Transactions a second of the library's engine, durable one by one: the booking's three writes, word for word.
#[expect(clippy::disallowed_methods, reason = "measuring is what the bench is for")]
pub fn bookings(path: &Path, count: usize, threads: usize) -> Result<f64, String> {
    let database = bare::open(path).map_err(|e| e.to_string())?;
    let requests: Vec<dynoxide::actions::transact_write_items::TransactWriteItemsRequest> =
        (0..count).map(|n| serde_json::from_value(booking(n)).map_err(|e| e.to_string())).collect::<Result<_, _>>()?;
    let requests = Arc::new(requests);
    let begun = Instant::now();
    let workers: Vec<_> = (0..threads)
        .map(|first| {
            let (database, requests) = (database.clone(), requests.clone());
            std::thread::spawn(move || {
                for request in requests.iter().skip(first).step_by(threads) {
                    database.transact_write_items(request.clone()).map_err(|e| e.to_string())?;
                }
                Ok::<_, String>(())
            })
        })
        .collect();
    for worker in workers {
        worker.join().map_err(|_| "a worker broke")??;
    }
    Ok(count as f64 / begun.elapsed().as_secs_f64())
}

/// `GetItem` of one item over the library's own HTTP server, by the same load generator.
pub async fn reads(path: &Path, count: usize, connections: usize) -> Result<load::Run, String> {
    let database = bare::open(path).map_err(|e| e.to_string())?;
    let item = json!({"pk": {"S": "USER#bench"}, "sk": {"S": "-"}, "name": {"S": "x".repeat(600)}});
    let put = serde_json::from_value(json!({"TableName": PLATFORM, "Item": item})).map_err(|e| e.to_string())?;
    database.put_item(put).map_err(|e| e.to_string())?;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.map_err(|e| e.to_string())?;
    let address = listener.local_addr().map_err(|e| e.to_string())?;
    let server = tokio::spawn(bare::serve(listener, database));
    let body =
        json!({"TableName": PLATFORM, "Key": {"pk": {"S": "USER#bench"}, "sk": {"S": "-"}}, "ConsistentRead": true})
            .to_string();
    let signed =
        "AWS4-HMAC-SHA256 Credential=local/20270101/local/dynamodb/aws4_request, SignedHeaders=host, Signature=0";
    let headers = [
        ("content-type", "application/x-amz-json-1.0"),
        ("x-amz-target", "DynamoDB_20120810.GetItem"),
        ("authorization", signed),
        ("x-amz-date", "20270101T000000Z"),
    ];
    let run = load::run(address, connections, vec![load::request("POST", "/", &headers, &body); count], 200).await;
    server.abort();
    Ok(run)
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
