//! A patient with a long past. It is written past the API, while the server is down: who wanted to examine somebody five
//! thousand times would wait long for one row.

use crate::stored::{PLATFORM, POOL, Stored};
use jiff::{Timestamp, ToSpan};
use medilink_dynamo::Action;
use medilink_testkit::Actor;
use serde_json::json;

/// So many consultations.
const ENTRIES: i64 = 5_000;
/// So many of them are one write, each with its line in the patient's index.
const AT_ONCE: usize = 12;

/// Repeats the patient's latest consultation, an hour earlier each time.
pub async fn write(stored: &Stored, patient: &Actor) -> Result<(), String> {
    let bare = patient.id().rsplit('_').next().unwrap_or_default();
    let line = stored.first(PLATFORM, &format!("P#{bare}#"), "REC#CON#").await?;
    let practice = line["tenantId"]["S"].as_str().and_then(|id| id.rsplit('_').next()).unwrap_or_default();
    let id = line["id"]["S"].as_str().unwrap_or_default();
    let consultation = stored.first(POOL, &format!("T#{practice}#CON#{id}"), "-").await?;
    let at: Timestamp = line["at"]["S"].as_str().unwrap_or_default().parse().map_err(|_| "a line without its time")?;
    let numbers: Vec<i64> = (1..=ENTRIES).collect();
    for some in numbers.chunks(AT_ONCE) {
        let (mut lines, mut consultations) = (Vec::new(), Vec::new());
        for n in some {
            let (mut line, mut consultation) = (line.clone(), consultation.clone());
            let (id, at) = (format!("01JZ{n:022}"), at.saturating_sub(n.hours()).map_err(|e| e.to_string())?);
            line["sk"]["S"] = format!("REC#CON#{:020}#{id}", at.as_second()).into();
            line["id"]["S"] = id.as_str().into();
            line["at"]["S"] = at.to_string().into();
            consultation["pk"]["S"] = format!("T#{practice}#CON#{id}").into();
            consultation["consultationId"]["S"] = format!("con_{id}").into();
            lines.push(json!({"PutRequest": {"Item": line}}));
            consultations.push(json!({"PutRequest": {"Item": consultation}}));
        }
        let request = json!({"RequestItems": {PLATFORM: lines, POOL: consultations}});
        stored.call(Action::BatchWriteItem, request).await?;
    }
    Ok(())
}
