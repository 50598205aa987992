use medilink_kernel::{Email, Instant, SessionId, UserId};
use medilink_store::Key;
use serde::{Deserialize, Serialize};

/// What of a sign-in concerns others than identity: whose it is, and how long it lasts.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SessionHead {
    /// Whose.
    pub user_id: UserId,
    /// Leads to the credentials.
    pub email: Email,
    /// [`crate::Credentials::generation`] at the sign-in: under a later one the session has ended.
    pub generation: u32,
    /// When it ends by itself.
    pub expires_at: Instant,
}

/// Where a sign-in lives.
pub fn session_key(session: SessionId) -> Key {
    Key::only(format!("SES#{}", session.bare()))
}
