//! Patients and doctors who book, move, cancel, confirm and reject within the same few hours.

use crate::{call::Call, dice::Dice, journal::Journal};
use futures::future::{join, join_all};
use jiff::{SignedDuration, Timestamp, ToSpan, tz::TimeZone};
use medilink_kernel::{Clock, SystemClock};
use medilink_testkit::{Actor, Api};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicI64, Ordering},
};

/// Lengths of a visit, in minutes. A day is so many whole ones of each.
const LENGTHS: [i64; 3] = [20, 30, 45];

struct Booked {
    id: String,
    patient: usize,
    doctor: usize,
}

/// Doctors whose visits have different lengths, and their patients.
pub struct Practices {
    pub doctors: Vec<Actor>,
    pub patients: Vec<Actor>,
    /// How long a visit with each doctor is at the moment.
    minutes: Vec<AtomicI64>,
    booked: Mutex<Vec<Booked>>,
    /// A local midnight, one hour before one of UTC: the visits lie around both.
    midnight: Timestamp,
}

impl Practices {
    /// Three practices with the isolations given, and so many patients.
    pub async fn open(api: &Api, isolations: [&str; 3], patients: usize) -> Self {
        let doctors = join_all(isolations.map(|isolation| api.doctor_in("Haddad", isolation)));
        let patients = join_all((0..patients).map(|_| api.patient("Yacine")));
        let (doctors, patients) = join(doctors, patients).await;
        let date = SystemClock.now().to_zoned(TimeZone::UTC).date().saturating_add(3.days());
        let midnight = date.at(23, 0, 0, 0).to_zoned(TimeZone::UTC).expect("a time").timestamp();
        for (doctor, minutes) in doctors.iter().zip(LENGTHS) {
            hours(doctor, minutes).once().await.expect("an answer").expect(200);
        }
        Self { doctors, patients, minutes: LENGTHS.map(AtomicI64::new).into(), booked: Mutex::default(), midnight }
    }

    /// Somebody wants something; false where the platform was cut.
    pub async fn turn(&self, journal: &Journal, dice: &Dice) -> bool {
        let (patient, doctor) = (dice.roll(self.patients.len()), dice.roll(self.doctors.len()));
        let booked = match dice.roll(20) {
            0 => {
                let minutes = *dice.one_of(&LENGTHS);
                self.minutes[doctor].store(minutes, Ordering::Relaxed);
                return journal.make(hours(&self.doctors[doctor], minutes)).await.is_some();
            }
            1..=8 => None,
            _ => self.any_booked(dice),
        };
        let Some((id, actors)) = booked else { return self.book(journal, dice, patient, doctor).await };
        let step = self.step(dice, &id, actors);
        let ends = matches!(step.act(), "cancel" | "reject");
        let answer = journal.make(step).await;
        if ends && answer.as_ref().is_some_and(|answer| answer.status == 200) {
            self.booked.lock().unwrap_or_else(PoisonError::into_inner).retain(|booked| booked.id != id);
        }
        answer.is_some()
    }

    async fn book(&self, journal: &Journal, dice: &Dice, patient: usize, doctor: usize) -> bool {
        let id = self.doctors[doctor].doctor_id();
        let body = json!({"doctorId": id, "start": self.start(dice, doctor), "reason": "Contrôle"});
        let answer = journal.make(Call::post(&self.patients[patient], "/v1/appointments", body)).await;
        if let Some(answer) = answer.as_ref().filter(|answer| answer.status == 201) {
            let booked = Booked { id: answer.text("appointmentId"), patient, doctor };
            self.booked.lock().unwrap_or_else(PoisonError::into_inner).push(booked);
        }
        answer.is_some()
    }

    fn any_booked(&self, dice: &Dice) -> Option<(String, (usize, usize))> {
        let booked = self.booked.lock().unwrap_or_else(PoisonError::into_inner);
        let one = (!booked.is_empty()).then(|| dice.one_of(&booked))?;
        Some((one.id.clone(), (one.patient, one.doctor)))
    }

    /// A step of an appointment, by either side.
    fn step(&self, dice: &Dice, id: &str, (patient, doctor): (usize, usize)) -> Call {
        let (by_patient, by_practice) = (&self.patients[patient], &self.doctors[doctor]);
        let (actor, act) = *dice.one_of(&[
            (by_patient, "reschedule"),
            (by_patient, "reschedule"),
            (by_practice, "reschedule"),
            (by_practice, "reschedule"),
            (by_patient, "cancel"),
            (by_practice, "cancel"),
            (by_practice, "confirm"),
            (by_practice, "reject"),
        ]);
        let body = if act == "reschedule" { json!({"start": self.start(dice, doctor)}) } else { Value::Null };
        Call::post(actor, &format!("/v1/appointments/{id}/{act}"), body)
    }

    /// Some slot of the doctor from three hours before midnight to four hours after.
    fn start(&self, dice: &Dice, doctor: usize) -> String {
        let minutes = self.minutes[doctor].load(Ordering::Relaxed);
        let slots = usize::try_from(180 / minutes + 240 / minutes).expect("a few");
        let nth = i64::try_from(dice.roll(slots)).expect("a few") - 180 / minutes;
        (self.midnight + SignedDuration::from_mins(nth * minutes)).to_string()
    }
}

fn hours(doctor: &Actor, minutes: i64) -> Call {
    let days = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"];
    let weekly: Vec<_> = days.iter().map(|day| json!({"day": day, "from": "00:00", "to": "24:00"})).collect();
    let hours = json!({"timeZone": "Africa/Algiers", "slotMinutes": minutes, "weekly": weekly});
    Call::new(Method::PUT, doctor, "/v1/schedule/working-hours", hours)
}
