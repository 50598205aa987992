//! A prescription as clients see it.

use crate::checks::answers::Answer;
use crate::content::{Content, Line, Medication, Patient, Prescriber, item_id};
use crate::prescription::{ItemStatus, State, Status, Units};
use crate::records::Ending;
use medilink_kernel::{CalendarDate, ConsultationId, DoctorId, Instant, ItemId, PrescriptionId, UserId};
use schemars::JsonSchema;
use serde::Serialize;

/// How much of a line is left.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemCount {
    /// The line.
    pub item_id: ItemId,
    /// Units prescribed.
    pub quantity: u16,
    /// Units not dispensed yet.
    pub remaining: u16,
    /// Where the line stands.
    pub status: ItemStatus,
}

/// A line that was just issued.
#[derive(Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct IssuedItem {
    #[serde(flatten)]
    count: ItemCount,
    /// Whether it was looked up by its code and checked; what is written freely is not.
    checked: bool,
}

/// A line.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemView {
    /// The line.
    pub item_id: ItemId,
    /// What.
    pub medication: Medication,
    /// Whether it was looked up by its code and checked; what is written freely is not.
    pub checked: bool,
    /// How much at a time.
    pub dose: String,
    /// How often.
    pub frequency: String,
    /// For how many days.
    pub duration_days: u16,
    /// What else to know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instructions: Option<String>,
    /// Units prescribed.
    pub quantity: u16,
    /// Units not dispensed yet.
    pub remaining: u16,
    /// Where the line stands.
    pub status: ItemStatus,
}

/// The patient as a pharmacist has to recognise them.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PrescribedPatient")]
pub struct PatientView {
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Date of birth.
    pub date_of_birth: Option<CalendarDate>,
}

/// The doctor as of the day of issue.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrescriberView {
    /// As the directory knows them.
    pub doctor_id: DoctorId,
    /// Given name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// Field.
    pub specialty: String,
}

/// A prescription as its patient and its practice see it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrescriptionView {
    /// Which one.
    pub prescription_id: PrescriptionId,
    /// Where it stands.
    pub status: Status,
    /// The visit it came from.
    pub consultation_id: ConsultationId,
    /// Whose.
    pub patient_id: UserId,
    /// The patient.
    pub patient: PatientView,
    /// The doctor.
    pub prescriber: PrescriberView,
    /// What.
    pub items: Vec<ItemView>,
    /// When it was issued.
    pub issued_at: Instant,
    /// From when it may be dispensed no more.
    pub expires_at: Instant,
    /// How often it may be issued again.
    pub repeats: u16,
    /// What spoke against it, and why it was prescribed all the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub answers: Vec<Answer>,
    /// Why a pharmacy refused it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refused: Option<Ending>,
    /// Why its doctor cancelled it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cancelled: Option<Ending>,
}

/// What a step has led to.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// Which prescription.
    pub prescription_id: PrescriptionId,
    /// Where it stands.
    pub status: Status,
    /// What is left of each line.
    pub items: Vec<ItemCount>,
}

impl From<&Patient> for PatientView {
    fn from(patient: &Patient) -> Self {
        let Patient { first_name, last_name, date_of_birth, .. } = patient.clone();
        Self { first_name, last_name, date_of_birth }
    }
}

impl From<&Prescriber> for PrescriberView {
    fn from(prescriber: &Prescriber) -> Self {
        let Prescriber { doctor_id, first_name, last_name, specialty } = prescriber.clone();
        Self { doctor_id, first_name, last_name, specialty }
    }
}

impl Outcome {
    /// The outcome of the state.
    pub fn new(state: &State, now: Instant) -> Self {
        Self { prescription_id: state.prescription_id, status: state.status(now), items: counts(state, now) }
    }
}

impl PrescriptionView {
    /// The view of a prescription.
    pub fn new(content: &Content, state: &State, now: Instant) -> Self {
        Self {
            prescription_id: content.prescription_id,
            status: state.status(now),
            consultation_id: content.consultation_id,
            patient_id: content.patient.patient_id,
            patient: (&content.patient).into(),
            prescriber: (&content.prescriber).into(),
            items: items(content, state, now),
            issued_at: content.issued_at,
            expires_at: content.expires_at,
            repeats: content.repeats,
            answers: content.answers.clone(),
            refused: None,
            cancelled: None,
        }
    }
}

/// What is left of each line.
pub fn counts(state: &State, now: Instant) -> Vec<ItemCount> {
    let count = |(index, units): (usize, &Units)| ItemCount {
        item_id: item_id(state.prescription_id, index),
        quantity: units.prescribed,
        remaining: units.remaining,
        status: state.item_status(*units, now),
    };
    state.items.iter().enumerate().map(count).collect()
}

/// The lines of a prescription that was just issued.
pub fn issued(content: &Content, state: &State, now: Instant) -> Vec<IssuedItem> {
    let item = |(index, count)| IssuedItem { count, checked: content.is_checked(index) };
    counts(state, now).into_iter().enumerate().map(item).collect()
}

/// The lines with what is left of them.
pub fn items(content: &Content, state: &State, now: Instant) -> Vec<ItemView> {
    let view = |(index, ((item_id, line), units)): (usize, ((ItemId, &Line), &Units))| ItemView {
        item_id,
        medication: line.medication.clone(),
        checked: content.is_checked(index),
        dose: line.dose.to_string(),
        frequency: line.frequency.to_string(),
        duration_days: line.duration_days.get(),
        instructions: line.instructions.as_ref().map(ToString::to_string),
        quantity: units.prescribed,
        remaining: units.remaining,
        status: state.item_status(*units, now),
    };
    content.lines().zip(&state.items).enumerate().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::payload::ClaimCode;
    use medilink_auth::Secret;
    use serde_json::{Value, json};

    const RX: PrescriptionId = PrescriptionId::from_u128(1 << 100);

    fn content() -> Content {
        let line = |quantity: u16| json!({"medication": {"name": "م"}, "dose": "1", "frequency": "2", "durationDays": 7, "quantity": quantity});
        serde_json::from_value(json!({
            "prescriptionId": RX,
            "consultationId": ConsultationId::from_u128(2),
            "patient": {"patientId": UserId::from_u128(3), "firstName": "أمينة", "lastName": "ب", "dateOfBirth": "1990-05-31"},
            "prescriber": {"doctorId": DoctorId::from_u128(4), "firstName": "ك", "lastName": "ب", "specialty": "GP"},
            "items": [line(14), line(20)],
            "issuedAt": "2027-03-01T08:00:00Z", "validFrom": "2027-03-01T08:00:00Z", "expiresAt": "2027-05-30T08:00:00Z",
            "validDays": 90, "repeats": 0,
        }))
        .unwrap()
    }

    #[test]
    fn a_view_counts_each_line_and_holds_no_secret() {
        let content = content();
        let code = ClaimCode::of(RX, &Secret::from_bytes([5; 32]));
        let mut state = State::issued(&content, code.hash());
        let now = content.issued_at;
        let untouched = counts(&state, now);
        state.items[1].remaining = 5;
        state.dispensings = 1;
        let view = serde_json::to_value(PrescriptionView::new(&content, &state, now)).unwrap();
        assert_eq!(view["status"], "part_dispensed");
        let line =
            |n: usize| ["itemId", "quantity", "remaining", "status"].map(|field| view["items"][n][field].clone());
        let expected = |id: &ItemCount, quantity: u16, remaining: u16, status: &str| -> [Value; 4] {
            [json!(id.item_id), json!(quantity), json!(remaining), json!(status)]
        };
        assert_eq!(line(0), expected(&untouched[0], 14, 14, "to_dispense"));
        assert_eq!(line(1), expected(&untouched[1], 20, 5, "partial"));
        let hash = serde_json::to_value(code.hash()).unwrap();
        assert!(!view.to_string().contains(hash.as_str().unwrap()));
    }

    #[test]
    fn a_pharmacist_sees_the_patient_s_name_and_age_but_no_account() {
        let patient = serde_json::to_value(PatientView::from(&content().patient)).unwrap();
        assert_eq!(patient, json!({"firstName": "أمينة", "lastName": "ب", "dateOfBirth": "1990-05-31"}));
    }
}
