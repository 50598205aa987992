//! What was dispensed, as the engine holds it: three times over, and always the same.

use crate::{journal::Journal, rows::Row};
use medilink_testkit::{Actor, Answer};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Every prescription agrees with its entries, and every entry with the pharmacy's ledger: no half of a dispensing.
pub fn agrees(rows: &[Row]) {
    let states: Vec<_> = rows.iter().filter(|row| row.part(2) == "RX" && row.sk == "STATE").collect();
    for state in &states {
        let entries = rows.iter().filter(|row| row.pk == state.pk && row.sk.starts_with("DISPENSE#"));
        let entries: Vec<_> = entries.collect();
        let mut handed: BTreeMap<u64, u64> = BTreeMap::new();
        for entry in &entries {
            for line in entry.item["items"].as_array().into_iter().flatten() {
                *handed.entry(number(&line[0])).or_default() += number(&line[1]);
            }
        }
        for (line, units) in state.item["items"].as_array().into_iter().flatten().enumerate() {
            let (prescribed, remaining) = (number(&units[0]), number(&units[1]));
            let handed = handed.get(&(line as u64)).copied().unwrap_or_default();
            assert!(handed <= prescribed, "{}: {handed} of {prescribed}", state.pk);
            assert_eq!(handed, prescribed - remaining, "line {line} of {}", state.pk);
        }
        assert_eq!(entries.len() as u64, number(&state.item["dispensings"]), "the entries of {}", state.pk);
    }
    let entries = rows.iter().filter(|row| row.sk.starts_with("DISPENSE#"));
    let ledger = rows.iter().filter(|row| row.part(2) == "DSP");
    let booked = ledger.inspect(|row| assert_eq!(row.part(1), bare(row.text("pharmacy")), "whose ledger"));
    assert_eq!(booked.map(line).collect::<BTreeSet<_>>(), entries.map(line).collect(), "ledgers and entries");
}

/// An entry, by prescription, number, pharmacy and what it says.
fn line(row: &Row) -> (String, String, String, String) {
    let number = row.sk.rsplit('#').next().unwrap_or_default().to_owned();
    let text = |member: &str| row.text(member).to_owned();
    (text("prescriptionId"), number, text("pharmacy"), row.item["items"].to_string())
}

/// What the practice sees as dispensed is what was acknowledged to pharmacists, line by line.
pub async fn tells_what_the_journal_tells(journal: &Journal, doctor: &Actor, prescription: &Answer) {
    let id = prescription.text("prescriptionId");
    let mut acknowledged: BTreeMap<String, u64> = BTreeMap::new();
    for (call, _) in journal.done("dispense").iter().filter(|(call, _)| call.path.contains(&id)) {
        for item in call.body["items"].as_array().into_iter().flatten() {
            let line = item["itemId"].as_str().unwrap_or_default();
            *acknowledged.entry(line.to_owned()).or_default() += number(&item["quantity"]);
        }
    }
    let seen = doctor.get(&format!("/v1/prescriptions/{id}")).await.expect(200);
    let lines = seen["items"].as_array().into_iter().flatten().map(|line| {
        let dispensed = number(&line["quantity"]) - number(&line["remaining"]);
        (line["itemId"].as_str().unwrap_or_default().to_owned(), dispensed)
    });
    let dispensed: BTreeMap<_, _> = lines.filter(|(_, dispensed)| *dispensed > 0).collect();
    assert_eq!(dispensed, acknowledged, "dispensed and acknowledged");
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

fn bare(id: &str) -> &str {
    id.split_once('_').map_or(id, |(_, bare)| bare)
}
