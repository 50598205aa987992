use serde_json::{Value, json};

/// A record of a change, as a table's stream brings it to a function. Items are in DynamoDB's JSON; their keys are those
/// of `new`.
pub fn change(table: &str, old: &Value, new: &Value) -> Value {
    let arn = format!("arn:aws:dynamodb:local:000000000000:table/{table}/stream/2027-03-01T00:00:00.000");
    let change = json!({
        "ApproximateCreationDateTime": 1803888000.0, "SequenceNumber": "1", "SizeBytes": 1,
        "StreamViewType": "NEW_AND_OLD_IMAGES", "Keys": {"pk": new["pk"], "sk": new["sk"]}, "OldImage": old, "NewImage": new,
    });
    json!({"Records": [{
        "eventID": "late", "eventName": "MODIFY", "eventVersion": "1.1", "eventSource": "aws:dynamodb",
        "awsRegion": "local", "eventSourceARN": arn, "dynamodb": change,
    }]})
}
