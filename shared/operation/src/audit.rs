use serde::{Deserialize, Serialize};

/// The part of a person's record that an operation touches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RecordPart")]
pub enum Part {
    /// Visits, planned and past.
    Appointments,
    /// What doctors wrote of visits.
    Consultations,
    /// Prescriptions, and what became of them.
    Prescriptions,
    /// Who the person is, and what they say of their own health.
    Profile,
    /// Images of a conversation.
    Images,
    /// Documents that were handed in with a registration.
    Documents,
    /// Several of them by time.
    Record,
    /// Who else may read it.
    Grants,
    /// The trail of who opened what.
    Trail,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 9] = [
        Self::Appointments,
        Self::Consultations,
        Self::Prescriptions,
        Self::Profile,
        Self::Images,
        Self::Documents,
        Self::Record,
        Self::Grants,
        Self::Trail,
    ];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Appointments => "appointments",
            Self::Consultations => "consultations",
            Self::Prescriptions => "prescriptions",
            Self::Profile => "profile",
            Self::Images => "images",
            Self::Documents => "documents",
            Self::Record => "record",
            Self::Grants => "grants",
            Self::Trail => "trail",
        }
    }
}

/// Why somebody touches a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccessPurpose")]
pub enum Purpose {
    /// To treat the person.
    Treatment,
    /// To hand out what was prescribed.
    Dispensing,
    /// It is the person's own record.
    Own,
    /// The person has allowed it.
    Granted,
    /// It could not wait for that.
    Emergency,
    /// To help or review, for the platform.
    Support,
    /// To look into who opened what.
    Audit,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 7] =
        [Self::Treatment, Self::Dispensing, Self::Own, Self::Granted, Self::Emergency, Self::Support, Self::Audit];

    /// The name on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Treatment => "treatment",
            Self::Dispensing => "dispensing",
            Self::Own => "own",
            Self::Granted => "granted",
            Self::Emergency => "emergency",
            Self::Support => "support",
            Self::Audit => "audit",
        }
    }
}

/// That calls of an operation leave entries in the audit trail: whatever becomes of them, and whoever calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Audited {
    /// What is touched.
    pub part: Part,
    /// Why, where the caller is not the patient: a patient always touches their own record.
    pub purpose: Purpose,
}
