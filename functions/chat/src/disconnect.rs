//! Forgets a socket that has ended.

use medilink_edge::{Ctx, Failure, Input, NoBody, NoPath, NoQuery, Nothing, Operation, Reply, links};
use medilink_operation::{Action, Grant, Spec};

/// `$disconnect`.
pub struct Disconnect;

impl Operation for Disconnect {
    const SPEC: Spec = Spec::socket("chat.disconnect", "$disconnect", "Forgets a socket that has ended")
        .grants(&[
            Grant::platform("SOCKET#", &[Action::DeleteItem]),
            Grant::platform("LINK#", &[Action::DeleteItem]),
            Grant::platform("TLINK#", &[Action::DeleteItem]),
        ])
        .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(ctx: &Ctx, _: Input<NoPath, NoQuery, NoBody>) -> Result<Reply<Nothing>, Failure> {
        let connection = ctx.connection.as_deref().ok_or_else(|| Failure::fault("no connection"))?;
        let caller = ctx.caller()?;
        links::forget(ctx, caller.user, connection, caller.tenant).await?;
        Ok(Reply::none())
    }
}
