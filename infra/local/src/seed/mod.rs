//! Demo data, made through the public API alone at the first start.
//!
//! Every step looks at what is there or carries a fixed `Idempotency-Key`: a start that was cut is finished by the next.

mod calendar;
mod catalogues;
pub mod documents;
mod founding;
mod people;
mod pharmacy;
mod visits;

use crate::client::{Client, ClientError};
use http::Method;
use medilink_kernel::Email;
use people::{ADMIN, FOUNDERS, PATIENTS};
use serde_json::{Value, json};
use std::path::Path;

const MARKER: &str = "demo-seeded";
/// Where the pharmacy stands among the founders.
const PHARMACY: usize = 2;

/// The demo's admin.
pub fn admin() -> (Email, &'static str) {
    let (address, password) = ADMIN;
    (Email::new(address).unwrap_or_else(|| unreachable!("a constant address")), password)
}

/// Who may sign in, for showing.
pub fn accounts() -> Value {
    let (address, password) = ADMIN;
    let line = |role: &str, person: &people::Person| json!({"role": role, "email": person.email, "password": person.password, "name": person.name()});
    let mut lines = vec![json!({"role": "admin", "email": address, "password": password, "name": "MediLink Admin"})];
    lines.extend(FOUNDERS.iter().map(|founder| line(founder.role(), &founder.person)));
    lines.extend(PATIENTS.iter().map(|patient| line("patient", &patient.person)));
    Value::Array(lines)
}

/// Whether demo data was not made yet, or not to its end.
pub fn needed(data: &Path) -> bool {
    !data.join(MARKER).exists()
}

/// Makes the demo data of the platform at `url`, whose state is in `data`.
///
/// # Errors
/// With the call that did not go as it had to.
pub async fn run(url: &str, data: &Path) -> Result<(), String> {
    make(url).await.map_err(|e| format!("demo data: {e}"))?;
    std::fs::write(data.join(MARKER), "").map_err(|e| format!("{}: {e}", data.join(MARKER).display()))
}

async fn make(url: &str) -> Result<(), ClientError> {
    let anyone = Client::new(url);
    let (admin, _) = anyone.signed_in(ADMIN.0, ADMIN.1).await?;
    catalogues::bring_about(&admin).await?;
    let founded =
        futures::future::try_join_all(FOUNDERS.iter().map(|founder| founding::found(&anyone, &admin, founder)));
    let registered = futures::future::try_join_all(PATIENTS.iter().map(|patient| register(&anyone, patient)));
    let (founders, patients) = futures::try_join!(founded, registered)?;
    for visit in visits::VISITS {
        let doctor = &founders[visit.doctor];
        let patient = &patients[visit.patient];
        let Some(consultation) = calendar::bring_about(visit, doctor, patient).await? else { continue };
        for (number, prescription) in visit.prescriptions.iter().enumerate() {
            pharmacy::bring_about(prescription, &consultation, number, doctor, &founders[PHARMACY]).await?;
        }
    }
    Ok(())
}

/// Somebody signed in.
struct Actor {
    client: Client,
    user: Value,
}

async fn register(anyone: &Client, patient: &people::Patient) -> Result<Actor, ClientError> {
    let person = &patient.person;
    // Taken: by this very registration, more than a day ago.
    let key = format!("demo-register-{}", person.email);
    anyone
        .call(Method::POST, "/v1/registrations/patients", &patient.form(), Some(&key))
        .await?
        .expected(&[201, 409])?;
    let (client, user) = anyone.signed_in(person.email, person.password).await?;
    Ok(Actor { client, user })
}
