use serde::{Deserialize, Serialize};

/// What somebody is on the platform. A person has one; it decides which operations answer to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Somebody treated.
    Patient,
    /// Examines and prescribes, in a practice or hospital.
    Doctor,
    /// Does what a doctor delegates.
    Nurse,
    /// Verifies and dispenses, in a pharmacy.
    Pharmacist,
    /// Takes and reports tests, in a laboratory.
    LabTechnician,
    /// Keeps the front desk.
    Receptionist,
    /// Runs the platform.
    Admin,
    /// Reads the audit trail.
    Auditor,
    /// Reads de-identified reports.
    Analyst,
    /// Verifies certificates for the state.
    CivilAuthority,
}

impl Role {
    /// Every role, in the order of the contract.
    pub const ALL: [Self; 10] = [
        Self::Patient,
        Self::Doctor,
        Self::Nurse,
        Self::Pharmacist,
        Self::LabTechnician,
        Self::Receptionist,
        Self::Admin,
        Self::Auditor,
        Self::Analyst,
        Self::CivilAuthority,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Doctor => "doctor",
            Self::Nurse => "nurse",
            Self::Pharmacist => "pharmacist",
            Self::LabTechnician => "lab_technician",
            Self::Receptionist => "receptionist",
            Self::Admin => "admin",
            Self::Auditor => "auditor",
            Self::Analyst => "analyst",
            Self::CivilAuthority => "civil_authority",
        }
    }

    /// The role with this name on the wire.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == name)
    }
}
