use aws_lambda_events::dynamodb::{Event, EventRecord};
use medilink_edge::{Platform, Registered, StreamRecord, follow};
use serde_json::{Value, json};
use std::sync::Arc;

/// Hands a batch of stream records to an operation, in order, and reports where it stopped: that record and those after
/// it come again (`ReportBatchItemFailures`).
pub async fn follow_batch(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    event: Event,
    trace_id: &str,
) -> Value {
    for record in event.records {
        let sequence = record.change.sequence_number.clone();
        let failed = match read(record) {
            Some(record) => follow(platform, operation, record, trace_id).await.is_err(),
            // Without keys there is nothing to follow, now or later.
            None => false,
        };
        if failed {
            return json!({"batchItemFailures": [{"itemIdentifier": sequence}]});
        }
    }
    json!({"batchItemFailures": []})
}

fn read(record: EventRecord) -> Option<StreamRecord> {
    let keys: Value = serde_dynamo::from_item(record.change.keys).ok()?;
    let image = |item: serde_dynamo::Item| if item.is_empty() { None } else { serde_dynamo::from_item(item).ok() };
    Some(StreamRecord {
        pk: keys["pk"].as_str()?.to_owned(),
        sk: keys["sk"].as_str()?.to_owned(),
        new: image(record.change.new_image),
        old: image(record.change.old_image),
    })
}
