use aws_lambda_events::dynamodb::{Event, EventRecord};
use jiff::Timestamp;
use medilink_edge::{Origin, Platform, Registered, StreamRecord, follow};
use medilink_operation::policy::TenantScope;
use serde_dynamo::{AttributeValue, Item};
use serde_json::{Number, Value, json};
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
        // Without keys there is nothing to follow, now or later.
        let Some((origin, record)) = read(record) else { continue };
        if !follow(platform, operation, &origin, record, trace_id).await {
            return json!({"batchItemFailures": [{"itemIdentifier": sequence}]});
        }
    }
    json!({"batchItemFailures": []})
}

/// Sets a record aside that has ended the function itself so many times.
///
/// # Errors
/// Where the store does not take it.
pub async fn set_aside(
    platform: &Arc<Platform>,
    operation: &'static Registered,
    record: EventRecord,
    attempts: u32,
    trace_id: &str,
) -> Result<(), medilink_edge::Failure> {
    let Some((origin, record)) = read(record) else { return Ok(()) };
    medilink_edge::set_aside(platform, operation, &origin, &record, attempts, trace_id).await
}

fn read(record: EventRecord) -> Option<(Origin, StreamRecord)> {
    let keys = plain(AttributeValue::M(record.change.keys.into()));
    let image = |item: Item| if item.is_empty() { None } else { Some(plain(AttributeValue::M(item.into()))) };
    let pk = keys["pk"].as_str()?;
    let (tenant, own) = TenantScope::split(pk).map_or((None, pk), |(tenant, own)| (Some(tenant), own));
    let origin = Origin { event: record.event_id, table: table(record.event_source_arn.as_deref()).to_owned() };
    let record = StreamRecord {
        tenant,
        pk: own.to_owned(),
        sk: keys["sk"].as_str()?.to_owned(),
        at: Timestamp::from_second(record.change.approximate_creation_date_time.timestamp()).ok()?,
        new: image(record.change.new_image),
        old: image(record.change.old_image),
        replays: 0,
    };
    Some((origin, record))
}

/// The table in the ARN of its stream: `arn:aws:dynamodb:...:table/<name>/stream/<label>`.
fn table(arn: Option<&str>) -> &str {
    arn.and_then(|arn| arn.split('/').nth(1)).unwrap_or_default()
}

/// A value without its type tag. Binary becomes an array of numbers, which is how bytes are read back: JSON has none.
fn plain(value: AttributeValue) -> Value {
    let numbers = |bytes: Vec<u8>| bytes.into_iter().map(Value::from).collect();
    // DynamoDB's numbers are JSON's; one that is not is no number of ours.
    let number = |text: String| text.parse::<Number>().map_or(Value::String(text), Value::Number);
    match value {
        AttributeValue::S(text) => Value::String(text),
        AttributeValue::N(text) => number(text),
        AttributeValue::Bool(value) => Value::Bool(value),
        AttributeValue::Null(_) => Value::Null,
        AttributeValue::B(bytes) => numbers(bytes),
        AttributeValue::M(map) => map.into_iter().map(|(name, value)| (name, plain(value))).collect(),
        AttributeValue::L(list) => list.into_iter().map(plain).collect(),
        AttributeValue::Ss(texts) => texts.into_iter().map(Value::String).collect(),
        AttributeValue::Ns(texts) => texts.into_iter().map(number).collect(),
        AttributeValue::Bs(all) => all.into_iter().map(numbers).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_says_whose_it_is_and_where_it_comes_from() {
        let of = |pk: &str| {
            let record = json!({
                "eventID": "e1", "eventName": "INSERT", "awsRegion": "local",
                "eventSourceARN": "arn:aws:dynamodb:local:000000000000:table/medilink-pool/stream/2027",
                "dynamodb": {"Keys": {"pk": {"S": pk}, "sk": {"S": "-"}}, "NewImage": {"pk": {"S": pk}}, "SizeBytes": 1},
            });
            read(serde_json::from_value(record).unwrap()).unwrap()
        };
        let tenant = "01JZ0000000000000000000000";
        let (origin, record) = of(&format!("T#{tenant}#APT"));
        assert_eq!((&*origin.event, &*origin.table), ("e1", "medilink-pool"));
        assert_eq!((record.tenant.map(|t| t.bare()).as_deref(), &*record.pk), (Some(tenant), "APT"));
        assert!(record.new.is_some() && record.old.is_none());
        let (_, record) = of("REG#1");
        assert_eq!((record.tenant, &*record.pk), (None, "REG#1"));
    }

    #[test]
    fn every_kind_of_value_reads_back_and_none_is_lost() {
        #[derive(Debug, PartialEq, serde::Deserialize)]
        struct Secret {
            #[serde(with = "serde_bytes")]
            sealed: Vec<u8>,
            #[serde(default, with = "serde_bytes")]
            pending: Option<Vec<u8>>,
            step: Option<u64>,
        }
        let secret: Vec<(String, AttributeValue)> = vec![
            ("sealed".into(), AttributeValue::B(vec![0, 255])),
            ("pending".into(), AttributeValue::B(vec![7])),
            ("step".into(), AttributeValue::N("18446744073709551615".into())),
        ];
        let read: Secret = serde_json::from_value(plain(AttributeValue::M(secret.into_iter().collect()))).unwrap();
        assert_eq!(read, Secret { sealed: vec![0, 255], pending: Some(vec![7]), step: Some(u64::MAX) });
        let sets = [
            AttributeValue::Ns(vec!["1".into()]),
            AttributeValue::Ss(vec!["a".into()]),
            AttributeValue::Bs(vec![vec![1]]),
        ];
        let list = AttributeValue::L(vec![
            AttributeValue::Null(true),
            AttributeValue::Bool(true),
            AttributeValue::S("x".into()),
        ]);
        let all: Vec<_> = sets.into_iter().chain([list]).map(plain).collect();
        assert_eq!(json!(all), json!([[1], ["a"], [[1]], [null, true, "x"]]));
    }
}
