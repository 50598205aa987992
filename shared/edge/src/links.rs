//! The sockets of a person: found, written to, forgotten when they are gone.

use crate::{Ctx, Failure, connection_key};
use futures::future::join_all;
use medilink_kernel::{SessionId, TenantId, UserId};
use medilink_push::Delivery;
use medilink_store::{Key, Query};
use serde::{Deserialize, Serialize};

/// No socket lives longer than two hours; what is known of it may go a little later.
pub const KEPT_SECONDS: i64 = 2 * 3600 + 600;
/// Longer than it takes to open one.
const OPENING_SECONDS: i64 = 15;

/// One socket of a person.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LinkRecord {
    /// The sort key: the connection.
    #[serde(rename = "sk", skip_serializing)]
    pub connection: String,
    /// The sign-in that opened it.
    pub session_id: SessionId,
    /// Where the person works.
    pub tenant_id: Option<TenantId>,
    /// The generation of the credentials that it was opened under.
    #[serde(default)]
    pub generation: u32,
    /// When it is forgotten.
    pub ttl: i64,
}

/// A socket among those of a tenant's people. An item of its own, for an index may be a moment late, and a moment is all
/// that suspension takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantLinkRecord {
    /// The sort key: the connection.
    #[serde(rename = "sk", skip_serializing)]
    pub connection: String,
    /// Whose.
    pub user_id: UserId,
    /// When it is forgotten.
    pub ttl: i64,
}

/// The partition of a person's sockets.
pub fn links_partition(user: UserId) -> String {
    format!("LINK#{}", user.bare())
}

/// Whose sockets a partition holds.
pub fn owner(pk: &str) -> Option<UserId> {
    UserId::from_bare(pk.strip_prefix("LINK#")?).ok()
}

/// Where a socket of a person lies.
pub fn link_key(user: UserId, connection: &str) -> Key {
    Key::new(links_partition(user), connection)
}

/// The partition of the sockets of a tenant's people.
pub fn tenant_links(tenant: TenantId) -> String {
    format!("TLINK#{}", tenant.bare())
}

/// Where a socket of a tenant's people lies.
pub fn tenant_link_key(tenant: TenantId, connection: &str) -> Key {
    Key::new(tenant_links(tenant), connection)
}

/// The sockets that a person has open, all of them: whoever is cut off must lose every one.
pub async fn of(ctx: &Ctx, user: UserId) -> Result<Vec<LinkRecord>, Failure> {
    let (mut links, mut after) = (Vec::new(), None);
    loop {
        // On the heap: what is joined with others would make their common future too large for a stack.
        let page = Box::pin(ctx.store().query(Query::partition(links_partition(user)).after(after))).await?;
        links.extend(page.items);
        after = page.next;
        if after.is_none() {
            return Ok(links);
        }
    }
}

/// Sends a frame to these sockets but for the one that the call came over; forgets those that are gone. What does not
/// arrive is not lost: clients ask for what they have missed.
pub async fn post(ctx: &Ctx, user: UserId, links: &[LinkRecord], frame: &[u8]) -> Result<(), Failure> {
    let own = ctx.connection.as_deref();
    let others = links.iter().filter(|link| Some(link.connection.as_str()) != own);
    let each = others.map(|link| async move {
        match ctx.platform.sockets.post(&link.connection, frame.to_vec()).await {
            Ok(Delivery::Gone) if !is_opening(ctx, link.ttl) => {
                forget(ctx, user, &link.connection, link.tenant_id).await
            }
            Ok(_) => Ok(()),
            Err(error) => {
                tracing::warn!(trace = ctx.trace_id, cause = %error, "a frame was not taken");
                Ok(())
            }
        }
    });
    Box::pin(join_all(each)).await.into_iter().collect()
}

/// Closes these sockets and forgets them: all that can be closed, whatever becomes of one.
pub async fn close<'a>(ctx: &Ctx, user: UserId, links: impl Iterator<Item = &'a LinkRecord>) -> Result<(), Failure> {
    let each = links.map(|link| close_one(ctx, user, &link.connection, link.tenant_id, link.ttl));
    Box::pin(join_all(each)).await.into_iter().collect()
}

/// Closes one socket, which is forgotten by itself when its `ttl` has come, and forgets it.
pub async fn close_one(
    ctx: &Ctx,
    user: UserId,
    connection: &str,
    tenant: Option<TenantId>,
    ttl: i64,
) -> Result<(), Failure> {
    match ctx.platform.sockets.close(connection).await.map_err(Failure::fault)? {
        // It may still be opened by whoever is opening it: the record comes again.
        Delivery::Gone if is_opening(ctx, ttl) => Err(Failure::fault("a socket is not open yet")),
        _ => forget(ctx, user, connection, tenant).await,
    }
}

/// Forgets a socket.
pub async fn forget(ctx: &Ctx, user: UserId, connection: &str, tenant: Option<TenantId>) -> Result<(), Failure> {
    let (store, link, socket) = (ctx.store(), link_key(user, connection), connection_key(connection));
    let among = async {
        match tenant {
            Some(tenant) => store.delete(&tenant_link_key(tenant, connection)).await,
            None => Ok(()),
        }
    };
    futures::try_join!(store.delete(&link), store.delete(&socket), among)?;
    Ok(())
}

/// Whether `$connect` may not have ended yet: until then the gateway says of a socket that it is gone.
fn is_opening(ctx: &Ctx, ttl: i64) -> bool {
    ctx.now.as_second() < ttl - KEPT_SECONDS + OPENING_SECONDS
}
