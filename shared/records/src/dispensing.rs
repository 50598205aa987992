use crate::prescription_partition;
use medilink_kernel::{DoctorId, Instant, PrescriptionId, TenantId};
use medilink_store::Key;
use serde::Deserialize;

/// What the sort keys of dispensings begin with.
pub const DISPENSED: &str = "DISPENSE#";

/// Where the n-th dispensing of a prescription lies, in its practice.
pub fn dispensing_key(prescription: PrescriptionId, number: u32) -> Key {
    Key::new(prescription_partition(prescription), format!("{DISPENSED}{number:06}"))
}

/// The name of a dispensing in its patient's index, by what follows [`DISPENSED`] in its sort key.
pub fn dispensing_name(prescription: PrescriptionId, number: &str) -> String {
    format!("{}.{number}", prescription.bare())
}

/// Which dispensing of which prescription a name is of.
pub fn read_dispensing_name(name: &str) -> Option<(PrescriptionId, u32)> {
    let (prescription, number) = name.split_once('.')?;
    Some((PrescriptionId::from_bare(prescription).ok()?, number.parse().ok()?))
}

/// What a pharmacy handed out of a prescription.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DispensingTrace {
    /// Of which.
    pub prescription_id: PrescriptionId,
    /// Which pharmacy.
    pub pharmacy: TenantId,
    /// When.
    pub at: Instant,
    /// The place of each line, and the units of it.
    pub items: Vec<(usize, u16)>,
}

/// What was prescribed, and by whom: as much of it as its patient's time line shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrescribedLines {
    /// Which one.
    pub prescription_id: PrescriptionId,
    /// By whom.
    pub prescriber: PrescribedBy,
    items: Vec<PrescribedLine>,
}

/// Who prescribed, as they were called then.
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrescribedBy {
    /// Who.
    pub doctor_id: DoctorId,
    first_name: String,
    last_name: String,
}

#[derive(Debug, Clone, Deserialize)]
struct PrescribedLine {
    medication: PrescribedMedication,
    quantity: u16,
}

#[derive(Debug, Clone, Deserialize)]
struct PrescribedMedication {
    name: String,
}

impl PrescribedBy {
    /// The whole name.
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name)
    }
}

impl PrescribedLines {
    /// The names of the medicines, and how many units of each.
    pub fn medicines(&self) -> impl Iterator<Item = (&str, u16)> {
        self.items.iter().map(|line| (line.medication.name.as_str(), line.quantity))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_leads_back_to_its_dispensing() {
        let id = PrescriptionId::from_u128(7);
        let key = dispensing_key(id, 12);
        let name = dispensing_name(id, key.sk.strip_prefix(DISPENSED).unwrap());
        assert_eq!(read_dispensing_name(&name), Some((id, 12)));
        for other in ["", "x.1", &id.bare(), &format!("{}.x", id.bare())] {
            assert_eq!(read_dispensing_name(other), None, "{other}");
        }
    }
}
