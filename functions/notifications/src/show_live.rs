//! Shows a notice at the sockets that its reader has open.

use crate::{
    delivery::{self, Asked},
    preferences::Channel,
    raise,
    view::NotificationView,
};
use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord, links};
use medilink_operation::{Action, Grant, Spec};
use serde_json::json;

/// Follows the lists.
pub struct ShowLive;

impl StreamOperation for ShowLive {
    const SPEC: Spec = Spec::stream("notifications.show_live", "NTF#", "Shows a notice at its reader's open sockets")
        .grants(&[
            delivery::NOTICE,
            delivery::READER,
            raise::WISHES,
            Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
            Grant::platform("SOCKET#", &[Action::DeleteItem]),
            Grant::platform("TLINK#", &[Action::DeleteItem]),
        ])
        .sockets();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let Some(asked) = Asked::read(ctx, record, Channel::Socket)? else { return Ok(()) };
        let user = asked.reader();
        let links = links::of(ctx, user).await?;
        // Whoever has no client open finds it in the list.
        if links.is_empty() {
            return Ok(());
        }
        let Some(delivery) = asked.delivery(ctx).await? else { return Ok(()) };
        if !delivery.mark(ctx, Channel::Socket).await? {
            return Ok(());
        }
        let view = NotificationView::new(&delivery.notice, delivery.said, false);
        let frame = json!({"type": "notification", "notification": view}).to_string();
        links::post(ctx, user, &links, frame.as_bytes()).await
    }
}
