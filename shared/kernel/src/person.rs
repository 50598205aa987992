use crate::Text;
use serde::{Deserialize, Serialize};

/// Administrative gender, by FHIR R4's `AdministrativeGender`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Gender {
    /// Male.
    Male,
    /// Female.
    Female,
    /// Another one.
    Other,
    /// Not known.
    Unknown,
}

/// ABO and Rh blood group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub enum BloodType {
    /// A positive.
    #[serde(rename = "A+")]
    APositive,
    /// A negative.
    #[serde(rename = "A-")]
    ANegative,
    /// B positive.
    #[serde(rename = "B+")]
    BPositive,
    /// B negative.
    #[serde(rename = "B-")]
    BNegative,
    /// AB positive.
    #[serde(rename = "AB+")]
    AbPositive,
    /// AB negative.
    #[serde(rename = "AB-")]
    AbNegative,
    /// O positive.
    #[serde(rename = "O+")]
    OPositive,
    /// O negative.
    #[serde(rename = "O-")]
    ONegative,
}

/// Where somebody lives or practises in Algeria: wilaya (province), commune (municipality), street.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Address {
    /// The province.
    pub wilaya: Text<1, 60>,
    /// The municipality.
    pub commune: Text<1, 80>,
    /// Number and street.
    pub street: Text<1, 160>,
}
