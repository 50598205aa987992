//! The steps of a prescription: claim, dispense, release, refuse, cancel. Each gives the state after it, or says why not.

use crate::content::Quantity;
use crate::prescription::{Claim, State, Status};
use medilink_kernel::{Instant, ItemId, TenantId};
use std::time::Duration;

/// How long a claim lasts.
pub const LEASE: Duration = Duration::from_secs(30 * 60);

/// What a claim led to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Claimed {
    /// The pharmacy holds it now: a state to write.
    New(State),
    /// The pharmacy held it already, under the claim of this state; nothing to write.
    Same(Claim),
}

/// Why a prescription cannot be claimed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ClaimRefused {
    /// Another pharmacy's lease lasts.
    #[error("another pharmacy holds this prescription")]
    HeldByOther,
    /// Its last day has passed.
    #[error("this prescription has expired")]
    Expired,
    /// Its first day is still to come.
    #[error("this prescription is not valid yet")]
    NotYetValid,
    /// It is over.
    #[error("a prescription that is {} cannot be claimed", state.as_str())]
    NotDispensable {
        /// Where it stands.
        state: Status,
    },
}

/// Why somebody cannot act as the holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum HolderRefused {
    /// Another pharmacy, another secret, or nobody holds it.
    #[error("this is not the claim that holds the prescription")]
    NotHolder,
    /// The lease of this very claim is over.
    #[error("the lease of this claim has ended")]
    LeaseEnded,
}

/// Why nothing was dispensed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DispenseRefused {
    /// Not by this caller.
    #[error(transparent)]
    Holder(#[from] HolderRefused),
    /// No line has this id.
    #[error("the prescription has no such item")]
    UnknownItem,
    /// More than what is left of a line.
    #[error("more than what is left to dispense")]
    OverQuantity,
    /// No line was named.
    #[error("nothing to dispense")]
    Nothing,
}

/// Why a step is refused by the state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a prescription that is {} does not allow this", state.as_str())]
pub struct InvalidState {
    /// Where the prescription stands.
    pub state: Status,
}

/// Why a holder cannot refuse.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum RefuseRefused {
    /// Not by this caller.
    #[error(transparent)]
    Holder(#[from] HolderRefused),
    /// Nothing is left to refuse.
    #[error(transparent)]
    State(#[from] InvalidState),
}

/// Who claims to hold a prescription: a pharmacy and the hash of the secret it shows.
#[derive(Debug, Clone, Copy)]
pub struct Holder<'a> {
    /// The caller's tenant.
    pub pharmacy: TenantId,
    /// Hash of the token presented.
    pub token_hash: &'a str,
}

impl State {
    /// Leases the prescription to a pharmacy. `token_hash` makes the hash of the claim's secret from its number, so that
    /// the secret can be derived again when the same pharmacy asks again.
    pub fn claim(
        &self,
        pharmacy: TenantId,
        now: Instant,
        token_hash: impl FnOnce(u32) -> String,
    ) -> Result<Claimed, ClaimRefused> {
        match self.status(now) {
            state @ (Status::Dispensed | Status::NotDispensed | Status::Cancelled) => {
                return Err(ClaimRefused::NotDispensable { state });
            }
            Status::Expired => return Err(ClaimRefused::Expired),
            Status::Scheduled => return Err(ClaimRefused::NotYetValid),
            Status::Active | Status::Claimed | Status::PartDispensed | Status::CancelPending => {}
        }
        match self.held(now) {
            Some(claim) if claim.pharmacy == pharmacy => Ok(Claimed::Same(claim.clone())),
            Some(_) => Err(ClaimRefused::HeldByOther),
            None => {
                let mut after = self.changed();
                after.claims += 1;
                let until = now.timestamp().saturating_add(LEASE).unwrap_or(now.timestamp()).into();
                after.claim = Some(Claim { pharmacy, token_hash: token_hash(after.claims), until, used: false });
                Ok(Claimed::New(after))
            }
        }
    }

    /// Hands out quantities by line: all of them or nothing. A line named twice counts together.
    pub fn dispense(
        &self,
        holder: Holder<'_>,
        items: &[(ItemId, Quantity)],
        now: Instant,
    ) -> Result<Self, DispenseRefused> {
        let claim = self.held_by(holder, now)?;
        if items.is_empty() {
            return Err(DispenseRefused::Nothing);
        }
        let mut after = self.changed();
        for (item, quantity) in items {
            let index = self.index_of(*item).ok_or(DispenseRefused::UnknownItem)?;
            let units = after.items.get_mut(index).ok_or(DispenseRefused::UnknownItem)?;
            units.remaining = units.remaining.checked_sub(quantity.units()).ok_or(DispenseRefused::OverQuantity)?;
        }
        after.dispensings += 1;
        // The claim stays: the holder may hand out more, and over-asking is answered as such rather than as no claim.
        after.claim = Some(Claim { used: true, ..claim.clone() });
        Ok(after)
    }

    /// Gives the prescription back before the lease ends.
    pub fn release(&self, holder: Holder<'_>, now: Instant) -> Result<Self, HolderRefused> {
        self.held_by(holder, now)?;
        Ok(Self { claim: None, ..self.changed() })
    }

    /// Declines to dispense what is left, for good.
    pub fn refuse(&self, holder: Holder<'_>, now: Instant) -> Result<Self, RefuseRefused> {
        self.held_by(holder, now)?;
        match self.status(now) {
            state @ Status::Dispensed => Err(InvalidState { state }.into()),
            _ => Ok(Self { claim: None, refused: true, ..self.changed() }),
        }
    }

    /// Cancels what is left: at once, or when the claim that holds it ends.
    pub fn cancel(&self, now: Instant) -> Result<Self, InvalidState> {
        match self.status(now) {
            Status::Scheduled | Status::Active | Status::Claimed | Status::PartDispensed => {
                Ok(Self { cancelled: true, ..self.changed() })
            }
            state => Err(InvalidState { state }),
        }
    }

    fn changed(&self) -> Self {
        Self { version: self.version + 1, ..self.clone() }
    }

    fn held_by(&self, holder: Holder<'_>, now: Instant) -> Result<&Claim, HolderRefused> {
        let own = |claim: &&Claim| claim.pharmacy == holder.pharmacy && claim.token_hash == holder.token_hash;
        let claim = self.claim.as_ref().filter(own).ok_or(HolderRefused::NotHolder)?;
        if now < claim.until { Ok(claim) } else { Err(HolderRefused::LeaseEnded) }
    }
}
