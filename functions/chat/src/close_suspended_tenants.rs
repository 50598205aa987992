//! Closes the sockets of everybody in a tenant that is not active any more. Before it first was, nobody had any: what is
//! told late of its founding closes none.

use futures::future::join_all;
use medilink_edge::links::{self, TenantLinkRecord, tenant_links};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
use medilink_kernel::TenantId;
use medilink_operation::{Action, Grant, Spec};
use medilink_store::{Query, TenantHead, TenantStatus};
use serde_json::Value;

/// How many are closed at once.
const PAGE: usize = 50;

/// Follows the registry.
pub struct CloseSuspendedTenants;

impl StreamOperation for CloseSuspendedTenants {
    const SPEC: Spec =
        Spec::stream("chat.close_suspended_tenants", "TENANT#", "Closes the sockets of a tenant that is not active")
            .grants(&[
                Grant::platform("TLINK#", &[Action::Query, Action::DeleteItem]),
                Grant::platform("LINK#", &[Action::DeleteItem]),
                Grant::platform("SOCKET#", &[Action::DeleteItem]),
            ])
            .sockets();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        if !is_active(record.old)? || is_active(record.new)? {
            return Ok(());
        }
        let tenant = record.pk.strip_prefix("TENANT#").unwrap_or_default();
        let tenant = TenantId::from_bare(tenant).map_err(Failure::fault)?;
        let mut after = None;
        loop {
            let page = Query::partition(tenant_links(tenant)).limit(PAGE).after(after);
            let page = ctx.store().query::<TenantLinkRecord>(page).await?;
            let each = page.items.into_iter().map(|link| async move {
                links::close_one(ctx, link.user_id, &link.connection, Some(tenant), link.ttl).await
            });
            join_all(each).await.into_iter().collect::<Result<(), Failure>>()?;
            after = page.next;
            if after.is_none() {
                return Ok(());
            }
        }
    }
}

fn is_active(image: Option<Value>) -> Result<bool, Failure> {
    let head = image.map(serde_json::from_value::<TenantHead>).transpose().map_err(Failure::fault)?;
    Ok(head.is_some_and(|head| head.status == TenantStatus::Active))
}
