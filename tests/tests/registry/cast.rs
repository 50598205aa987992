//! Who takes part: somebody of every role, all of one practice or its pharmacy.

use medilink_kernel::Role;
use medilink_testkit::{Actor, World};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Somebody of every role, and a second patient.
pub struct Cast {
    people: BTreeMap<&'static str, Actor>,
}

impl Cast {
    /// A cast in a practice of the isolation `pool` or `silo`.
    pub async fn gather(world: &World, isolation: &str) -> Self {
        let (doctor, pharmacist, laboratory, patient, neighbour) = tokio::join!(
            world.doctor_in("Hadj", isolation),
            world.pharmacist(),
            world.laboratory(),
            world.patient("Amina"),
            world.patient("Karim"),
        );
        let (nurse, receptionist, auditor, analyst, registrar) = tokio::join!(
            world.staff(&doctor, "nurse"),
            world.staff(&doctor, "receptionist"),
            world.official("auditor"),
            world.official("analyst"),
            world.official("civil_authority"),
        );
        let people = [
            (Role::Patient, patient),
            (Role::Doctor, doctor),
            (Role::Nurse, nurse),
            (Role::Pharmacist, pharmacist),
            (Role::LabTechnician, laboratory),
            (Role::Receptionist, receptionist),
            (Role::Admin, world.admin().await),
            (Role::Auditor, auditor),
            (Role::Analyst, analyst),
            (Role::CivilAuthority, registrar),
        ];
        let mut people: BTreeMap<_, _> = people.into_iter().map(|(role, actor)| (role.as_str(), actor)).collect();
        people.insert("neighbour", neighbour);
        Self { people }
    }

    /// The same with a patient who has no past.
    pub async fn with_another_patient(mut self, world: &World) -> Self {
        self.people.insert(Role::Patient.as_str(), world.patient("Amina").await);
        self
    }

    /// Somebody by role, or the `neighbour`.
    pub fn get(&self, name: &str) -> Option<&Actor> {
        self.people.get(name)
    }

    /// Somebody of this role.
    pub fn of(&self, role: Role) -> &Actor {
        &self.people[role.as_str()]
    }
}

/// What is known of an actor.
pub fn facts(actor: &Actor) -> Value {
    let user = &actor.login["user"];
    json!({
        "token": actor.login["accessToken"], "refreshToken": actor.login["refreshToken"], "email": actor.email,
        "password": actor.password, "id": user["userId"], "tenantId": user["tenantId"], "doctorId": user["doctorId"],
    })
}
