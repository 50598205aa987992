use crate::AccessEntry;
use medilink_kernel::{AccessId, Role, TenantId, UserId};
use medilink_operation::{Part, Purpose};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteArray;

/// The entry of the audit trail that an act writes into the very item that it changes, without what the item says
/// itself. So the act and its entry are one write, and what follows the table's stream puts the entry into its place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "Packed", from = "Packed")]
pub struct Act {
    /// The entry's id, which carries the time.
    pub id: AccessId,
    /// Who.
    pub user: UserId,
    /// What they are.
    pub role: Role,
    /// Where they work.
    pub tenant: Option<TenantId>,
    /// What was called.
    pub operation: String,
    /// Why.
    pub purpose: Purpose,
    /// Names the call in logs.
    pub trace: String,
    /// The client's network address.
    pub address: String,
}

impl Act {
    /// The attribute of an item that holds it.
    pub const ATTRIBUTE: &'static str = "act";

    /// The whole entry; `owner` is the practice that keeps the record, none where it is the platform.
    pub fn entry(self, owner: Option<TenantId>, patient: UserId, part: Part, record: String) -> AccessEntry {
        AccessEntry {
            id: self.id,
            user: self.user,
            role: self.role,
            tenant: self.tenant,
            owner,
            patients: vec![patient],
            operation: self.operation,
            part,
            purpose: self.purpose,
            record: Some(record),
            refused: None,
            trace: self.trace,
            address: self.address,
        }
    }
}

/// A record with the act that writes it.
#[derive(Serialize)]
pub struct Acted<'a, T> {
    #[serde(flatten)]
    record: &'a T,
    act: Act,
}

impl<'a, T> Acted<'a, T> {
    /// The record, written by this act.
    pub const fn new(record: &'a T, act: Act) -> Self {
        Self { record, act }
    }
}

/// The act of an item, as far as it has one.
#[derive(Debug, Deserialize)]
pub struct ActOf {
    /// The act.
    pub act: Option<Act>,
}

type Id = ByteArray<16>;

/// By place and in bytes, for it lies in items that have to stay below a kilobyte.
#[derive(Serialize, Deserialize)]
struct Packed(Id, Id, Role, Option<Id>, String, Purpose, String, String);

impl From<Act> for Packed {
    fn from(act: Act) -> Self {
        let id = |value: u128| Id::new(value.to_be_bytes());
        let tenant = act.tenant.map(|tenant| id(tenant.as_u128()));
        let (entry, user) = (id(act.id.as_u128()), id(act.user.as_u128()));
        Self(entry, user, act.role, tenant, act.operation, act.purpose, act.trace, act.address)
    }
}

impl From<Packed> for Act {
    fn from(Packed(id, user, role, tenant, operation, purpose, trace, address): Packed) -> Self {
        let value = |id: Id| u128::from_be_bytes(id.into_array());
        Self {
            id: AccessId::from_u128(value(id)),
            user: UserId::from_u128(value(user)),
            role,
            tenant: tenant.map(|tenant| TenantId::from_u128(value(tenant))),
            operation,
            purpose,
            trace,
            address,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn an_act_lies_beside_the_record_and_reads_back() {
        let act = Act {
            id: AccessId::from_u128(1),
            user: UserId::from_u128(2),
            role: Role::Pharmacist,
            tenant: Some(TenantId::from_u128(3)),
            operation: "prescriptions.dispense".into(),
            purpose: Purpose::Dispensing,
            trace: "0".repeat(32),
            address: "127.0.0.1".into(),
        };
        for act in [act.clone(), Act { tenant: None, ..act }] {
            let stored = serde_json::to_value(Acted::new(&json!({"status": "active"}), act.clone())).unwrap();
            assert_eq!(stored["status"], "active");
            assert_eq!(serde_json::from_value::<ActOf>(stored).unwrap().act, Some(act));
        }
        assert!(serde_json::from_value::<ActOf>(json!({"status": "active"})).unwrap().act.is_none());
    }
}
