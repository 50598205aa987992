//! Steps of the main journey that other tests begin from.

use crate::{Actor, Answer};
use jiff::{ToSpan, tz::TimeZone};
use medilink_kernel::{Clock, SystemClock};
use serde_json::{Value, json};

/// Two lines of a prescription: 20 and 9 units.
pub fn medicines() -> Value {
    json!([
        {"medication": {"name": "Amoxicilline 1 g"}, "dose": "1 comprimé", "frequency": "2 fois par jour", "durationDays": 10, "quantity": 20},
        {"medication": {"name": "باراسيتامول 500 ملغ"}, "dose": "قرص", "frequency": "3 مرات في اليوم", "durationDays": 3, "quantity": 9,
            "instructions": "بعد الأكل"},
    ])
}

/// The free times of a doctor over the next week, but for the next two hours: none becomes past under a test.
pub async fn slots(doctor: &Actor) -> Vec<Value> {
    let today = SystemClock.now().to_zoned(TimeZone::UTC).date();
    let last = today.saturating_add(7.days());
    let path = format!("/v1/doctors/{}/slots?from={today}&to={last}", doctor.doctor_id());
    doctor.get(&path).await.expect(200)["slots"].as_array().into_iter().flatten().skip(4).cloned().collect()
}

/// Asks for the doctor's n-th free time.
pub async fn request(patient: &Actor, doctor: &Actor, nth: usize) -> Answer {
    let slots = slots(doctor).await;
    let slot = slots.get(nth).unwrap_or_else(|| panic!("only {} free times", slots.len()));
    let booking = json!({"doctorId": doctor.doctor_id(), "start": slot["start"], "reason": "Douleur thoracique"});
    patient.post("/v1/appointments", booking).await
}

/// Books the doctor's n-th free time; gives the appointment's id.
pub async fn book(patient: &Actor, doctor: &Actor, nth: usize) -> String {
    request(patient, doctor, nth).await.expect(201).text("appointmentId")
}

/// The doctor confirms.
pub async fn confirm(doctor: &Actor, appointment: &str) -> Answer {
    doctor.post(&format!("/v1/appointments/{appointment}/confirm"), json!({})).await.expect(200)
}

/// The doctor examines; gives the consultation's id.
pub async fn examine(doctor: &Actor, appointment: &str) -> String {
    let findings = json!({"appointmentId": appointment, "diagnoses": [{"code": "J03.9", "text": "Angine aiguë"}], "notes": "Fièvre 38,7 °C"});
    doctor.post("/v1/consultations", findings).await.expect(201).text("consultationId")
}

/// The doctor prescribes [`medicines`]; gives the prescription with its code.
pub async fn prescribe(doctor: &Actor, consultation: &str) -> Answer {
    doctor.post("/v1/prescriptions", json!({"consultationId": consultation, "items": medicines()})).await.expect(201)
}

/// Everything from booking to a prescription.
pub async fn treat(patient: &Actor, doctor: &Actor) -> Answer {
    let appointment = book(patient, doctor, 0).await;
    confirm(doctor, &appointment).await;
    let consultation = examine(doctor, &appointment).await;
    prescribe(doctor, &consultation).await
}

/// The pharmacist claims by the code; gives the claim token.
pub async fn claim(pharmacist: &Actor, prescription: &Answer) -> String {
    let code = json!({"payload": prescription["qr"]["payload"]});
    pharmacist.post("/v1/prescriptions/claim", code).await.expect(200).text("claimToken")
}

/// The holder hands out `quantities` of the lines in their order; nothing of a line that has 0.
pub async fn dispense(pharmacist: &Actor, prescription: &Answer, claim: &str, quantities: &[u32]) -> Answer {
    let lines = prescription["items"].as_array().into_iter().flatten().zip(quantities);
    let items: Vec<_> =
        lines.filter(|(_, q)| **q > 0).map(|(line, q)| json!({"itemId": line["itemId"], "quantity": q})).collect();
    let path = format!("/v1/prescriptions/{}/dispense", prescription.text("prescriptionId"));
    pharmacist.post(&path, json!({"claimToken": claim, "items": items})).await
}
