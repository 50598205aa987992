//! What calls consume: asked for in every request, read from every answer.

use bytes::Bytes;
use serde::Deserialize;
use serde_json::Value;

const ASKED: &str = "ReturnConsumedCapacity";

/// Capacity units that one answer reports for one table.
#[derive(Debug, Deserialize, PartialEq)]
#[serde(rename_all = "PascalCase")]
pub(crate) struct Consumed {
    pub(crate) table_name: String,
    pub(crate) capacity_units: f64,
}

/// The body with the question for its capacity.
pub(crate) fn ask(request: &mut Value, body: Bytes) -> Bytes {
    match request.get(ASKED).and_then(Value::as_str) {
        Some("TOTAL" | "INDEXES") => body,
        Some(_) => {
            request[ASKED] = "TOTAL".into();
            request.to_string().into()
        }
        None => {
            // Cheaper than writing the whole request again.
            let open = body.iter().position(|byte| *byte == b'{').map_or(0, |at| at + 1);
            let rest = &body[open..];
            let empty = rest.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'}');
            let mut asking = Vec::with_capacity(body.len() + 40);
            asking.extend_from_slice(br#"{"ReturnConsumedCapacity":"TOTAL""#);
            if !empty {
                asking.push(b',');
            }
            asking.extend_from_slice(rest);
            asking.into()
        }
    }
}

/// The capacity that an answer reports.
pub(crate) fn consumed(body: &[u8]) -> Vec<Consumed> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Reported {
        One(Consumed),
        Many(Vec<Consumed>),
    }
    #[derive(Deserialize)]
    struct Answer {
        #[serde(rename = "ConsumedCapacity")]
        consumed: Option<Reported>,
    }
    match serde_json::from_slice::<Answer>(body).ok().and_then(|answer| answer.consumed) {
        Some(Reported::One(consumed)) => vec![consumed],
        Some(Reported::Many(consumed)) => consumed,
        None => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn asked(text: &str) -> Value {
        let mut request = serde_json::from_str(text).unwrap();
        serde_json::from_slice(&ask(&mut request, Bytes::copy_from_slice(text.as_bytes()))).unwrap()
    }

    #[test]
    fn every_request_asks() {
        assert_eq!(asked("{}"), json!({ASKED: "TOTAL"}));
        assert_eq!(asked(r#" { "TableName" : "t" }"#), json!({ASKED: "TOTAL", "TableName": "t"}));
        assert_eq!(asked(r#"{"ReturnConsumedCapacity":"NONE"}"#), json!({ASKED: "TOTAL"}));
        assert_eq!(asked(r#"{"ReturnConsumedCapacity":"INDEXES"}"#), json!({ASKED: "INDEXES"}));
    }

    #[test]
    fn one_table_or_several() {
        let one = br#"{"Item":{"a":{"S":"}"}},"ConsumedCapacity":{"TableName":"t","CapacityUnits":0.5}}"#;
        assert_eq!(consumed(one), [Consumed { table_name: "t".to_owned(), capacity_units: 0.5 }]);
        let two =
            br#"{"ConsumedCapacity":[{"TableName":"t","CapacityUnits":4.0},{"TableName":"u","CapacityUnits":2}]}"#;
        assert_eq!(consumed(two).len(), 2);
        assert_eq!(consumed(b"{}"), []);
        assert_eq!(consumed(br#"{"__type":"x"}"#), []);
    }
}
