//! What has become of a prescription: the small part that changes, and the status that follows from it.

use crate::content::{Content, Quantity, item_index};
use crate::payload::CodeHash;
use medilink_kernel::{Instant, ItemId, PrescriptionId, TenantId, UserId};
use serde::{Deserialize, Serialize};

/// Where a prescription stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "PrescriptionStatus")]
pub enum Status {
    /// Its first day is still to come.
    Scheduled,
    /// It can be claimed; nothing was dispensed yet.
    Active,
    /// A pharmacy holds it and has not dispensed under this claim.
    Claimed,
    /// Some of it was dispensed.
    PartDispensed,
    /// All of it was dispensed.
    Dispensed,
    /// A pharmacy refused it.
    NotDispensed,
    /// Cancelled while a pharmacy holds it: what is left dies when the claim ends.
    CancelPending,
    /// Cancelled.
    Cancelled,
    /// Its last day has passed.
    Expired,
}

impl Status {
    /// The status as clients read it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Active => "active",
            Self::Claimed => "claimed",
            Self::PartDispensed => "part_dispensed",
            Self::Dispensed => "dispensed",
            Self::NotDispensed => "not_dispensed",
            Self::CancelPending => "cancel_pending",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }
}

/// Where one line stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ItemStatus {
    /// Nothing of it was dispensed yet.
    ToDispense,
    /// Some of it.
    Partial,
    /// All of it.
    Dispensed,
    /// A pharmacy refused what was left.
    NotDispensed,
    /// What was left was cancelled.
    Cancelled,
    /// What was left has expired.
    Expired,
}

/// Units of a line: prescribed and not dispensed yet. Stored as a pair, for twenty of them are in one item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "(u16, u16)", from = "(u16, u16)")]
pub struct Units {
    /// As the doctor wrote.
    pub prescribed: u16,
    /// Still to dispense.
    pub remaining: u16,
}

impl From<Units> for (u16, u16) {
    fn from(units: Units) -> Self {
        (units.prescribed, units.remaining)
    }
}

impl From<(u16, u16)> for Units {
    fn from((prescribed, remaining): (u16, u16)) -> Self {
        Self { prescribed, remaining }
    }
}

impl From<Quantity> for Units {
    fn from(quantity: Quantity) -> Self {
        Self { prescribed: quantity.units(), remaining: quantity.units() }
    }
}

/// A pharmacy's lease of a prescription. Its number is [`State::claims`], for only the latest is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Claim {
    /// Who holds it.
    pub pharmacy: TenantId,
    /// Hash of the secret that the holder shows.
    pub token_hash: String,
    /// When it ends by itself.
    pub until: Instant,
    /// Whether something was dispensed under it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub used: bool,
}

/// The changing part of a prescription; below 1 KB however many lines it has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct State {
    /// Which prescription.
    pub prescription_id: PrescriptionId,
    /// For whom; states of an older version do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patient_id: Option<UserId>,
    /// Counts the changes; a write goes through only over the version that was read.
    pub version: u32,
    /// Hash of the claim code that the QR carries.
    pub code_hash: CodeHash,
    /// From when it may be dispensed.
    pub valid_from: Instant,
    /// From when it may no more.
    pub expires_at: Instant,
    /// Units by line, in the order of the content.
    pub items: Vec<Units>,
    /// The latest claim, unless it was given back. It may have ended: see [`State::held`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim: Option<Claim>,
    /// How many claims there were: the number of the next dispenses a fresh secret.
    pub claims: u32,
    /// How many dispensings there were.
    pub dispensings: u32,
    /// Whether the prescriber cancelled it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
    /// Whether a pharmacy refused it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub refused: bool,
}

impl State {
    /// The state of a prescription that was just issued.
    pub fn issued(content: &Content, code_hash: CodeHash) -> Self {
        Self {
            prescription_id: content.prescription_id,
            patient_id: Some(content.patient.patient_id),
            version: 1,
            code_hash,
            valid_from: content.valid_from,
            expires_at: content.expires_at,
            items: content.items.iter().map(|line| line.quantity.into()).collect(),
            claim: None,
            claims: 0,
            dispensings: 0,
            cancelled: false,
            refused: false,
        }
    }

    /// The claim, while its lease lasts.
    pub fn held(&self, now: Instant) -> Option<&Claim> {
        self.claim.as_ref().filter(|claim| now < claim.until)
    }

    /// Where the prescription stands. A claim outlives cancelling and expiry: its holder may finish within the lease.
    pub fn status(&self, now: Instant) -> Status {
        let held = self.held(now);
        if self.items.iter().all(|units| units.remaining == 0) {
            Status::Dispensed
        } else if self.refused {
            Status::NotDispensed
        } else if self.cancelled {
            if held.is_some() { Status::CancelPending } else { Status::Cancelled }
        } else if held.is_some_and(|claim| !claim.used) {
            Status::Claimed
        } else if held.is_none() && now >= self.expires_at {
            Status::Expired
        } else if now < self.valid_from {
            Status::Scheduled
        } else if self.dispensings > 0 {
            Status::PartDispensed
        } else {
            Status::Active
        }
    }

    /// Where a line stands.
    pub fn item_status(&self, units: Units, now: Instant) -> ItemStatus {
        match self.status(now) {
            _ if units.remaining == 0 => ItemStatus::Dispensed,
            Status::NotDispensed => ItemStatus::NotDispensed,
            Status::Cancelled => ItemStatus::Cancelled,
            Status::Expired => ItemStatus::Expired,
            _ if units.remaining < units.prescribed => ItemStatus::Partial,
            _ => ItemStatus::ToDispense,
        }
    }

    /// The place of a line among [`State::items`].
    pub fn index_of(&self, item: ItemId) -> Option<usize> {
        item_index(self.prescription_id, item, self.items.len())
    }
}

#[cfg(test)]
mod tests;
