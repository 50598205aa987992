//! The audits of the other tests see what is wrong.

use crate::{calendar::Calendar, ledger, rows::Row};
use serde_json::{Value, json};
use std::panic::catch_unwind;

fn row(pk: &str, sk: &str, item: Value) -> Row {
    Row { pk: pk.to_owned(), sk: sk.to_owned(), item }
}

fn visit(id: &str, patient: &str, start: &str, end: &str, status: &str) -> Row {
    let item = json!({"appointmentId": id, "doctorId": "doc_D", "patientId": patient, "start": start, "end": end,
        "status": status, "moves": 0});
    row("T#A#APT", id, item)
}

/// Two visits next to each other around midnight, and one that was called off.
fn calendar() -> Vec<Row> {
    vec![
        visit("apt_1", "usr_P", "2027-03-01T23:50:00Z", "2027-03-02T00:05:00Z", "confirmed"),
        visit("apt_2", "usr_Q", "2027-03-02T00:05:00Z", "2027-03-02T00:15:00Z", "requested"),
        visit("apt_3", "usr_Q", "2027-03-02T00:00:00Z", "2027-03-02T00:10:00Z", "cancelled"),
        row("T#A#DAY#D", "2027-03-01", json!({"busy": [287, 286]})),
        row("T#A#DAY#D", "2027-03-02", json!({"busy": [1, 0], "busy2": [2]})),
        row("P#P#", "DAY#2027-03-01", json!({"busy": [286, 287]})),
        row("P#P#", "DAY#2027-03-02", json!({"busy": [0]})),
        row("P#Q#", "DAY#2027-03-02", json!({"busy": [1, 2]})),
    ]
}

/// A prescription of two lines, dispensed in two parts.
fn prescription() -> Vec<Row> {
    let part = |lines: Value| json!({"prescriptionId": "rx_1", "pharmacy": "ten_B", "items": lines});
    vec![
        row("T#A#RX#1", "STATE", json!({"items": [[20, 5], [9, 9]], "dispensings": 2})),
        row("T#A#RX#1", "DISPENSE#000001", part(json!([[0, 12]]))),
        row("T#A#RX#1", "DISPENSE#000002", part(json!([[0, 3]]))),
        row("T#B#DSP", "00001#1#000001", part(json!([[0, 12]]))),
        row("T#B#DSP", "00002#1#000002", part(json!([[0, 3]]))),
    ]
}

#[track_caller]
fn sees(rows: fn() -> Vec<Row>, audit: fn(&[Row]), spoil: fn(&mut Vec<Row>)) {
    audit(&rows());
    let spoilt = catch_unwind(|| {
        let mut rows = rows();
        spoil(&mut rows);
        audit(&rows);
    });
    assert!(spoilt.is_err(), "it sees nothing wrong");
}

#[test]
fn an_overlap_is_seen() {
    let audit = |rows: &[Row]| Calendar::read(rows).nobody_is_doubled();
    sees(calendar, audit, |rows| rows[1].item["start"] = json!("2027-03-02T00:00:00Z"));
    sees(calendar, audit, |rows| rows[2].item["status"] = json!("fulfilled"));
    let twice = |rows: &mut Vec<Row>| {
        rows[1].item["doctorId"] = json!("doc_E");
        rows[1].item["patientId"] = json!("usr_P");
        rows[1].item["start"] = json!("2027-03-02T00:00:00Z");
    };
    sees(calendar, audit, twice);
}

#[test]
fn half_a_booking_is_seen() {
    let audit = |rows: &[Row]| Calendar::read(rows).all_days_agree();
    sees(calendar, audit, |rows| rows[3].item["busy"] = json!([286]));
    sees(calendar, audit, |rows| rows[4].item["busy2"] = json!([2, 3]));
    sees(calendar, audit, |rows| rows[4].item["busy2"] = json!([1, 2]));
    sees(calendar, audit, |rows| drop(rows.remove(7)));
    sees(calendar, audit, |rows| drop(rows.remove(0)));
}

#[test]
fn half_a_dispensing_is_seen() {
    sees(prescription, ledger::agrees, |rows| rows[0].item["items"][0][1] = json!(6));
    sees(prescription, ledger::agrees, |rows| rows[0].item["dispensings"] = json!(1));
    sees(prescription, ledger::agrees, |rows| drop(rows.remove(2)));
    sees(prescription, ledger::agrees, |rows| drop(rows.remove(4)));
    sees(prescription, ledger::agrees, |rows| rows[2].item["items"] = json!([[0, 2], [1, 1]]));
    sees(prescription, ledger::agrees, |rows| rows[3].item["pharmacy"] = json!("ten_A"));
}
