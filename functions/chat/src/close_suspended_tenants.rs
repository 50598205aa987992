//! Closes the sockets of everybody in a tenant that is not active any more.

use crate::{links, records::tenant_links};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::{TenantId, UserId};
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Query, TenantHead, TenantStatus};

/// Follows the registry.
pub struct CloseSuspendedTenants;

impl StreamOperation for CloseSuspendedTenants {
    const SPEC: Spec =
        Spec::stream("chat.close_suspended_tenants", "TENANT#", "Closes the sockets of a tenant that is not active")
            .grants(&[
                Grant::platform("TLINK#", &[Action::QueryIndex]),
                Grant::platform("LINK#", &[Action::DeleteItem]),
                Grant::platform("SOCKET#", &[Action::DeleteItem]),
            ])
            .sockets();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let new = record.new.map(serde_json::from_value::<TenantHead>).transpose().map_err(Failure::fault)?;
        if new.is_some_and(|head| head.status == TenantStatus::Active) {
            return Ok(());
        }
        let tenant = record.pk.strip_prefix("TENANT#").unwrap_or_default();
        let tenant = TenantId::from_bare(tenant).map_err(Failure::fault)?;
        let mut after = None;
        loop {
            let page = ctx.store().query_keys(Query::index(tenant_links(tenant)).after(after)).await?;
            for key in &page.items {
                let user = key.pk.strip_prefix("LINK#").unwrap_or_default();
                links::close(ctx, UserId::from_bare(user).map_err(Failure::fault)?, &key.sk).await?;
            }
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}
