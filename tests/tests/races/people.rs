//! Accounts that are opened, and sign-ins that are carried on.

use crate::{call::Call, journal::Journal, rows::Row};
use futures::future::join_all;
use medilink_testkit::{Actor, Answer, PASSWORD};
use serde_json::json;
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
};

/// Opens an account with this address.
pub async fn register(journal: &Journal, stranger: &Actor, email: &str) -> bool {
    let form = json!({
        "firstName": "Sara", "lastName": "Ziani", "email": email, "password": PASSWORD, "phone": "+213661102030",
        "gender": "female", "dateOfBirth": "1988-02-29",
    });
    journal.make(Call::post(stranger, "/v1/registrations/patients", form)).await.is_some()
}

/// Every account that was acknowledged is there, once, and signs in; nobody else has one.
pub async fn are_there_once(journal: &Journal, rows: &[Row], stranger: &Actor, domain: &str) {
    let mut acknowledged = BTreeSet::new();
    for (call, answer) in journal.done("patients") {
        let email = call.body["email"].as_str().unwrap_or_default().to_owned();
        assert!(acknowledged.insert((email, answer.text("userId"))), "{answer}");
    }
    for family in ["USER", "EMAIL"] {
        let accounts = rows.iter().filter(|row| row.part(0) == family);
        let email = |row: &Row| if family == "EMAIL" { row.part(1).to_owned() } else { row.text("email").to_owned() };
        let accounts = accounts.map(|row| (email(row), row.text("userId").to_owned()));
        let there: BTreeSet<_> = accounts.filter(|(email, _)| email.ends_with(domain)).collect();
        assert_eq!(there, acknowledged, "{family}");
    }
    let one = acknowledged.first().expect("somebody has registered");
    assert_eq!(Actor::signed_in(&stranger.client, &one.0, PASSWORD).await.id(), one.1);
}

/// Sign-ins of this person that are not over.
pub fn families(rows: &[Row], user: &str) -> usize {
    rows.iter().filter(|row| row.part(0) == "SES" && row.text("userId") == user).count()
}

/// A sign-in whose client refreshes all the time, several times at once.
pub struct Session {
    stranger: Actor,
    user: String,
    token: Mutex<String>,
}

impl Session {
    pub fn of(stranger: &Actor, person: &Actor) -> Self {
        let token = person.login["refreshToken"].as_str().unwrap_or_default().to_owned();
        Self { stranger: stranger.clone(), user: person.id().to_owned(), token: Mutex::new(token) }
    }

    /// So many requests with one token: they get the same successor. False where the platform was cut.
    pub async fn turn(&self, journal: &Journal, at_once: usize) -> bool {
        let answers = join_all((0..at_once).map(|_| journal.make(self.refresh()))).await;
        let successors: BTreeSet<_> = answers.iter().flatten().map(|pair| pair.text("refreshToken")).collect();
        assert!(successors.len() <= 1, "one token has two successors");
        if let Some(next) = successors.first() {
            self.goes_on_with(next);
        }
        answers.iter().all(Option::is_some)
    }

    /// Takes over what calls brought that were answered only later.
    pub fn learn(&self, settled: &[(Call, Answer)]) {
        let presented = self.token();
        if let Some((_, pair)) = settled.iter().find(|(call, _)| call.body["refreshToken"] == *presented) {
            self.goes_on_with(&pair.text("refreshToken"));
        }
    }

    /// It lives, in one family.
    pub async fn lives(&self, journal: &Journal, rows: &[Row]) {
        assert_eq!(families(rows, &self.user), 1, "families of {}", self.user);
        assert!(self.turn(journal, 1).await);
    }

    fn refresh(&self) -> Call {
        Call::post(&self.stranger, "/v1/token/refresh", json!({"refreshToken": self.token()}))
    }

    fn token(&self) -> String {
        self.token.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn goes_on_with(&self, token: &str) {
        *self.token.lock().unwrap_or_else(PoisonError::into_inner) = token.to_owned();
    }
}
