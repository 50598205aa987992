//! The way of the store to the guard within one process: no SDK, no HTTP.

use bytes::Bytes;
use futures::FutureExt as _;
use futures::future::BoxFuture;
use medilink_store::{Wire, WireCaller, WireLost, WireReply};

use crate::{Guard, Outcome};

impl Wire for Guard {
    fn send<'a>(
        &'a self,
        caller: WireCaller<'a>,
        action: &'static str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<WireReply, WireLost>> {
        let outcome = self.named(caller, action, body);
        let answer = |outcome| match outcome {
            Outcome::Reply(reply) => Ok(WireReply { status: reply.status, body: reply.body }),
            Outcome::TimedOut => Err(WireLost::TimedOut),
            Outcome::Disconnected => Err(WireLost::Disconnected),
        };
        outcome.map(answer).boxed()
    }
}
