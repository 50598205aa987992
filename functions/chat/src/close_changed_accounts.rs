//! Closes the sockets of an account whose password, second factor or tenant has changed, or that was closed. Whoever is
//! still signed in opens another; one that was opened under what the account has become stays, however late this comes.

use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord, links, links::LinkRecord};
use medilink_operation::{Action, Grant, Spec};
use medilink_records::Credentials;

/// Follows credentials.
pub struct CloseChangedAccounts;

impl StreamOperation for CloseChangedAccounts {
    const SPEC: Spec =
        Spec::stream("chat.close_changed_accounts", "EMAIL#", "Closes the sockets of an account that has changed")
            .grants(&[
                Grant::platform("LINK#", &[Action::Query, Action::DeleteItem]),
                Grant::platform("SOCKET#", &[Action::DeleteItem]),
                Grant::platform("TLINK#", &[Action::DeleteItem]),
            ])
            .sockets();

    async fn run(ctx: &Ctx, record: StreamRecord) -> Result<(), Failure> {
        let read = |image: serde_json::Value| serde_json::from_value::<Credentials>(image).map_err(Failure::fault);
        let Some(old) = record.old.map(read).transpose()? else { return Ok(()) };
        let new = record.new.map(read).transpose()?;
        if new.is_some_and(|new| may_the_same(&old, &new)) {
            return Ok(());
        }
        let links = links::of(ctx, old.user_id).await?;
        links::close(ctx, old.user_id, links.iter().filter(|link| opened_under(&old, link))).await
    }
}

fn may_the_same(old: &Credentials, new: &Credentials) -> bool {
    let rights = |c: &Credentials| (c.user_id, c.role, c.tenant_id, c.doctor_id, c.generation, c.disabled);
    rights(old) == rights(new)
}

/// Whoever begins to work in a tenant becomes a doctor of it in the same moment, and a role never changes.
fn opened_under(old: &Credentials, link: &LinkRecord) -> bool {
    (old.tenant_id, old.generation) == (link.tenant_id, link.generation)
}
