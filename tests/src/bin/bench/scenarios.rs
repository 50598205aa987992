//! What is measured: requests rendered before the run, each valid once.

use crate::load;
use futures::future::join_all;
use medilink_testkit::{Actor, Api, claim, slots, treat};
use serde_json::{Value, json};

/// One measured operation.
pub struct Scenario {
    /// Its name in the table.
    pub name: &'static str,
    /// The requests.
    pub requests: Vec<Vec<u8>>,
    /// The status that each should get.
    pub status: u16,
}

/// Who and what there is to measure with.
pub struct World {
    doctors: Vec<(Actor, Vec<Value>)>,
    patients: Vec<Actor>,
    pharmacist: Actor,
    held: Vec<(String, Value)>,
}

/// Registers people and prepares prescriptions through the API.
pub async fn prepare(api: &Api) -> World {
    let mut doctors = Vec::new();
    for name in ["Haddad", "Brahimi", "Saidi"] {
        let doctor = api.doctor(name).await;
        doctors.push(doctor);
    }
    let patients = join_all((0..60).map(|_| api.patient("Amina"))).await;
    let pharmacist = api.pharmacist().await;
    let mut held = Vec::new();
    for n in 0..100 {
        let prescription = treat(&patients[n % patients.len()], &doctors[0]).await;
        let token = claim(&pharmacist, &prescription).await;
        let path = format!("/v1/prescriptions/{}/dispense", prescription.text("prescriptionId"));
        let line = &prescription["items"][0]["itemId"];
        held.push((path, json!({"claimToken": token, "items": [{"itemId": line, "quantity": 1}]})));
    }
    let mut open = Vec::new();
    for doctor in doctors {
        let slots = month(&doctor).await;
        open.push((doctor, slots));
    }
    World { doctors: open, patients, pharmacist, held }
}

async fn month(doctor: &Actor) -> Vec<Value> {
    let near = slots(doctor).await;
    let first =
        near.last().and_then(|slot| slot["start"].as_str()).and_then(|at| at.get(..10)).unwrap_or_default().to_owned();
    let from: jiff::civil::Date = first.parse().unwrap_or_default();
    let to = from.saturating_add(jiff::ToSpan::days(30));
    let path = format!("/v1/doctors/{}/slots?from={from}&to={to}", doctor.doctor_id());
    doctor.get(&path).await.expect(200)["slots"].as_array().cloned().unwrap_or_default()
}

fn render(actor: &Actor, method: &str, path: &str, body: &str) -> Vec<u8> {
    let token = format!("Bearer {}", actor.login["accessToken"].as_str().unwrap_or_default());
    load::request(method, path, &[("authorization", &token), ("content-type", "application/json")], body)
}

impl World {
    /// The scenarios in the order in which they run.
    pub fn scenarios(&self) -> Vec<Scenario> {
        let patient = self.reader();
        let reads = |name, path: &str, count| Scenario {
            name,
            requests: vec![render(patient, "GET", path, ""); count],
            status: 200,
        };
        let of_a_long_life = render(self.with_a_long_life(), "GET", "/v1/records", "");
        let (doctor, slots) = &self.doctors[0];
        let day = slots.first().and_then(|s| s["start"].as_str()).and_then(|s| s.get(..10)).unwrap_or_default();
        let date: jiff::civil::Date = day.parse().unwrap_or_default();
        let month = format!(
            "/v1/doctors/{}/slots?from={date}&to={}",
            doctor.doctor_id(),
            date.saturating_add(jiff::ToSpan::days(30))
        );
        vec![
            reads("health (no operation)", "/v1/health", 20_000),
            reads("read one item", "/v1/me", 20_000),
            reads("search doctors", "/v1/doctors", 5_000),
            reads("slots of a month", &month, 1_000),
            Scenario { name: "book", requests: self.bookings(), status: 201 },
            reads("own appointments", "/v1/appointments", 2_000),
            Scenario { name: "time line of 5,000", requests: vec![of_a_long_life; 2_000], status: 200 },
            Scenario { name: "dispense", requests: self.dispensings(), status: 200 },
        ]
    }

    /// Who reads one item.
    pub fn reader(&self) -> &Actor {
        &self.patients[0]
    }

    /// Who has been examined more often than others.
    pub fn with_a_long_life(&self) -> &Actor {
        &self.patients[1]
    }

    fn bookings(&self) -> Vec<Vec<u8>> {
        let longest = self.doctors.iter().map(|(_, slots)| slots.len()).min().unwrap_or_default();
        let mut requests = Vec::new();
        for n in 0..longest.min(1_000) {
            for (d, (doctor, slots)) in self.doctors.iter().enumerate() {
                let patient = &self.patients[(n * self.doctors.len() + d) % self.patients.len()];
                let body = json!({"doctorId": doctor.doctor_id(), "start": slots[n]["start"], "reason": "bench"});
                requests.push(render(patient, "POST", "/v1/appointments", &body.to_string()));
            }
        }
        requests
    }

    fn dispensings(&self) -> Vec<Vec<u8>> {
        let each = |(path, body): &(String, Value)| render(&self.pharmacist, "POST", path, &body.to_string());
        // Ten units of each, one at a time, spread so that few meet on one prescription.
        (0..10).flat_map(|_| self.held.iter().map(each)).collect()
    }
}
