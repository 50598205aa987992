use medilink_kernel::{DoctorId, Email, TenantId};
use medilink_records::DoctorCard;
use medilink_store::Key;

/// What provisioning has to know of a tenant besides its registry record.
#[derive(Debug, Clone)]
pub struct Founding {
    /// The address that the owner signs in with.
    pub email: Email,
    /// What everybody is to see of the doctor, for a practice.
    pub doctor: Option<DoctorCard>,
    /// Where the registration is kept that it all came from.
    pub registration: Key,
}

/// The public id of the doctor who founded a practice. It has the practice's own number, so that an admin's act on the
/// practice finds the doctor's entry without reading anything before.
pub fn doctor_of(tenant: TenantId) -> DoctorId {
    DoctorId::from_u128(tenant.as_u128())
}
