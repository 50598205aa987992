use crate::{Caller, Failure, Platform, Reply, idempotency::Idempotency, trail::Trail};
use jiff::Timestamp;
use medilink_auth::{Claims, TokenType};
use medilink_kernel::{Entropy, Language};
use medilink_operation::{Refusal, Spec, codes};
use medilink_store::{PlatformStore, Session, StoreError, TenantStore, Transaction};
use serde::Serialize;
use std::sync::Arc;

/// What an operation has at hand while it runs.
pub struct Ctx {
    /// The process-wide parts.
    pub platform: Arc<Platform>,
    /// The operation's declaration.
    pub spec: &'static Spec,
    /// The store, for this invocation.
    pub session: Session,
    /// The instant of this call; one for all it does.
    pub now: Timestamp,
    /// The language asked for.
    pub language: Language,
    /// Names the call.
    pub trace_id: String,
    /// The client's network address.
    pub address: String,
    /// The client's own description (`User-Agent`).
    pub user_agent: String,
    /// A secret that came in a header of its own ([`medilink_operation::Access::Secret`]).
    pub presented_secret: Option<String>,
    /// The socket that the call came over, if it came over one.
    pub connection: Option<String>,
    /// The site whose page opens a socket, as the browser says; other clients say nothing.
    pub origin: Option<String>,
    pub(crate) caller: Option<Caller>,
    pub(crate) query: String,
    pub(crate) raw_path: String,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) trail: Trail,
}

impl Ctx {
    /// Who is signed in.
    pub fn caller(&self) -> Result<&Caller, Refusal> {
        self.caller.as_ref().ok_or_else(|| Refusal::new(codes::UNAUTHENTICATED, "An access token is needed."))
    }

    /// The platform's own table.
    pub fn store(&self) -> PlatformStore {
        self.session.platform()
    }

    /// The caller's own tenant, which must be active unless the declaration says otherwise.
    pub async fn tenant(&self) -> Result<TenantStore, Failure> {
        let tenant = self.caller()?.tenant.ok_or(StoreError::TenantNotActive)?;
        self.kept_by(tenant);
        Ok(self.session.own_tenant(tenant, self.spec.inactive_tenant).await?)
    }

    /// Randomness.
    pub fn entropy(&self) -> &dyn Entropy {
        &*self.platform.entropy
    }

    /// What a token of this installation says; `None` for one that is not good, or of another kind.
    pub async fn verify_token(&self, kind: TokenType, token: &str) -> Result<Option<Arc<Claims>>, Failure> {
        Ok(self.platform.keys.verify(&self.platform, &self.session, kind, token).await?)
    }

    /// A name that this request shares with its repetitions alone, where it has an `Idempotency-Key`: what is counted
    /// can count them once.
    pub fn request_name(&self) -> Option<String> {
        self.idempotency.as_ref().map(Idempotency::name)
    }

    /// Stops with the earlier answer to this very request, where its `Idempotency-Key` has one. The edge asks before it
    /// hands out any refusal; an operation only has to where it does something irrevocable before it refuses.
    pub async fn answered_before(&self) -> Result<(), Failure> {
        match &self.idempotency {
            Some(idempotency) => idempotency.look(&self.session, self.now).await,
            None => Ok(()),
        }
    }

    /// Writes a transaction while its answer is read, for an answer that does not depend on it. A receipt holds the
    /// answer, so with an `Idempotency-Key` the one waits for the other.
    pub async fn commit_while<O: Serialize>(
        &self,
        transaction: Transaction,
        reply: impl Future<Output = Result<Reply<O>, Failure>>,
    ) -> Result<Reply<O>, Failure> {
        if self.idempotency.is_some() {
            return self.commit(transaction, reply.await?).await;
        }
        self.carries_its_act()?;
        let (written, reply) = futures::join!(self.session.transact(transaction), reply);
        written?;
        self.act_is_written();
        reply
    }

    /// Writes a transaction and, with it, the receipt of the client's `Idempotency-Key`: act and answer are one write.
    ///
    /// # Errors
    /// [`Failure::Store`] where a condition did not hold ([`Failure::failed`] tells whose); an earlier receipt comes
    /// before everything else and needs no care: hand the failure on with `?`.
    pub async fn commit<O: Serialize>(
        &self,
        transaction: Transaction,
        mut reply: Reply<O>,
    ) -> Result<Reply<O>, Failure> {
        self.carries_its_act()?;
        let transaction = match &self.idempotency {
            Some(idempotency) => {
                let body = crate::pipeline::render(&reply)?;
                reply.receipted = true;
                idempotency.add(self, transaction, reply.status, &body)
            }
            None => transaction,
        };
        match self.session.transact(transaction).await {
            Ok(()) => {
                self.act_is_written();
                Ok(reply)
            }
            Err(error) => Err(Idempotency::earlier(error)),
        }
    }
}
