//! The key that signs tokens, as a process keeps it.

use crate::records::{RingRecord, ring_key};
use data_encoding::BASE64URL_NOPAD;
use jiff::Timestamp;
use medilink_auth::{Grant, KeyRing, Signer, TokenType, ring::MAX_AGE};
use medilink_edge::{Ctx, Failure};
use medilink_kernel::SessionId;
use medilink_records::Credentials;
use medilink_store::StoreError;
use std::sync::Arc;

const CACHE: &str = "identity.signing";

/// A signer, and when its key was read.
pub(crate) struct Signing {
    signer: Signer,
    at: Timestamp,
}

impl Signing {
    /// The signer of this process; read anew when it has been kept for as long as a retired key stays published.
    pub(crate) async fn get(ctx: &Ctx) -> Result<Arc<Self>, Failure> {
        if let Some(kept) = ctx.platform.cached::<Self>(CACHE)
            && ctx.now.duration_since(kept.at) < MAX_AGE
        {
            return Ok(kept);
        }
        let record = ctx.store().get::<RingRecord>(&ring_key()).await?;
        let record = record.ok_or_else(|| StoreError::Busy("the first signing key is not made yet".into()))?;
        let ring = KeyRing::open(&ctx.platform.secret, &record.sealed).map_err(Failure::fault)?;
        let signer = Signer::new(ctx.platform.settings.realm(), ring.current()).map_err(Failure::fault)?;
        let fresh = Arc::new(Self { signer, at: ctx.now });
        ctx.platform.cache(CACHE, Arc::clone(&fresh));
        Ok(fresh)
    }

    /// An access token.
    pub(crate) fn access(&self, ctx: &Ctx, credentials: &Credentials, session: SessionId) -> Result<String, Failure> {
        self.issue(ctx, TokenType::Access, credentials, session.to_string())
    }

    /// A token that proves the first step of a sign-in. `about` leads the second step to the credentials.
    pub(crate) fn mfa(&self, ctx: &Ctx, credentials: &Credentials, about: String) -> Result<String, Failure> {
        self.issue(ctx, TokenType::Mfa, credentials, about)
    }

    fn issue(&self, ctx: &Ctx, kind: TokenType, credentials: &Credentials, session: String) -> Result<String, Failure> {
        let grant = Grant {
            user: credentials.user_id.to_string(),
            session,
            role: credentials.role.as_str().to_owned(),
            tenant: credentials.tenant_id.map(|id| id.to_string()),
            doctor: credentials.doctor_id.map(|id| id.to_string()),
        };
        let id = BASE64URL_NOPAD.encode(&ctx.entropy().bytes::<16>());
        self.signer.issue(kind, grant, id, ctx.now).map(|issued| issued.token).map_err(Failure::fault)
    }
}
