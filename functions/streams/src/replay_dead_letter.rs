//! Has an operation try once more what it could not follow.
//!
//! It only says so in the letter: the letter's change brings the record to the operation, which does away with the letter
//! where it succeeds. Said twice, or at once, it is done at least once, which operations that follow a stream bear.

use crate::view::{DeadLetterPath, LETTER, gone};
use medilink_edge::{Ctx, Failure, Input, NoBody, NoQuery, Operation, Reply};
use medilink_kernel::{Instant, Role};
use medilink_operation::{Access, Action, Grant, Method, Spec};
use medilink_records::DeadLetterId;
use medilink_store::{Condition, Transaction, Update};
use schemars::JsonSchema;
use serde::Serialize;

/// Replays a dead letter.
pub struct ReplayDeadLetter;

/// What will be tried once more.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
pub struct Replay {
    dead_letter_id: DeadLetterId,
}

impl Operation for ReplayDeadLetter {
    const SPEC: Spec = Spec::http(
        "streams.replay_dead_letter",
        Method::Post,
        "/v1/admin/dead-letters/{deadLetterId}/replay",
        "Has an operation try once more what it could not follow",
    )
    .access(Access::Roles(&[Role::Admin]))
    .grants(&[Grant::platform("DEAD#", &[Action::UpdateItem])])
    .success(&[202]);
    type Path = DeadLetterPath;
    type Query = NoQuery;
    type Body = NoBody;
    type Output = Replay;

    async fn run(ctx: &Ctx, input: Input<DeadLetterPath, NoQuery, NoBody>) -> Result<Reply<Replay>, Failure> {
        let dead_letter_id = input.path.dead_letter_id;
        let wish = Update::new()
            .add("replays", 1)
            .set("attempts", 0)
            .set("replayedAt", Instant::new(ctx.now))
            .set("replayedBy", ctx.caller()?.user)
            // A count that has not come to its limit is no letter yet.
            .when(Condition::default().present("record"));
        let transaction = Transaction::new().update(&ctx.store(), LETTER, &dead_letter_id.key(), wish);
        ctx.commit(transaction, Reply::accepted(Replay { dead_letter_id })).await.map_err(gone)
    }
}
