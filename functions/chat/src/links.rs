//! The sockets of a person: found, written to, forgotten when they are gone.

use crate::records::{LinkRecord, link_key, links_partition};
use futures::future::join_all;
use medilink_edge::{Ctx, Failure, connection_key};
use medilink_kernel::UserId;
use medilink_push::Delivery;
use medilink_store::Query;

/// The most sockets of one person that are written to; the newest are not better than others.
const MOST: usize = 50;

/// The sockets that a person has open.
pub(crate) async fn of(ctx: &Ctx, user: UserId) -> Result<Vec<LinkRecord>, Failure> {
    // On the heap: what is joined with others would make their common future too large for a stack.
    let links = Query::partition(links_partition(user)).limit(MOST);
    Ok(Box::pin(ctx.store().query::<LinkRecord>(links)).await?.items)
}

/// Sends a frame to these sockets but for the one that the call came over; forgets those that are gone. What does not
/// arrive is not lost: clients ask for what they have missed.
pub(crate) async fn post(ctx: &Ctx, user: UserId, links: &[LinkRecord], frame: &[u8]) -> Result<(), Failure> {
    let own = ctx.connection.as_deref();
    let others = links.iter().filter(|link| Some(link.connection.as_str()) != own);
    let each = others.map(|link| async move {
        match ctx.platform.sockets.post(&link.connection, frame.to_vec()).await {
            Ok(Delivery::Taken) => Ok(()),
            Ok(Delivery::Gone) => forget(ctx, user, &link.connection).await,
            Err(error) => {
                tracing::warn!(trace = ctx.trace_id, cause = %error, "a frame was not taken");
                Ok(())
            }
        }
    });
    Box::pin(join_all(each)).await.into_iter().collect()
}

/// Closes a socket and forgets it.
pub(crate) async fn close(ctx: &Ctx, user: UserId, connection: &str) -> Result<(), Failure> {
    ctx.platform.sockets.close(connection).await.map_err(Failure::fault)?;
    forget(ctx, user, connection).await
}

/// Forgets a socket.
pub(crate) async fn forget(ctx: &Ctx, user: UserId, connection: &str) -> Result<(), Failure> {
    let (store, link, socket) = (ctx.store(), link_key(user, connection), connection_key(connection));
    futures::try_join!(store.delete(&link), store.delete(&socket))?;
    Ok(())
}
