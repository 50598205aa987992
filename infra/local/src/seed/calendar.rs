//! Visits of the demo, in the state that the demo wants.

use super::{
    Actor,
    visits::{Outcome, Visit},
};
use crate::client::{Answer, ClientError};
use http::Method;
use jiff::{ToSpan, tz::TimeZone};
use medilink_kernel::{Clock, SystemClock};
use serde_json::{Value, json};

/// Days to look for free time in: a working week for whatever day today is.
const AHEAD: i64 = 9;

/// Books a visit, or finds it, and takes the steps that it lacks; gives the consultation that came of it.
pub async fn bring_about(visit: &Visit, doctor: &Actor, patient: &Actor) -> Result<Option<String>, ClientError> {
    let appointment = match find(visit, patient).await? {
        Some(appointment) => appointment,
        None => book(visit, doctor, patient).await?,
    };
    let path = format!("/v1/appointments/{}", appointment["appointmentId"].as_str().unwrap_or_default());
    let step = async |actor: &Actor, step: &str, body: Value| {
        actor.client.call(Method::POST, &format!("{path}/{step}"), &body, None).await?.expected(&[200])
    };
    let status = appointment["status"].as_str().unwrap_or_default();
    if matches!(visit.outcome, Outcome::Cancelled) && status == "requested" {
        step(patient, "cancel", json!({})).await?;
    }
    if matches!(visit.outcome, Outcome::Confirmed | Outcome::Completed(..) | Outcome::NoShow) && status == "requested" {
        step(doctor, "confirm", json!({})).await?;
    }
    if matches!(visit.outcome, Outcome::NoShow) && status != "no_show" {
        step(doctor, "no-show", json!({})).await?;
    }
    let Outcome::Completed(code, diagnosis, notes) = visit.outcome else { return Ok(None) };
    let consultation = match &appointment["consultationId"] {
        Value::String(id) => id.clone(),
        _ => {
            let visited = &appointment["appointmentId"];
            let examination =
                json!({"appointmentId": visited, "diagnoses": [{"code": code, "text": diagnosis}], "notes": notes});
            let key = format!("demo-examine-{}", visited.as_str().unwrap_or_default());
            let answer = doctor
                .client
                .call(Method::POST, "/v1/consultations", &examination, Some(&key))
                .await?
                .expected(&[201])?;
            answer.body["consultationId"].as_str().unwrap_or_default().to_owned()
        }
    };
    if status != "fulfilled" {
        step(doctor, "complete", json!({})).await?;
    }
    Ok(Some(consultation))
}

async fn get(actor: &Actor, path: &str) -> Result<Answer, ClientError> {
    actor.client.call(Method::GET, path, &Value::Null, None).await?.expected(&[200])
}

async fn find(visit: &Visit, patient: &Actor) -> Result<Option<Value>, ClientError> {
    let mine = get(patient, "/v1/appointments?limit=100").await?;
    Ok(mine.body["items"].as_array().into_iter().flatten().find(|a| a["reason"] == visit.reason).cloned())
}

/// Takes the first time that is free for both, from the one that the demo would like.
async fn book(visit: &Visit, doctor: &Actor, patient: &Actor) -> Result<Value, ClientError> {
    let today = SystemClock.now().to_zoned(TimeZone::get("Africa/Algiers").unwrap_or(TimeZone::UTC)).date();
    let last = today.saturating_add(AHEAD.days());
    let doctor_id = doctor.user["doctorId"].as_str().unwrap_or_default();
    let free = get(doctor, &format!("/v1/doctors/{doctor_id}/slots?from={today}&to={last}")).await?;
    let starts: Vec<&str> =
        free.body["slots"].as_array().into_iter().flatten().filter_map(|slot| slot["start"].as_str()).collect();
    let mut answer = free.clone();
    for start in starts.iter().skip(wanted(&starts, visit)) {
        let request = json!({"doctorId": doctor_id, "start": start, "reason": visit.reason});
        answer = patient.client.call(Method::POST, "/v1/appointments", &request, None).await?;
        if !matches!(answer.code(), "slot_taken" | "patient_busy" | "invalid_slot") {
            break;
        }
    }
    Ok(answer.expected(&[201])?.body)
}

/// The place of the wanted start among all: so many days on, so many later.
fn wanted(starts: &[&str], visit: &Visit) -> usize {
    let day = |start: &str| start.get(..10).unwrap_or_default().to_owned();
    let mut days: Vec<String> = starts.iter().map(|start| day(start)).collect();
    days.dedup();
    let wanted = days.get(visit.day).or(days.last()).cloned().unwrap_or_default();
    starts.iter().position(|start| day(start) == wanted).unwrap_or_default() + visit.after
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seed::visits::VISITS;

    #[test]
    fn a_wanted_time_is_so_many_days_and_places_on() {
        let starts = ["2027-03-01T08:00:00Z", "2027-03-01T08:30:00Z", "2027-03-02T08:00:00Z", "2027-03-02T08:30:00Z"];
        let at = |day, after| wanted(&starts, &Visit { day, after, prescriptions: &[], ..VISITS[4] });
        assert_eq!((at(0, 0), at(0, 1), at(1, 1), at(9, 0)), (0, 1, 3, 2));
    }

    #[test]
    fn every_reason_stands_once() {
        for (i, visit) in VISITS.iter().enumerate() {
            assert!(VISITS[..i].iter().all(|other| other.reason != visit.reason), "{}", visit.reason);
        }
    }
}
