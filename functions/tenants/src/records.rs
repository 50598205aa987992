//! Keys and items of this domain; nothing else formats them.

use crate::registration::{DocumentKind, Kind, Status};
use medilink_kernel::{
    Address, CalendarDate, Email, Gender, Instant, Language, Money, Phone, RegistrationId, Role, TenantId, Text,
    UploadId, UserId,
};
use medilink_records::DoctorCard;
use medilink_store::{Key, Update};
use medilink_tenant_infra::{Founding, doctor_of};
use serde::{Deserialize, Serialize};

/// An application to join.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Registration {
    pub registration_id: RegistrationId,
    pub kind: Kind,
    pub status: Status,
    pub user_id: UserId,
    pub email: Email,
    pub first_name: Text<1, 80>,
    pub last_name: Text<1, 80>,
    pub phone: Phone,
    pub gender: Gender,
    pub date_of_birth: CalendarDate,
    pub address: Address,
    pub license_number: Text<1, 60>,
    /// What a doctor says of the practice.
    pub practice: Option<Practice>,
    /// The name of the pharmacy or laboratory.
    pub business_name: Option<Text<1, 160>>,
    pub language: Language,
    pub upload_token_hash: String,
    /// Counts changes of the documents.
    pub version: u32,
    pub medical_license: Option<Upload>,
    pub national_id: Option<Upload>,
    pub photo: Option<Upload>,
    pub created_at: Instant,
    pub submitted_at: Option<Instant>,
    pub reviewed_at: Option<Instant>,
    pub reviewed_by: Option<UserId>,
    /// Why it was turned down.
    pub reason: Option<Text<1, 500>>,
    /// What came of it.
    pub tenant_id: Option<TenantId>,
    /// When that opened.
    pub opened_at: Option<Instant>,
    pub gsi1pk: String,
    pub gsi1sk: String,
}

/// What a doctor says of the practice.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Practice {
    pub specialty: Text<1, 80>,
    pub years_of_experience: u8,
    pub languages: Vec<Text<1, 40>>,
    pub consultation_fee: Money,
}

/// A document as it was promised.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Upload {
    pub upload_id: UploadId,
    pub content_type: String,
    pub size: u64,
    /// Lower-case hexadecimal.
    pub sha256: String,
    pub asked_at: Instant,
}

/// Somebody who works in a practice besides the doctor; in the practice's own keyspace.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct StaffMember {
    pub user_id: UserId,
    pub role: Role,
    pub first_name: Text<1, 80>,
    pub last_name: Text<1, 80>,
    pub email: Email,
    pub added_at: Instant,
}

impl Registration {
    /// The document of this kind that was asked for last.
    pub fn upload(&self, kind: DocumentKind) -> Option<&Upload> {
        match kind {
            DocumentKind::MedicalLicense => self.medical_license.as_ref(),
            DocumentKind::NationalId => self.national_id.as_ref(),
            DocumentKind::Photo => self.photo.as_ref(),
        }
    }

    /// The name of what is to come of it.
    pub fn tenant_name(&self) -> String {
        let person = || format!("{} {}", self.first_name, self.last_name);
        self.business_name.as_ref().map_or_else(person, |name| name.as_str().to_owned())
    }

    /// What provisioning its tenant has to know.
    pub fn founding(&self, tenant: TenantId) -> Founding {
        let doctor = self.practice.as_ref().map(|practice| DoctorCard {
            doctor_id: doctor_of(tenant),
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            specialty: practice.specialty.clone(),
            wilaya: self.address.wilaya.clone(),
            commune: self.address.commune.clone(),
            languages: practice.languages.clone(),
            consultation_fee: Some(practice.consultation_fee),
            rating: None,
        });
        Founding { email: self.email.clone(), doctor, registration: registration_key(self.registration_id) }
    }
}

/// The attribute of a registration that holds the document of this kind.
pub(crate) const fn upload_attribute(kind: DocumentKind) -> &'static str {
    match kind {
        DocumentKind::MedicalLicense => "medicalLicense",
        DocumentKind::NationalId => "nationalId",
        DocumentKind::Photo => "photo",
    }
}

/// Adds to a change of a registration that it comes to stand so.
pub(crate) fn in_status(update: Update, status: Status) -> Update {
    update.set("status", status).set("gsi1pk", registrations_in(status))
}

pub(crate) fn registration_key(registration: RegistrationId) -> Key {
    Key::only(format!("REG#{}", registration.bare()))
}

/// The partition of the index that lists the registrations of a status, oldest first.
pub(crate) fn registrations_in(status: Status) -> String {
    format!("REGS#{}", status.as_str())
}

/// Where the bytes of a document are in the object store.
pub(crate) fn document_place(registration: RegistrationId, upload: UploadId) -> String {
    format!("registrations/{}/{}", registration.bare(), upload.bare())
}

/// The people of a practice, in its own keyspace.
pub(crate) const STAFF: &str = "STAFF";

pub(crate) fn staff_key(user: UserId) -> Key {
    Key::new(STAFF, user.bare())
}
