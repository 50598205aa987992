use medilink_auth::hash_token;
use medilink_catalogue::Medicine;
use medilink_kernel::{Instant, PrescriptionId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a warning is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PrescribingConcern")]
pub enum Concern {
    /// The product was taken back.
    Withdrawn,
    /// Its registration has run out.
    NotRenewed,
    /// The patient does not bear it, or others of its class.
    Allergy,
    /// The patient takes the substance already.
    Duplicate,
}

/// How a product goes with an allergy; what is nearer comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AllergyRelation")]
pub enum Relation {
    /// It holds the substance.
    Substance,
    /// It is of the same therapeutic class.
    Class,
}

/// Where else a substance is prescribed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PrescribedElsewhere")]
pub struct Other {
    /// A line before, in the same prescription; counted from 0.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<u16>,
    /// Another prescription of the practice. Of other practices no more is said than until when.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prescription_id: Option<PrescriptionId>,
    /// Until when it is taken by that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Instant>,
}

/// Something that speaks against a line of a prescription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "PrescribingWarning")]
pub struct Warning {
    /// Names it in the doctor's answer; follows from all the rest.
    pub id: String,
    /// The line, counted from 0.
    pub item: u16,
    /// What it is about.
    pub kind: Concern,
    /// The product.
    pub code: String,
    /// What it is sold as.
    pub brand: String,
    /// When it was withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn_on: Option<String>,
    /// Why, in the ministry's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawal_reason: Option<String>,
    /// The allergies, in the patient's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allergies: Vec<String>,
    /// How the product goes with them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Relation>,
    /// The substances that are taken already.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub substances: Vec<String>,
    /// By what they are.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<Other>,
}

impl Warning {
    /// A warning about a line that says nothing more yet, and has no name.
    pub(crate) fn about(item: usize, kind: Concern, medicine: &Medicine) -> Self {
        Self {
            id: String::new(),
            item: u16::try_from(item).unwrap_or(u16::MAX),
            kind,
            code: medicine.code.clone(),
            brand: medicine.brand.clone(),
            withdrawn_on: None,
            withdrawal_reason: None,
            allergies: Vec::new(),
            by: None,
            substances: Vec::new(),
            with: Vec::new(),
        }
    }

    /// The same with its name: what was answered is this warning and no other.
    #[must_use]
    pub(crate) fn named(mut self) -> Self {
        let said = serde_json::to_string(&self).unwrap_or_default();
        self.id = hash_token(&said).chars().take(16).collect();
        self
    }
}
