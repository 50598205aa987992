//! A person's own profile, as they see it.

use crate::sign_in::stored_status;
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{
    Address, BloodType, CalendarDate, DoctorId, Email, Gender, Instant, Language, Phone, Role, TenantId, Text, UserId,
};
use medilink_records::{Account, Credentials, PatientFacts, account_key, credentials_key};
use schemars::JsonSchema;
use serde::Serialize;

/// A profile.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Profile {
    user_id: UserId,
    role: Role,
    email: Email,
    first_name: Text<1, 80>,
    last_name: Text<1, 80>,
    phone: Option<Phone>,
    gender: Option<Gender>,
    date_of_birth: Option<CalendarDate>,
    address: Option<Address>,
    language: Language,
    created_at: Instant,
    #[serde(flatten)]
    workplace: Workplace,
    #[serde(flatten)]
    patient: Option<OwnFacts>,
}

/// Where somebody works, for those who work in a tenant.
#[derive(Debug, Default, Clone, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Workplace {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<TenantId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    doctor_id: Option<DoctorId>,
}

/// What only patients have.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
struct OwnFacts {
    blood_type: Option<BloodType>,
    height_cm: Option<u16>,
    weight_kg: Option<u16>,
    allergies: Vec<Text<1, 120>>,
    chronic_conditions: Vec<Text<1, 120>>,
}

impl Profile {
    pub(crate) fn new(account: Account, workplace: Workplace) -> Self {
        let own = |facts: PatientFacts| OwnFacts {
            blood_type: facts.blood_type,
            height_cm: facts.height_cm,
            weight_kg: facts.weight_kg,
            allergies: facts.allergies,
            chronic_conditions: facts.chronic_conditions,
        };
        Self {
            user_id: account.user_id,
            role: account.role,
            email: account.email,
            first_name: account.first_name,
            last_name: account.last_name,
            phone: account.phone,
            gender: account.gender,
            date_of_birth: account.date_of_birth,
            address: account.address,
            language: account.language,
            created_at: account.created_at,
            workplace,
            patient: account.patient.map(own),
        }
    }
}

/// The caller's record, and where the access token says they work.
pub(crate) async fn own(ctx: &Ctx) -> Result<(Account, Workplace), Failure> {
    let caller = ctx.caller()?;
    let account = async { Ok(ctx.store().get::<Account>(&account_key(caller.user)).await?) };
    let status = async {
        match caller.tenant {
            Some(tenant) => stored_status(ctx, tenant).await,
            None => Ok(None),
        }
    };
    let (account, tenant_status) = futures::try_join!(account, status)?;
    let account = account.ok_or_else(|| Failure::fault("a token for nobody"))?;
    Ok((account, Workplace { tenant_id: caller.tenant, tenant_status, doctor_id: caller.doctor }))
}

/// Where the registration stands of somebody who will work in a tenant that their token does not know yet.
pub(crate) async fn joining(ctx: &Ctx, account: &Account, workplace: Workplace) -> Result<Workplace, Failure> {
    let joins = matches!(account.role, Role::Doctor | Role::Pharmacist | Role::LabTechnician);
    if !joins || workplace.tenant_id.is_some() {
        return Ok(workplace);
    }
    let credentials = ctx.store().get::<Credentials>(&credentials_key(&account.email)).await?;
    let tenant_status = credentials.and_then(|credentials| credentials.registration_status);
    Ok(Workplace { tenant_status, ..workplace })
}
