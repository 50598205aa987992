use medilink_auth::Claims;
use medilink_kernel::{DoctorId, Role, SessionId, TenantId, UserId};

/// Who is signed in, by a verified access token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// The person.
    pub user: UserId,
    /// The sign-in.
    pub session: SessionId,
    /// The role.
    pub role: Role,
    /// The practice, pharmacy or laboratory that the person works in.
    pub tenant: Option<TenantId>,
    /// The doctor's public id.
    pub doctor: Option<DoctorId>,
}

impl Caller {
    /// Reads the claims; `None` where one is not of our making.
    pub(crate) fn read(claims: &Claims) -> Option<Self> {
        Some(Self {
            user: claims.sub.parse().ok()?,
            session: claims.sid.parse().ok()?,
            role: Role::parse(&claims.role)?,
            tenant: claims.tenant.as_deref().map(str::parse).transpose().ok()?,
            doctor: claims.doctor.as_deref().map(str::parse).transpose().ok()?,
        })
    }
}
