//! Does away with a dead letter that nobody needs: what it asked for is never done.

use crate::view::{DeadLetterPath, LETTER, gone};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Nothing, Operation, Reply};
use medilink_kernel::Role;
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_store::{Condition, Transaction};

/// Discards a dead letter.
pub struct DiscardDeadLetter;

impl Operation for DiscardDeadLetter {
    const SPEC: Spec = Spec::http(
        "streams.discard_dead_letter",
        Method::Delete,
        "/v1/admin/dead-letters/{deadLetterId}",
        "Does away with what an operation could not follow",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("DEAD#", &[Action::DeleteItem])])
    .success(&[204]);
    type Path = DeadLetterPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Nothing;

    async fn run(ctx: &Ctx, input: Input<DeadLetterPath, NoQuery, NoBody>) -> Result<Reply<Nothing>, Failure> {
        let there = Condition::default().present("record");
        let key = input.path.dead_letter_id.key();
        let transaction = Transaction::new().delete(&ctx.store(), LETTER, &key, there);
        ctx.commit(transaction, Reply::none()).await.map_err(gone)
    }
}
