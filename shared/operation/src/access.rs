use medilink_kernel::Role;

/// Who an operation answers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Anybody, signed in or not.
    Public,
    /// Anybody who holds a secret that the operation checks itself (an upload token); named for the role matrix.
    Secret(&'static str),
    /// Everybody signed in.
    SignedIn,
    /// Whoever opened the socket that a frame comes over.
    Connected,
    /// Signed in, with one of these roles.
    Roles(&'static [Role]),
    /// The platform itself: a stream or a schedule, never a client.
    Internal,
}

impl Access {
    /// Whether the role may call at all. What they reach is the operation's own matter.
    pub fn allows(self, role: Option<Role>) -> bool {
        match self {
            Self::Public | Self::Secret(_) => true,
            Self::SignedIn | Self::Connected => role.is_some(),
            Self::Roles(roles) => role.is_some_and(|role| roles.contains(&role)),
            Self::Internal => false,
        }
    }

    /// Whether a call must carry an access token.
    pub const fn needs_token(self) -> bool {
        matches!(self, Self::SignedIn | Self::Roles(_))
    }
}
