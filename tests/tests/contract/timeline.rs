//! The patient's record as one time line.

use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{
    Actor, World, book, claim, confirm, dispense, examine,
    journey::{prescribe, treat},
};
use serde_json::{Value, json};
use std::time::Duration;

/// The time line once it has so many lines.
async fn records(patient: &Actor, query: &str, count: usize) -> Vec<Value> {
    for _ in 0..1500 {
        let list = patient.get(&format!("/v1/records?limit=100{query}")).await.expect(200);
        if list.items().len() >= count {
            assert_eq!(list.items().len(), count, "{list}");
            return list.items().to_vec();
        }
        SystemClock.sleep(Duration::from_millis(20)).await;
    }
    panic!("no {count} lines for {query}");
}

fn kinds(lines: &[Value]) -> Vec<&str> {
    lines.iter().map(|line| line["kind"].as_str().unwrap_or_default()).collect()
}

/// What a time line has to be in: its newest first.
fn in_order(lines: &[Value]) -> bool {
    lines.windows(2).all(|two| two[0]["at"].as_str() >= two[1]["at"].as_str())
}

#[tokio::test]
async fn one_time_line_shows_what_all_practices_and_pharmacies_keep() {
    let world = World::start().await;
    let (kaci, haddad, pharmacist) =
        tokio::join!(world.doctor("Kaci"), world.doctor_in("Haddad", "silo"), world.pharmacist());
    let (patient, other) = tokio::join!(world.patient("Amina"), world.patient("Karim"));
    let prescription = treat(&patient, &kaci).await;
    let token = claim(&pharmacist, &prescription).await;
    dispense(&pharmacist, &prescription, &token, &[12, 0]).await.expect(200);
    dispense(&pharmacist, &prescription, &token, &[8, 9]).await.expect(200);
    let appointment = book(&patient, &haddad, 3).await;
    confirm(&haddad, &appointment).await;
    let consultation = examine(&haddad, &appointment).await;
    let second = prescribe(&haddad, &consultation).await;
    book(&other, &haddad, 5).await;

    let lines = records(&patient, "", 8).await;
    assert!(in_order(&lines), "{lines:?}");
    let count = |kind: &str| kinds(&lines).iter().filter(|other| **other == kind).count();
    assert_eq!(["appointment", "consultation", "prescription", "dispensing"].map(count), [2, 2, 2, 2]);
    let find = |kind: &str, id: &str| {
        lines.iter().find(|line| line["kind"] == kind && line["recordId"] == id).expect("a line").clone()
    };
    let visit = find("appointment", &appointment);
    assert_eq!((&visit["status"], &visit["tenantId"]), (&json!("in_consultation"), &json!(haddad.tenant_id())));
    let examined = find("consultation", &consultation);
    assert_eq!(examined["lines"], json!([{"text": "Angine aiguë", "code": "J03.9"}]));
    assert!(examined["doctorName"].as_str().is_some_and(|name| name.contains("Haddad")), "{examined}");
    let prescribed = find("prescription", &second.text("prescriptionId"));
    assert_eq!(prescribed["lines"][0], json!({"text": "Amoxicilline 1 g", "quantity": 20}));
    assert!(prescribed["practice"].is_string());
    let id = prescription.text("prescriptionId");
    let handed: Vec<_> =
        lines.iter().filter(|line| line["kind"] == "dispensing").map(|line| line["lines"].clone()).collect();
    let one = json!([{"text": "Amoxicilline 1 g", "quantity": 12}]);
    assert!(handed.contains(&one) && handed.iter().any(|lines| lines.as_array().is_some_and(|it| it.len() == 2)));
    let dispensed = find("dispensing", &id);
    assert_eq!(
        (&dispensed["pharmacyId"], &dispensed["tenantId"]),
        (&json!(pharmacist.tenant_id()), &json!(kaci.tenant_id()))
    );
    assert!(dispensed["pharmacy"].is_string());

    // Pages of any length are the same line.
    for limit in [1, 3, 5] {
        let (mut read, mut cursor) = (Vec::new(), String::new());
        loop {
            let page = patient.get(&format!("/v1/records?limit={limit}{cursor}")).await.expect(200);
            assert!(page.items().len() <= limit);
            read.extend(page.items().to_vec());
            let Some(next) = page["nextCursor"].as_str() else { break };
            cursor = format!("&cursor={next}");
        }
        assert_eq!(read, lines, "{limit}");
    }
    // By kind, by practice, by time.
    assert_eq!(kinds(&records(&patient, "&kind=dispensing", 2).await), ["dispensing"; 2]);
    records(&patient, &format!("&tenant={}", haddad.tenant_id()), 3).await;
    let newest = lines[0]["at"].as_str().unwrap_or_default();
    let before = records(&patient, &format!("&to={newest}"), 8 - at(&lines, newest)).await;
    assert!(before.iter().all(|line| line["at"].as_str() < Some(newest)));
    records(&patient, &format!("&from={newest}"), at(&lines, newest)).await;
    patient.get(&format!("/v1/records?from={newest}&to={newest}")).await.refused(400, "invalid_input");
    // It is the patient's alone.
    records(&other, "", 1).await;
    kaci.get("/v1/records").await.refused(403, "forbidden");
    // An appointment that has moved is there once, at its new time.
    let slots = medilink_testkit::slots(&haddad).await;
    let later = slots[9]["start"].clone();
    let visit =
        other.get("/v1/appointments").await.expect(200)["items"][0]["appointmentId"].as_str().expect("one").to_owned();
    other.post(&format!("/v1/appointments/{visit}/reschedule"), json!({"start": later})).await.expect(200);
    let moved = records(&other, "", 1).await;
    assert_eq!((&moved[0]["at"], &moved[0]["recordId"]), (&later, &json!(visit)));
}

fn at(lines: &[Value], instant: &str) -> usize {
    lines.iter().filter(|line| line["at"].as_str() == Some(instant)).count()
}
