//! An entry as auditors see it.

use medilink_kernel::{AccessId, Instant, Role, TenantId, UserId};
use medilink_operation::{Part, Purpose};
use medilink_records::AccessEntry;
use schemars::JsonSchema;
use serde::Serialize;

/// What came of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "AccessOutcome")]
pub enum Outcome {
    /// It was done.
    Granted,
    /// It was not.
    Refused,
}

/// An entry of the audit trail.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "AccessEntry")]
pub struct EntryView {
    /// The entry.
    entry_id: AccessId,
    /// When.
    at: Instant,
    /// Who.
    user_id: UserId,
    /// What they are.
    role: Role,
    /// Where they work.
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<TenantId>,
    /// Whose record; several for a page of a list.
    patient_ids: Vec<UserId>,
    /// Who keeps the record.
    #[serde(skip_serializing_if = "Option::is_none")]
    owner_tenant_id: Option<TenantId>,
    /// The record that it was about, or that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    record_id: Option<String>,
    /// What was called.
    operation: String,
    /// What was touched.
    part: Part,
    /// Why.
    purpose: Purpose,
    /// What came of it.
    outcome: Outcome,
    /// The code of a refusal.
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<String>,
    /// Names the call in logs.
    trace_id: String,
    /// The client's network address.
    address: String,
}

impl Outcome {
    /// What came of an entry's call.
    pub(crate) const fn of(entry: &AccessEntry) -> Self {
        if entry.refused.is_none() { Self::Granted } else { Self::Refused }
    }
}

impl From<AccessEntry> for EntryView {
    fn from(entry: AccessEntry) -> Self {
        Self {
            entry_id: entry.id,
            at: Instant::new(entry.at()),
            user_id: entry.user,
            role: entry.role,
            tenant_id: entry.tenant,
            outcome: Outcome::of(&entry),
            patient_ids: entry.patients,
            owner_tenant_id: entry.owner,
            record_id: entry.record,
            operation: entry.operation,
            part: entry.part,
            purpose: entry.purpose,
            code: entry.refused,
            trace_id: entry.trace,
            address: entry.address,
        }
    }
}
