//! What has changed in a table, for those who follow it. The protocol's `GetRecords` gives everybody everything and reads
//! every image for it; here a record is picked by its partition key before anything else of it is read.

use dynoxide::{DynoxideError, storage::Storage};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

/// Records that are looked at in one go, wanted or not.
const LOOKED_AT: usize = 1000;
/// The library's table, by the index that [`crate::Engine`] adds.
const AFTER: &str = "SELECT CAST(sequence_number AS INTEGER), keys_json, event_id, event_name, created_at, \
    user_identity, new_image, old_image FROM _stream_records \
    WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) > ?2 \
    ORDER BY CAST(sequence_number AS INTEGER) LIMIT ?3";
const LAST: &str =
    "SELECT COALESCE(MAX(CAST(sequence_number AS INTEGER)), 0) FROM _stream_records WHERE table_name = ?1";

/// The stream of a table.
#[derive(Debug, Clone)]
pub struct Stream {
    /// The table.
    pub table: String,
    /// The stream's ARN, by which a record says where it comes from.
    pub arn: String,
}

/// One change of an item.
#[derive(Debug)]
pub struct Change {
    /// Its number in the stream: microseconds of the clock, or more where two fall together; later ones are greater.
    pub number: i64,
    /// The partition key of the item.
    pub pk: String,
    /// The record as an event source mapping hands it to a function, in JSON; what stands in the file, and is no JSON,
    /// where that does not read.
    pub record: String,
}

/// What follows a number in a stream.
#[derive(Debug)]
pub struct Changes {
    /// What was wanted, in order.
    pub wanted: Vec<Change>,
    /// The number up to which nothing is left that is wanted.
    pub through: i64,
    /// Whether more may follow already.
    pub more: bool,
}

/// The records that follow a number and that are wanted by their partition key, at most so many.
pub(crate) fn after(
    storage: &Storage,
    stream: &Stream,
    number: i64,
    most: usize,
    wants: impl Fn(&str) -> bool,
) -> Result<Changes, DynoxideError> {
    let mut statement = storage.conn().prepare_cached(AFTER)?;
    let mut rows = statement.query((&stream.table, number, LOOKED_AT as i64))?;
    let mut changes = Changes { wanted: Vec::new(), through: number, more: false };
    let mut looked_at = 0;
    while let Some(row) = rows.next()? {
        let (number, keys): (i64, String) = (row.get(0)?, row.get(1)?);
        let pk = serde_json::from_str::<Keys>(&keys).map_err(unreadable)?.pk.text;
        if wants(&pk) {
            if changes.wanted.len() == most {
                changes.more = true;
                return Ok(changes);
            }
            let raw = Raw {
                number,
                keys,
                event_id: row.get(2)?,
                event_name: row.get(3)?,
                created_at: row.get(4)?,
                identity: row.get(5)?,
                new: row.get(6)?,
                old: row.get(7)?,
            };
            // One that does not read is handed over as it is: who follows sets it aside, and goes on.
            let record = raw.record(stream).unwrap_or_else(|_| raw.text());
            changes.wanted.push(Change { number, pk, record });
        }
        changes.through = number;
        looked_at += 1;
    }
    changes.more = looked_at == LOOKED_AT;
    Ok(changes)
}

/// The number of the last record of a table's stream; 0 where there is none.
pub(crate) fn last(storage: &Storage, table: &str) -> Result<i64, DynoxideError> {
    Ok(storage.conn().query_row(LAST, [table], |row| row.get(0))?)
}

/// A row, as it stands in the file.
struct Raw {
    number: i64,
    keys: String,
    event_id: Option<String>,
    event_name: String,
    created_at: i64,
    identity: Option<String>,
    new: Option<String>,
    old: Option<String>,
}

impl Raw {
    fn record(&self, stream: &Stream) -> serde_json::Result<String> {
        let (new, old) = (self.new.as_deref(), self.old.as_deref());
        serde_json::to_string(&Record {
            event_id: self.event_id.clone().unwrap_or_else(|| self.number.to_string()),
            event_name: &self.event_name,
            event_version: "1.1",
            event_source: "aws:dynamodb",
            aws_region: "local",
            event_source_arn: &stream.arn,
            user_identity: self.identity.as_deref().map(serde_json::from_str).transpose()?,
            dynamodb: Images {
                approximate_creation_date_time: self.created_at as f64,
                size_bytes: new.into_iter().chain(old).map(str::len).sum::<usize>() + self.keys.len(),
                keys: serde_json::from_str(&self.keys)?,
                new_image: serde_json::from_str(new.unwrap_or("{}"))?,
                old_image: serde_json::from_str(old.unwrap_or("{}"))?,
                sequence_number: self.number.to_string(),
                stream_view_type: "NEW_AND_OLD_IMAGES",
            },
        })
    }

    fn text(&self) -> String {
        [Some(&self.keys), self.new.as_ref(), self.old.as_ref()]
            .into_iter()
            .flatten()
            .map(|text| format!("{text}\n"))
            .collect()
    }
}

fn unreadable(error: serde_json::Error) -> DynoxideError {
    DynoxideError::InternalServerError(format!("a stream record does not read: {error}"))
}

#[derive(Deserialize)]
struct Keys {
    pk: Text,
}

#[derive(Deserialize)]
struct Text {
    #[serde(rename = "S")]
    text: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    #[serde(rename = "eventID")]
    event_id: String,
    event_name: &'a str,
    event_version: &'a str,
    event_source: &'a str,
    aws_region: &'a str,
    dynamodb: Images<'a>,
    #[serde(rename = "eventSourceARN")]
    event_source_arn: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    user_identity: Option<&'a RawValue>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Images<'a> {
    approximate_creation_date_time: f64,
    keys: &'a RawValue,
    new_image: &'a RawValue,
    old_image: &'a RawValue,
    sequence_number: String,
    size_bytes: usize,
    stream_view_type: &'a str,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn storage(records: &[(&str, &str)]) -> Storage {
        let storage = Storage::memory().unwrap();
        for (n, (table, pk)) in records.iter().enumerate() {
            let keys = format!(r#"{{"pk":{{"S":"{pk}"}},"sk":{{"S":"-"}}}}"#);
            let number = (n + 1).to_string();
            let image = Some(r#"{"a":{"N":"1"}}"#);
            storage.insert_stream_record(table, "INSERT", &keys, image, None, &number, "shard", 7).unwrap();
        }
        storage
    }

    fn stream() -> Stream {
        Stream { table: "t".into(), arn: "arn:t".into() }
    }

    #[test]
    fn what_is_wanted_comes_in_order_and_the_rest_is_passed() {
        let storage = storage(&[("t", "A#1"), ("t", "B#1"), ("other", "A#9"), ("t", "A#2"), ("t", "B#2")]);
        let read = |number, most| {
            let changes = after(&storage, &stream(), number, most, |pk| pk.starts_with("A#")).unwrap();
            let pks: Vec<_> = changes.wanted.iter().map(|change| change.pk.clone()).collect();
            (pks.join(" "), changes.through, changes.more)
        };
        assert_eq!(read(0, 9), ("A#1 A#2".into(), 5, false));
        assert_eq!(read(0, 1), ("A#1".into(), 2, true));
        assert_eq!(read(4, 9), (String::new(), 5, false));
        assert_eq!(read(5, 9), (String::new(), 5, false));
        assert_eq!((last(&storage, "t").unwrap(), last(&storage, "none").unwrap()), (5, 0));
    }

    #[test]
    fn no_more_are_looked_at_in_one_go_than_may_be() {
        let many = storage(&vec![("t", "B"); LOOKED_AT + 1]);
        let changes = after(&many, &stream(), 0, 9, |pk| pk == "A").unwrap();
        assert_eq!((changes.through, changes.more), (LOOKED_AT as i64, true));
    }

    #[test]
    fn a_record_that_does_not_read_is_handed_over_as_it_is_and_keeps_nobody_waiting() {
        let storage = storage(&[("t", "A#1")]);
        let keys = r#"{"pk":{"S":"A#2"},"sk":{"S":"-"}}"#;
        storage.insert_stream_record("t", "INSERT", keys, Some("{\"a\":"), None, "2", "shard", 7).unwrap();
        storage.insert_stream_record("t", "INSERT", keys, Some("{}"), None, "3", "shard", 7).unwrap();
        let changes = after(&storage, &stream(), 0, 9, |_| true).unwrap();
        let reads = |change: &Change| serde_json::from_str::<serde_json::Value>(&change.record).is_ok();
        assert_eq!(changes.wanted.iter().map(reads).collect::<Vec<_>>(), [true, false, true]);
        assert!(changes.wanted[1].record.contains("{\"a\":"));
    }

    #[test]
    fn a_record_is_what_a_function_is_handed() {
        let changes = after(&storage(&[("t", "A")]), &stream(), 0, 9, |_| true).unwrap();
        let record: serde_json::Value = serde_json::from_str(&changes.wanted[0].record).unwrap();
        let change = &record["dynamodb"];
        assert_eq!((&record["eventName"], &record["eventSourceARN"]), (&"INSERT".into(), &"arn:t".into()));
        assert_eq!((&change["NewImage"]["a"]["N"], &change["OldImage"]), (&"1".into(), &serde_json::json!({})));
        assert_eq!((&change["SequenceNumber"], &change["Keys"]["pk"]["S"]), (&"1".into(), &"A".into()));
    }
}
