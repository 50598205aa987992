use crate::{Actor, Registration};
use medilink_local::client::Client;
use serde_json::json;
use std::sync::atomic::{AtomicU32, Ordering};
use tokio::sync::OnceCell;

/// Everybody's password.
pub const PASSWORD: &str = "Correct-Horse-2026";
/// The admin's address.
pub(crate) const ADMIN: &str = "admin@testkit.example";

/// A platform at an address, and the actors who use it.
pub struct Api {
    /// Where it answers.
    pub url: String,
    /// A client of nobody.
    pub anyone: Client,
    admin: OnceCell<Actor>,
    people: AtomicU32,
}

impl Api {
    /// The platform at this address.
    pub fn new(url: &str) -> Self {
        Self { url: url.to_owned(), anyone: Client::new(url), admin: OnceCell::new(), people: AtomicU32::new(0) }
    }

    /// Somebody without a token.
    pub fn stranger(&self) -> Actor {
        Actor::stranger(&self.anyone)
    }

    /// The admin.
    pub async fn admin(&self) -> Actor {
        self.admin.get_or_init(|| Actor::signed_in(&self.anyone, ADMIN, PASSWORD)).await.clone()
    }

    /// A number that nobody has had here.
    pub(crate) fn number(&self) -> u32 {
        self.people.fetch_add(1, Ordering::Relaxed)
    }

    /// Registers a patient with this given name, and signs in.
    pub async fn patient(&self, first_name: &str) -> Actor {
        let number = self.number();
        let email = format!("patient-{number}@testkit.example");
        let form = json!({
            "firstName": first_name, "lastName": "Benali", "email": email, "password": PASSWORD,
            "phone": format!("+21366{number:07}"), "gender": "female", "dateOfBirth": "1990-05-14",
        });
        self.stranger().post("/v1/registrations/patients", form).await.expect(201);
        Actor::signed_in(&self.anyone, &email, PASSWORD).await
    }

    /// A doctor in a pooled practice of their own, open day and night, half an hour a visit.
    pub async fn doctor(&self, last_name: &str) -> Actor {
        self.doctor_in(last_name, "pool").await
    }

    /// The same with the isolation `pool` or `silo`.
    pub async fn doctor_in(&self, last_name: &str, isolation: &str) -> Actor {
        let doctor = Registration::begin(self, "doctor", last_name).await.found(isolation).await;
        doctor.put("/v1/schedule/working-hours", day_and_night(30)).await.expect(200);
        doctor
    }

    /// A pharmacist in a pharmacy of their own.
    pub async fn pharmacist(&self) -> Actor {
        Registration::begin(self, "pharmacist", "Meziane").await.found("pool").await
    }

    /// A laboratory technician in a laboratory of their own.
    pub async fn laboratory(&self) -> Actor {
        Registration::begin(self, "laboratory", "Hamdi").await.found("pool").await
    }
}

/// Working hours without a break.
pub(crate) fn day_and_night(minutes: u32) -> serde_json::Value {
    let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    let weekly: Vec<_> = days.into_iter().map(|day| json!({"day": day, "from": "00:00", "to": "24:00"})).collect();
    json!({"timeZone": "Africa/Algiers", "slotMinutes": minutes, "weekly": weekly})
}
