//! What a doctor prescribed: written once, never changed.

use crate::bounded::Whole;
use crate::checks::answers::Answer;
use medilink_kernel::{CalendarDate, ConsultationId, DoctorId, Instant, ItemId, Lines, PrescriptionId, Text, UserId};
use serde::{Deserialize, Deserializer, Serialize, de::Error};
use std::time::Duration;

/// Lines that a prescription may have.
pub const MAX_ITEMS: usize = 20;
/// Days in which it may be dispensed unless the doctor says otherwise.
pub const DEFAULT_VALID_DAYS: u16 = 90;
/// Days that a doctor may give at most.
pub const MAX_VALID_DAYS: u16 = 366;

/// A number of units of a medicine: 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Quantity(u16);

impl Quantity {
    /// The most units that one line may have.
    pub const MAX: u16 = 9999;

    /// The quantity, if there is one of this number.
    pub fn new(units: u16) -> Option<Self> {
        (1..=Self::MAX).contains(&units).then_some(Self(units))
    }

    /// The number of units.
    pub const fn units(self) -> u16 {
        self.0
    }
}

impl<'de> Deserialize<'de> for Quantity {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        Self::new(u16::deserialize(d)?)
            .ok_or_else(|| D::Error::custom("invalid_quantity: 1 to 9999 units are expected"))
    }
}

impl schemars::JsonSchema for Quantity {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "Quantity".into()
    }
    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({"type": "integer", "minimum": 1, "maximum": Quantity::MAX})
    }
}

/// A medicine as the doctor named it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Medication {
    /// Name, strength and form.
    pub name: Text<1, 200>,
    /// Registration number in the national nomenclature.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text<1, 40>>,
}

/// One line as the doctor writes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Line {
    /// What.
    pub medication: Medication,
    /// How much at a time.
    pub dose: Text<1, 200>,
    /// How often.
    pub frequency: Text<1, 200>,
    /// For how many days.
    pub duration_days: Whole<1, 3650>,
    /// Units to dispense.
    pub quantity: Quantity,
    /// What else the patient should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instructions: Option<Lines<1, 500>>,
}

/// The patient as the pharmacist has to recognise them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Patient {
    /// Who.
    pub patient_id: UserId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Day of birth.
    pub date_of_birth: Option<CalendarDate>,
}

/// The doctor as of the day of issue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Prescriber {
    /// As the directory knows them.
    pub doctor_id: DoctorId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Field.
    pub specialty: String,
}

/// A prescription as it was issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Content {
    /// Which one.
    pub prescription_id: PrescriptionId,
    /// The visit it came from.
    pub consultation_id: ConsultationId,
    /// For whom.
    pub patient: Patient,
    /// By whom.
    pub prescriber: Prescriber,
    /// What, 1 to [`MAX_ITEMS`] lines.
    pub items: Vec<Line>,
    /// When it was issued.
    pub issued_at: Instant,
    /// From when it may be dispensed.
    pub valid_from: Instant,
    /// From when it may no more.
    pub expires_at: Instant,
    /// The days between the two.
    pub valid_days: u16,
    /// How often it may be issued again.
    pub repeats: u16,
    /// Whether each line was looked up in the catalogue of medicines; empty where none was.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checked: Vec<bool>,
    /// What spoke against it, and what the doctor answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
}

impl Content {
    /// Its lines with their ids.
    pub fn lines(&self) -> impl Iterator<Item = (ItemId, &Line)> {
        (0..).zip(&self.items).map(|(index, line)| (item_id(self.prescription_id, index), line))
    }

    /// Whether a line was looked up in the catalogue of medicines.
    pub fn is_checked(&self, index: usize) -> bool {
        self.checked.get(index).copied().unwrap_or_default()
    }
}

/// The id of a prescription's line: it follows from the two, so that nothing has to store it.
pub const fn item_id(prescription: PrescriptionId, index: usize) -> ItemId {
    ItemId::from_u128(prescription.as_u128().wrapping_add(index as u128 + 1))
}

/// The line of the prescription that has this id, if it has `lines` of them.
pub fn item_index(prescription: PrescriptionId, item: ItemId, lines: usize) -> Option<usize> {
    let distance = item.as_u128().wrapping_sub(prescription.as_u128()).checked_sub(1)?;
    usize::try_from(distance).ok().filter(|index| *index < lines)
}

/// The instant so many days after another; the last one of the calendar where that would be beyond it.
pub fn days_after(from: Instant, days: u16) -> Instant {
    from.timestamp().saturating_add(Duration::from_secs(u64::from(days) * 86_400)).unwrap_or(from.timestamp()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::Timestamp;

    #[test]
    fn quantities_are_bounded() {
        let read = |text: &str| serde_json::from_str::<Quantity>(text).map(Quantity::units).ok();
        assert_eq!((read("1"), read("9999")), (Some(1), Some(9999)));
        for bad in ["0", "10000", "-1", "1.5", "65537", "\"5\"", "null"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_line_id_names_its_line_and_no_other_prescription_s() {
        let (rx, other) = (PrescriptionId::from_u128(77 << 64), PrescriptionId::from_u128(78 << 64));
        for index in 0..MAX_ITEMS {
            assert_eq!(item_index(rx, item_id(rx, index), MAX_ITEMS), Some(index));
            assert_eq!(item_index(other, item_id(rx, index), MAX_ITEMS), None);
        }
        assert_eq!(item_index(rx, item_id(rx, 3), 3), None);
        assert_eq!(item_index(rx, ItemId::from_u128(rx.as_u128()), 3), None);
        let last = PrescriptionId::from_u128(u128::MAX);
        assert_eq!(item_index(last, item_id(last, 1), 2), Some(1));
    }

    #[test]
    fn validity_is_counted_in_whole_days() {
        let at = |text: &str| Instant::new(text.parse::<Timestamp>().unwrap());
        assert_eq!(days_after(at("2027-03-01T08:00:00Z"), 90), at("2027-05-30T08:00:00Z"));
    }
}
