/// What a function may do at the store, by DynamoDB's own action names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// Also covers `BatchGetItem` and gets inside transactions.
    GetItem,
    /// Puts, alone and inside transactions.
    PutItem,
    /// Updates, alone and inside transactions.
    UpdateItem,
    /// Deletes, alone and inside transactions.
    DeleteItem,
    /// A query over one partition.
    Query,
    /// A query over one partition of `gsi1`.
    QueryIndex,
    /// A condition inside a transaction.
    ConditionCheckItem,
}

impl Action {
    /// The IAM actions that this one stands for.
    pub const fn iam(self) -> &'static [&'static str] {
        match self {
            Self::GetItem => &["dynamodb:GetItem", "dynamodb:BatchGetItem"],
            Self::PutItem => &["dynamodb:PutItem"],
            Self::UpdateItem => &["dynamodb:UpdateItem"],
            Self::DeleteItem => &["dynamodb:DeleteItem"],
            Self::Query | Self::QueryIndex => &["dynamodb:Query"],
            Self::ConditionCheckItem => &["dynamodb:ConditionCheckItem"],
        }
    }
}

/// Whose keyspace a grant reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The platform's own table.
    Platform,
    /// The tenant of the caller.
    OwnTenant,
    /// A tenant that a verified reference leads to: a doctor's directory entry, a patient's own record index, a signed code.
    ReferencedTenant,
}

/// A permission: these actions on partition keys that begin with `keys`, in one scope.
///
/// `keys` is a whole family with its terminator (`USER#`), or one exact key where it has no terminator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// Whose keyspace.
    pub scope: Scope,
    /// The family of partition keys, without a tenant's prefix.
    pub keys: &'static str,
    /// What may be done with them.
    pub actions: &'static [Action],
}

impl Grant {
    /// On the platform's table.
    pub const fn platform(keys: &'static str, actions: &'static [Action]) -> Self {
        Self { scope: Scope::Platform, keys, actions }
    }

    /// On the caller's own tenant.
    pub const fn own(keys: &'static str, actions: &'static [Action]) -> Self {
        Self { scope: Scope::OwnTenant, keys, actions }
    }

    /// On a tenant reached by a verified reference.
    pub const fn referenced(keys: &'static str, actions: &'static [Action]) -> Self {
        Self { scope: Scope::ReferencedTenant, keys, actions }
    }

    /// The pattern of partition keys, after `prefix`.
    pub fn pattern(&self, prefix: &str) -> String {
        let star = if self.keys.ends_with('#') { "*" } else { "" };
        format!("{prefix}{}{star}", self.keys)
    }
}
