//! Notes that messages were read.

use crate::{
    frames::Receipt,
    receipts::{self, Body},
};
use medilink_edge::{Ctx, Failure, Input, NoPath, NoQuery, Nothing, Operation, Reply};
use medilink_operation::{Spec, codes};

/// `read`.
pub struct Read;

impl Operation for Read {
    const SPEC: Spec = Spec::socket("chat.read", "read", "Notes that messages were read")
        .grants(receipts::GRANTS)
        .refusals(&[codes::NOT_FOUND])
        .sockets()
        .success(&[204]);
    type Path = NoPath;
    type Query = NoQuery;
    type Body = Body;
    type Output = Nothing;

    async fn run(ctx: &Ctx, Input { body, .. }: Input<NoPath, NoQuery, Body>) -> Result<Reply<Nothing>, Failure> {
        receipts::note(ctx, body, Receipt::Read).await
    }
}
