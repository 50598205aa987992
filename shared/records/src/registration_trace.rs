use medilink_kernel::{Instant, RegistrationId, UserId};
use serde::Deserialize;

/// What others may know of an application to join.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RegistrationTrace {
    /// Which one.
    pub registration_id: RegistrationId,
    /// Whose.
    pub user_id: UserId,
    status: String,
    reason: Option<String>,
    opened_at: Option<Instant>,
}

/// What became of an application.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision<'a> {
    /// Approved, and what came of it is open.
    Opened,
    /// Turned down, for this reason.
    Rejected(&'a str),
}

impl RegistrationTrace {
    /// What there is to tell: an approval is told once the tenant is open.
    pub fn decision(&self) -> Option<Decision<'_>> {
        match (self.status.as_str(), self.opened_at) {
            ("approved", Some(_)) => Some(Decision::Opened),
            ("rejected", _) => Some(Decision::Rejected(self.reason.as_deref().unwrap_or_default())),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_approval_is_told_once_the_tenant_is_open() {
        let read = |status: &str, opened: Option<&str>| {
            let (id, user) = (RegistrationId::from_u128(1), UserId::from_u128(2));
            let record =
                json!({"registrationId": id, "userId": user, "status": status, "openedAt": opened, "reason": "x"});
            serde_json::from_value::<RegistrationTrace>(record).unwrap()
        };
        assert_eq!(read("approved", None).decision(), None);
        assert_eq!(read("approved", Some("2027-03-01T08:00:00Z")).decision(), Some(Decision::Opened));
        assert_eq!(read("rejected", None).decision(), Some(Decision::Rejected("x")));
        assert_eq!(read("submitted", None).decision(), None);
    }
}
