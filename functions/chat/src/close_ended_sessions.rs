//! Closes the sockets of a session that has ended.

use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord, links};
use medilink_kernel::SessionId;
use medilink_operation::{Action, Grant, Spec};
use medilink_records::SessionHead;

/// Follows sessions.
pub struct CloseEndedSessions;

impl StreamOperation for CloseEndedSessions {
    const SPEC: Spec =
        Spec::stream("chat.close_ended_sessions", "SES#", "Closes the sockets of a session that has ended")
            .grants(&[
                Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
                Grant::platform("SOCKET#", &[Action::DeleteItem]),
                Grant::platform("TLINK#", &[Action::DeleteItem]),
            ])
            .sockets();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let (None, Some(old)) = (record.new, record.old) else { return Ok(()) };
        let session: SessionHead = serde_json::from_value(old).map_err(Failure::fault)?;
        let ended = record.pk.strip_prefix("SES#").unwrap_or_default();
        let ended = SessionId::from_bare(ended).map_err(Failure::fault)?;
        let links = links::of(ctx, session.user_id).await?;
        let its = links.iter().filter(|link| link.session_id == ended);
        links::close(ctx, session.user_id, its).await
    }
}
