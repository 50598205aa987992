//! Notes that messages have arrived.

use crate::{
    frames::Receipt,
    receipts::{self, Body},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Spec, codes};

/// `received`.
pub struct Received;

impl Operation for Received {
    const SPEC: Spec = Spec::socket("chat.received", "received", "Notes that messages have arrived")
        .grants(receipts::GRANTS)
        .refusals(&[codes::NOT_FOUND])
        .sockets()
        .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        receipts::note(ctx, body, Receipt::Delivered).await
    }
}
