//! Doctors' and patients' time, as the engine holds it.

use crate::{journal::Journal, rows::Row};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use medilink_testkit::Actor;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Seconds of a cell.
const CELL: i64 = 300;

/// An appointment.
pub struct Visit {
    pub id: String,
    doctor: String,
    patient: String,
    start: i64,
    end: i64,
    status: String,
    moves: u64,
}

/// Everybody's appointments, and the cells of their days by person.
pub struct Calendar {
    pub visits: Vec<Visit>,
    doctors: HashMap<String, BTreeSet<i64>>,
    patients: HashMap<String, BTreeSet<i64>>,
}

impl Calendar {
    pub fn read(rows: &[Row]) -> Self {
        let mut calendar = Self { visits: Vec::new(), doctors: HashMap::new(), patients: HashMap::new() };
        for row in rows {
            match (row.part(0), row.part(2), row.sk.strip_prefix("DAY#")) {
                ("T", "APT", _) if !row.item["status"].is_null() => calendar.visits.push(Visit::read(row)),
                ("T", "DAY", _) => take(calendar.doctors.entry(row.part(3).to_owned()).or_default(), row, &row.sk),
                ("P", _, Some(date)) => take(calendar.patients.entry(row.part(1).to_owned()).or_default(), row, date),
                _ => {}
            }
        }
        calendar
    }

    /// Nobody is in two places at once.
    pub fn nobody_is_doubled(&self) {
        for person in [|visit: &Visit| visit.doctor.clone(), |visit: &Visit| visit.patient.clone()] {
            let mut taken: HashMap<(String, i64), &str> = HashMap::new();
            for visit in self.visits.iter().filter(|visit| visit.holds()) {
                for cell in visit.cells() {
                    let other = taken.insert((person(visit), cell), &visit.id);
                    assert_eq!(other, None, "{} has two visits in cell {cell}: {}", person(visit), visit.id);
                }
            }
        }
    }

    /// What is busy in doctors' days is what their appointments hold.
    pub fn doctors_days_agree(&self) {
        agree(&self.doctors, &self.held(|visit| &visit.doctor));
    }

    /// What is busy in anybody's days is what their appointments hold: no half of a booking.
    pub fn all_days_agree(&self) {
        self.doctors_days_agree();
        agree(&self.patients, &self.held(|visit| &visit.patient));
    }

    fn held(&self, person: impl Fn(&Visit) -> &str) -> HashMap<String, BTreeSet<i64>> {
        let mut held: HashMap<String, BTreeSet<i64>> = HashMap::new();
        for visit in self.visits.iter().filter(|visit| visit.holds()) {
            held.entry(person(visit).to_owned()).or_default().extend(visit.cells());
        }
        held
    }

    /// Each acknowledged step of these doctors' appointments is there, once, and there is no other.
    pub fn tells_what_the_journal_tells(&self, journal: &Journal, doctors: &[Actor]) {
        let count = |act: &str| {
            let mut count: HashMap<String, u64> = HashMap::new();
            for (_, answer) in journal.done(act) {
                *count.entry(answer.text("appointmentId")).or_default() += 1;
            }
            count
        };
        let (booked, moved) = (count("appointments"), count("reschedule"));
        let ended: BTreeMap<_, _> = [("cancelled", count("cancel")), ("rejected", count("reject"))].into();
        let visits = self.visits.iter().filter(|visit| doctors.iter().any(|d| bare(d.doctor_id()) == visit.doctor));
        let visits: Vec<_> = visits.collect();
        let ids: BTreeSet<_> = visits.iter().map(|visit| &visit.id).collect();
        assert_eq!(ids, booked.keys().collect(), "booked and acknowledged");
        assert!(booked.values().all(|times| *times == 1), "two bookings with one id");
        for visit in visits {
            let of = |count: &HashMap<String, u64>| count.get(&visit.id).copied().unwrap_or_default();
            assert_eq!(visit.moves, of(&moved), "{} moved as often as acknowledged", visit.id);
            for (status, count) in &ended {
                assert_eq!(u64::from(visit.status == *status), of(count), "{} is {}", visit.id, visit.status);
            }
        }
    }

    /// Each person's list shows each appointment of theirs, where and how it is.
    pub async fn is_what_lists_show(&self, doctors: &[Actor], patients: &[Actor]) {
        let people = doctors.iter().map(|doctor| (doctor, bare(doctor.doctor_id())));
        for (actor, id) in people.chain(patients.iter().map(|patient| (patient, bare(patient.id())))) {
            let theirs = self.visits.iter().filter(|visit| visit.doctor == id || visit.patient == id);
            let mut expected: Vec<_> = theirs.map(|v| (v.id.clone(), v.start, v.end, v.status.clone())).collect();
            let mut listed: Vec<_> = list(actor).await.iter().map(shown).collect();
            expected.sort();
            listed.sort();
            assert_eq!(listed, expected, "the list of {}", actor.email);
        }
    }
}

impl Visit {
    fn read(row: &Row) -> Self {
        let (id, start, end, status) = shown(&row.item);
        let (doctor, patient) = (bare(row.text("doctorId")), bare(row.text("patientId")));
        Self { id, doctor, patient, start, end, status, moves: row.item["moves"].as_u64().unwrap_or_default() }
    }

    /// Whether it takes up time.
    fn holds(&self) -> bool {
        !["rejected", "cancelled", "no_show"].contains(&self.status.as_str())
    }

    fn cells(&self) -> impl Iterator<Item = i64> {
        self.start / CELL..self.end / CELL
    }
}

fn shown(item: &Value) -> (String, i64, i64, String) {
    let text = |member: &str| item[member].as_str().unwrap_or_default().to_owned();
    (text("appointmentId"), seconds(&text("start")), seconds(&text("end")), text("status"))
}

async fn list(actor: &Actor) -> Vec<Value> {
    let (mut items, mut path) = (Vec::new(), "/v1/appointments?limit=100".to_owned());
    loop {
        let page = actor.get(&path).await.expect(200);
        items.extend(page.items().iter().cloned());
        match page["nextCursor"].as_str() {
            Some(cursor) => path = format!("/v1/appointments?limit=100&cursor={cursor}"),
            None => return items,
        }
    }
}

fn take(busy: &mut BTreeSet<i64>, day: &Row, date: &str) {
    let date: Date = date.parse().expect("a date");
    let first = date.to_zoned(TimeZone::UTC).expect("a day").timestamp().as_second() / CELL;
    for lane in ["busy", "busy2"] {
        for cell in day.item[lane].as_array().into_iter().flatten().filter_map(Value::as_i64) {
            assert!(busy.insert(first + cell), "{} {}: cell {cell} stands in both lanes", day.pk, day.sk);
        }
    }
}

fn agree(days: &HashMap<String, BTreeSet<i64>>, held: &HashMap<String, BTreeSet<i64>>) {
    let nothing = BTreeSet::new();
    for person in days.keys().chain(held.keys()) {
        let (day, visits) = (days.get(person).unwrap_or(&nothing), held.get(person).unwrap_or(&nothing));
        assert_eq!(day, visits, "the days of {person} and what their appointments hold");
    }
}

fn bare(id: &str) -> String {
    id.split_once('_').map_or(id, |(_, bare)| bare).to_owned()
}

fn seconds(instant: &str) -> i64 {
    instant.parse::<Timestamp>().expect("an instant").as_second()
}
