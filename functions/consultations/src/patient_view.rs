use medilink_kernel::{BloodType, CalendarDate, Gender, Instant, Phone, Text, UserId};
use medilink_records::{Account, Examined};
use schemars::JsonSchema;
use serde::Serialize;

/// A patient as a doctor who has examined them sees them.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct PatientView {
    /// The patient.
    pub patient_id: UserId,
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// Gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Date of birth.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_of_birth: Option<CalendarDate>,
    /// Telephone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Blood group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub blood_type: Option<BloodType>,
    /// Height.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub height_cm: Option<u16>,
    /// Weight.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weight_kg: Option<u16>,
    /// Allergies, in the patient's words.
    pub allergies: Vec<Text<1, 120>>,
    /// Chronic conditions, in the patient's words.
    pub chronic_conditions: Vec<Text<1, 120>>,
    /// When this doctor examined them last.
    pub last_seen: Instant,
}

impl PatientView {
    /// The view of an account.
    pub fn new(examined: &Examined, account: Account) -> Self {
        let facts = account.patient.unwrap_or_default();
        Self {
            patient_id: account.user_id,
            first_name: account.first_name,
            last_name: account.last_name,
            gender: account.gender,
            date_of_birth: account.date_of_birth,
            phone: account.phone,
            blood_type: facts.blood_type,
            height_cm: facts.height_cm,
            weight_kg: facts.weight_kg,
            allergies: facts.allergies,
            chronic_conditions: facts.chronic_conditions,
            last_seen: examined.last_seen,
        }
    }
}
