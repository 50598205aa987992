//! An application to join, and the states that it goes through.

use medilink_kernel::Role;
use medilink_store::TenantKind;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Who applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RegistrationKind")]
pub enum Kind {
    /// A doctor, for a practice.
    Doctor,
    /// A pharmacist, for a pharmacy.
    Pharmacist,
    /// The head of a laboratory.
    Laboratory,
}

impl Kind {
    /// What the applicant's account may do.
    pub(crate) const fn role(self) -> Role {
        match self {
            Self::Doctor => Role::Doctor,
            Self::Pharmacist => Role::Pharmacist,
            Self::Laboratory => Role::LabTechnician,
        }
    }

    /// What comes of it.
    pub(crate) const fn tenant(self) -> TenantKind {
        match self {
            Self::Doctor => TenantKind::Practice,
            Self::Pharmacist => TenantKind::Pharmacy,
            Self::Laboratory => TenantKind::Laboratory,
        }
    }
}

/// Where an application stands: `documents_required -> pending_review -> approved | rejected`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "RegistrationStatus")]
pub enum Status {
    /// Documents have to be handed in.
    DocumentsRequired,
    /// An admin has to look.
    #[default]
    PendingReview,
    /// A tenant was made of it.
    Approved,
    /// Turned down.
    Rejected,
}

impl Status {
    /// The name on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::DocumentsRequired => "documents_required",
            Self::PendingReview => "pending_review",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

/// A document that has to be handed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum DocumentKind {
    /// The licence to practise.
    MedicalLicense,
    /// The national identity card.
    NationalId,
    /// A portrait.
    Photo,
}

impl DocumentKind {
    /// Every one; all are required of everybody.
    pub(crate) const ALL: [Self; 3] = [Self::MedicalLicense, Self::NationalId, Self::Photo];

    /// The name on the wire.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::MedicalLicense => "medical_license",
            Self::NationalId => "national_id",
            Self::Photo => "photo",
        }
    }

    /// Where a refusal points to it.
    pub(crate) fn pointer(self) -> String {
        format!("/documents/{}", self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_wire() {
        for status in [Status::DocumentsRequired, Status::PendingReview, Status::Approved, Status::Rejected] {
            assert_eq!(serde_json::to_value(status).unwrap(), status.as_str());
        }
        for kind in DocumentKind::ALL {
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.as_str());
        }
    }
}
