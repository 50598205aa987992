//! The side of the pharmacy: who is calling, and what a scanned code or a claim token leads to.

use crate::claim_token::ClaimToken;
use crate::content::Content;
use crate::keys::{invalid_code, verified};
use crate::payload::Parts;
use crate::prescription::State;
use crate::records::{content_key, state_key};
use crate::steps::{Holder, HolderRefused};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::{Opaque, PrescriptionId, TenantId};
use medilink_operation::{Refusal, codes};
use medilink_store::{StoreError, TenantHead, TenantKind, TenantStatus, TenantStore, tenant_key};

/// The caller's own pharmacy, where it is one and active.
///
/// The registry is asked here and not by [`Ctx::tenant`], whose question waits for the first read of the tenant's own
/// records: there is none, and the practice's records can be read meanwhile.
pub(crate) async fn active(ctx: &Ctx) -> Result<TenantId, Failure> {
    let tenant = ctx.caller()?.tenant.ok_or(StoreError::TenantNotActive)?;
    let head = ctx.store().get::<TenantHead>(&tenant_key(tenant)).await?;
    match head {
        Some(head) if head.status == TenantStatus::Active && head.kind == TenantKind::Pharmacy => Ok(tenant),
        _ => Err(StoreError::TenantNotActive.into()),
    }
}

/// What a scanned code leads to.
pub(crate) struct Presented {
    /// What the code says.
    pub(crate) parts: Parts,
    /// The practice.
    pub(crate) practice: TenantStore,
    /// Where the prescription stands.
    pub(crate) state: State,
}

/// The prescription of a scanned code.
pub(crate) async fn presented(ctx: &Ctx, payload: &str) -> Result<Presented, Failure> {
    let (parts, practice) = practice(ctx, payload).await?;
    let state = practice.get(&state_key(parts.prescription)).await?;
    Ok(Presented { state: opened(ctx, &parts, state)?, parts, practice })
}

/// The prescription of a scanned code, with its content.
pub(crate) async fn shown(ctx: &Ctx, payload: &str) -> Result<(Content, State), Failure> {
    let (parts, practice) = practice(ctx, payload).await?;
    let (content_key, state_key) = (content_key(parts.prescription), state_key(parts.prescription));
    let (content, state) = futures::try_join!(practice.get::<Content>(&content_key), practice.get(&state_key))?;
    Ok((content.ok_or_else(invalid_code)?, opened(ctx, &parts, state)?))
}

async fn practice(ctx: &Ctx, payload: &str) -> Result<(Parts, TenantStore), Failure> {
    let parts = verified(ctx, payload).await?;
    let practice = ctx.session.referenced_tenant(parts.tenant).await?;
    Ok((parts, practice))
}

fn opened(ctx: &Ctx, parts: &Parts, state: Option<State>) -> Result<State, Refusal> {
    let state = state.filter(|state| state.code_hash == parts.code.hash()).ok_or_else(invalid_code)?;
    touches(ctx, parts.tenant, &state);
    Ok(state)
}

/// Tells the audit trail whose prescription the call is about.
fn touches(ctx: &Ctx, practice: TenantId, state: &State) {
    ctx.kept_by(practice);
    ctx.on_record(state.prescription_id);
    state.patient_id.into_iter().for_each(|patient| ctx.on_record_of(patient));
}

/// What a claim token leads to.
pub(crate) struct Held {
    /// The claim.
    pub(crate) claim: ClaimToken,
    /// The practice.
    pub(crate) practice: TenantStore,
    /// Where the prescription stands.
    pub(crate) state: State,
    token_hash: String,
}

impl Held {
    /// The prescription with this id, by a token that the caller's pharmacy was once given for it. Any other token finds
    /// nothing, whether there is such a prescription or not.
    pub(crate) async fn open(ctx: &Ctx, id: PrescriptionId, token: &Opaque<256>) -> Result<Self, Failure> {
        let (pharmacy, secret) = (ctx.caller()?.tenant, &ctx.platform.secret);
        let claim = ClaimToken::read(token.as_str(), secret)
            .filter(|claim| claim.prescription == id && Some(claim.pharmacy) == pharmacy)
            .ok_or_else(Refusal::not_found)?;
        let practice = ctx.session.referenced_tenant(claim.practice).await?;
        let state = practice.get(&state_key(id)).await?.ok_or_else(Refusal::not_found)?;
        touches(ctx, claim.practice, &state);
        Ok(Self { claim, practice, state, token_hash: claim.hash(secret) })
    }

    /// The caller, as the state machine knows holders.
    pub(crate) fn holder(&self) -> Holder<'_> {
        Holder { pharmacy: self.claim.pharmacy, token_hash: &self.token_hash }
    }
}

impl From<HolderRefused> for Refusal {
    fn from(_: HolderRefused) -> Self {
        Self::new(codes::NOT_HOLDER, "The claim has ended; claim the prescription again.")
    }
}
