use medilink_kernel::{
    Address, BloodType, CalendarDate, DoctorId, Email, Gender, Instant, Language, Phone, RegistrationId, Role,
    TenantId, Text, UserId,
};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// What signing in needs, found by e-mail address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Credentials {
    /// Whose.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// The practice, pharmacy or laboratory; set when its registration is approved.
    pub tenant_id: Option<TenantId>,
    /// The doctor's public id; set when the registration is approved.
    pub doctor_id: Option<DoctorId>,
    /// The registration that the account was opened with, for whoever joins with a practice, pharmacy or laboratory.
    pub registration_id: Option<RegistrationId>,
    /// Where that registration stands.
    pub registration_status: Option<String>,
    /// Argon2id, as a PHC string.
    pub password_hash: String,
    /// The second factor, once its first code was shown.
    pub mfa: Option<Mfa>,
    /// Counts changes of password and second factor; sessions opened under an older one end.
    #[serde(default)]
    pub generation: u32,
    /// Whether an admin has closed the account.
    #[serde(default)]
    pub disabled: bool,
}

/// A second factor by time-based one-time codes (RFC 6238).
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mfa {
    /// The shared secret, sealed.
    #[serde(with = "serde_bytes")]
    pub sealed_secret: Vec<u8>,
    /// The last time step whose code was taken: each code counts once.
    pub last_step: Option<u64>,
    /// Hashes of recovery codes not used yet.
    #[serde(default)]
    pub recovery_hashes: Vec<String>,
}

/// A person's profile.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Account {
    /// The person.
    pub user_id: UserId,
    /// The role.
    pub role: Role,
    /// E-mail address.
    pub email: Email,
    /// Given name.
    pub first_name: Text<1, 80>,
    /// Family name.
    pub last_name: Text<1, 80>,
    /// Telephone.
    pub phone: Option<Phone>,
    /// Gender.
    pub gender: Option<Gender>,
    /// Date of birth.
    pub date_of_birth: Option<CalendarDate>,
    /// Address.
    pub address: Option<Address>,
    /// The language of messages to this person.
    #[serde(default)]
    pub language: Language,
    /// What only patients have.
    pub patient: Option<PatientFacts>,
    /// When the account was opened.
    pub created_at: Instant,
}

/// What a patient says of their own health.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PatientFacts {
    /// Blood group.
    pub blood_type: Option<BloodType>,
    /// Height.
    pub height_cm: Option<u16>,
    /// Weight.
    pub weight_kg: Option<u16>,
    /// Allergies, in the patient's words.
    #[serde(default)]
    pub allergies: Vec<Text<1, 120>>,
    /// Chronic conditions, in the patient's words.
    #[serde(default)]
    pub chronic_conditions: Vec<Text<1, 120>>,
}

/// Where the credentials of an address live.
pub fn credentials_key(email: &Email) -> Key {
    Key::only(format!("EMAIL#{}", email.as_str()))
}

/// Where a profile lives.
pub fn account_key(user: UserId) -> Key {
    Key::only(format!("USER#{}", user.bare()))
}

/// The partition that lists the admins of the platform.
pub const ADMINS: &str = "ADMINS";

/// An admin, in that list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdminMark {
    /// Who.
    pub user_id: UserId,
}

/// Where an admin stands in the list.
pub fn admin_key(user: UserId) -> Key {
    Key::new(ADMINS, user.bare())
}
