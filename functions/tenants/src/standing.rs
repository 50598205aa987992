//! Whether a tenant is at work: its status, and whether patients find and book its doctor, change together.

use crate::views::TenantView;
use medilink_edge::{Ctx, Failure, Reply};
use medilink_kernel::{TenantId, Text};
use medilink_operation::Refusal;
use medilink_records::{DoctorEntry, TenantRecord, doctor_key};
use medilink_store::{Condition, StoreError, TenantStatus, Transaction, Update, tenant_key};
use medilink_tenant_infra::{close, doctor_of, in_status, open};

const TRIES: u32 = 3;

/// Which way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    Suspend,
    Resume,
}

impl Turn {
    const fn leads(self) -> (TenantStatus, TenantStatus) {
        match self {
            Self::Suspend => (TenantStatus::Active, TenantStatus::Suspended),
            Self::Resume => (TenantStatus::Suspended, TenantStatus::Active),
        }
    }
}

/// Stops a tenant or lets it go on; what stands so already is left as it is.
pub(crate) async fn turn(
    ctx: &Ctx,
    id: TenantId,
    turn: Turn,
    reason: Text<1, 500>,
) -> Result<Reply<TenantView>, Failure> {
    let (store, (from, to)) = (ctx.store(), turn.leads());
    for _ in 0..TRIES {
        let (tenant_key, doctor_key) = (tenant_key(id), doctor_key(doctor_of(id)));
        let tenant = store.get::<TenantRecord>(&tenant_key);
        let (tenant, doctor) = futures::try_join!(tenant, store.get::<DoctorEntry>(&doctor_key))?;
        let mut tenant = tenant.ok_or_else(Refusal::not_found)?;
        if tenant.status == to {
            return Ok(Reply::ok(tenant.into()));
        }
        if tenant.status != from {
            return Err(Refusal::invalid_state(tenant.status.as_str()).into());
        }
        tenant.status = to;
        match turn {
            Turn::Suspend => tenant.suspended_reason = Some(reason.clone()),
            Turn::Resume => (tenant.suspended_reason, tenant.resumed_reason) = (None, Some(reason.clone())),
        }
        let update = in_status(Update::new(), to)
            .put("suspendedReason", tenant.suspended_reason.as_ref())
            .put("resumedReason", tenant.resumed_reason.as_ref())
            .when(Condition::default().equals("status", from));
        let transaction = Transaction::new().update(&store, "tenant", &tenant_key, update);
        let transaction = match (&doctor, turn) {
            (None, _) => transaction,
            (Some(doctor), Turn::Suspend) => close(transaction, &store, &doctor.card),
            (Some(doctor), Turn::Resume) => open(transaction, &store, &doctor.card),
        };
        match ctx.commit(transaction, Reply::ok(TenantView::from(tenant))).await {
            Err(failure) if failure.failed("tenant") => {}
            result => return result,
        }
    }
    Err(StoreError::Busy("the tenant keeps changing".into()).into())
}
