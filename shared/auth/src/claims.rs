//! What a token says, the kinds of tokens, and why one is refused.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The longest that any kind of token is valid.
pub const LONGEST_LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// The kinds of tokens. The kind stands in the signed header, so that none passes as another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenType {
    /// Opens operations.
    Access,
    /// Proves the first step of a sign-in, nothing more; its `sid` names that sign-in.
    Mfa,
}

/// Who signs tokens, for whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Realm {
    /// `iss`.
    pub issuer: String,
    /// `aud`.
    pub audience: String,
}

/// Whom a token is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The user.
    pub user: String,
    /// The session family.
    pub session: String,
    /// The role.
    pub role: String,
    /// The tenant, for roles that work in one.
    pub tenant: Option<String>,
    /// The doctor, for doctors.
    pub doctor: Option<String>,
}

/// The claims of a token (RFC 7519, RFC 9068). Instants are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Issuer.
    pub iss: String,
    /// Audience.
    pub aud: String,
    /// User.
    pub sub: String,
    /// The token's own id.
    pub jti: String,
    /// Issued at.
    pub iat: i64,
    /// Valid from.
    pub nbf: i64,
    /// Valid until, not included.
    pub exp: i64,
    /// Session family.
    pub sid: String,
    /// Role.
    pub role: String,
    /// Tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// Doctor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub doctor: Option<String>,
}

/// Why a token is refused, or could not be made. For the log: clients learn only that it is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of ours by its form.
    #[error("malformed token")]
    Malformed,
    /// Another algorithm than EdDSA.
    #[error("algorithm not accepted")]
    Algorithm,
    /// Another kind of token.
    #[error("token of another kind")]
    Type,
    /// A key that is not in the set. Right after a hasty rotation, reading the set again may help.
    #[error("unknown key")]
    UnknownKey,
    /// The signature is wrong.
    #[error("wrong signature")]
    Signature,
    /// Another issuer.
    #[error("another issuer")]
    Issuer,
    /// Another audience.
    #[error("another audience")]
    Audience,
    /// Over.
    #[error("expired")]
    Expired,
    /// Not valid yet.
    #[error("not valid yet")]
    NotYetValid,
    /// Signing failed.
    #[error("signing failed: {0}")]
    Signing(String),
    /// A key of the set is unusable.
    #[error("{0}")]
    Key(#[from] crate::keys::InvalidKey),
    /// Another part of the process has given the token library other cryptography.
    #[error("another cryptography provider is installed")]
    Provider,
}

impl TokenType {
    /// The `typ` of the header.
    #[must_use]
    pub const fn typ(self) -> &'static str {
        match self {
            Self::Access => "at+jwt",
            Self::Mfa => "mfa+jwt",
        }
    }

    /// How long such a token is valid.
    #[must_use]
    pub const fn lifetime(self) -> SignedDuration {
        match self {
            Self::Access => LONGEST_LIFETIME,
            Self::Mfa => SignedDuration::from_mins(5),
        }
    }
}

impl Claims {
    /// The claims of a new token.
    #[must_use]
    pub fn new(kind: TokenType, realm: &Realm, grant: Grant, jti: String, now: Timestamp) -> Self {
        let now = now.as_second();
        Self {
            iss: realm.issuer.clone(),
            aud: realm.audience.clone(),
            sub: grant.user,
            jti,
            iat: now,
            nbf: now,
            exp: now + kind.lifetime().as_secs(),
            sid: grant.session,
            role: grant.role,
            tenant: grant.tenant,
            doctor: grant.doctor,
        }
    }
}
