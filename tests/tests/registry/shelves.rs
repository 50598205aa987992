//! What samples of catalogues speak of: files that were sent, compared, brought into force.

use crate::cast::{Cast, facts};
use crate::talking::bare;
use medilink_catalogues::SAMPLES;
use medilink_testkit::{Actor, Answer, World, book, confirm, examine};
use serde_json::{Value, json};

/// The members of a state by its name.
pub async fn shelf(world: &World, cast: &Cast, name: &str) -> Option<Value> {
    let admin = cast.get("admin")?;
    Some(match name {
        "sent" => imported(admin, &specialties(admin).await),
        "compared" => {
            let import = specialties(admin).await;
            admin.compare_import(&import).await;
            imported(admin, &import)
        }
        "stocked" => {
            in_force(world, admin, "medicines").await;
            json!({"medicine": "904-13A011-09", "typed": "amoxy"})
        }
        "warned" => {
            in_force(world, admin, "medicines").await;
            // Somebody of whom no other sample has noted anything.
            warned(&world.patient("Lina").await, cast.get("doctor")?).await
        }
        "labelled" => {
            in_force(world, admin, "diagnoses").await;
            admin.put("/v1/admin/diagnoses/J03.9/labels", json!({"fr": "Angine"})).await.expect(200);
            json!({"code": "J03.9", "range": "J00-J99", "typed": "tonsil"})
        }
        "replaced" => {
            let first =
                admin.import("specialties", "one.csv", b"code,ar,fr,en\ncardiology,x,Cardiologie,Cardiology\n").await;
            let (name, bytes) = sample("specialties");
            admin.import("specialties", name, bytes).await;
            json!({"editionId": first["editionId"]})
        }
        _ => return None,
    })
}

fn sample(kind: &str) -> (&'static str, &'static [u8]) {
    let sample = SAMPLES.iter().find(|sample| sample.kind.as_str() == kind).expect("a sample");
    (sample.name, sample.bytes)
}

async fn specialties(admin: &Actor) -> String {
    let (name, bytes) = sample("specialties");
    admin.send_file("specialties", name, bytes).await
}

fn imported(admin: &Actor, import: &str) -> Value {
    let mut all = facts(admin);
    all["importId"] = import.into();
    all["import"] = bare(import).into();
    all
}

/// Imports the sample of a catalogue that has no edition.
async fn in_force(world: &World, admin: &Actor, kind: &str) {
    let catalogues = world.admin().await.get("/v1/admin/catalogues").await.expect(200);
    let empty = |catalogue: &&Value| catalogue["kind"] == kind && catalogue["current"].is_null();
    if catalogues.items().iter().find(empty).is_some() {
        let (name, bytes) = sample(kind);
        admin.import(kind, name, bytes).await;
    }
}

/// A patient takes amoxicillin, and a second box of it is about to be prescribed.
async fn warned(patient: &Actor, doctor: &Actor) -> Value {
    let appointment = book(patient, doctor, 0).await;
    confirm(doctor, &appointment).await;
    let consultation = examine(doctor, &appointment).await;
    issue(doctor, &consultation, "904-13A011-09").await.expect(201);
    let refused = issue(doctor, &consultation, "905-13A012-16").await.refused(409, "warnings_unanswered");
    json!({"consultationId": consultation, "warning": refused["warnings"][0]["id"]})
}

async fn issue(doctor: &Actor, consultation: &str, code: &str) -> Answer {
    let line = json!({"medication": {"name": "Amoxicilline", "code": code}, "dose": "1", "frequency": "2", "durationDays": 6,
        "quantity": 12});
    doctor.post("/v1/prescriptions", json!({"consultationId": consultation, "items": [line]})).await
}
