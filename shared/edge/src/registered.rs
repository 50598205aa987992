use crate::{
    Ctx, Failure, Input, Operation, Request, Response, ScheduledOperation, StreamOperation, StreamRecord, input,
    pipeline,
};
use futures::future::BoxFuture;
use medilink_operation::{Described, Spec};

type Respond = for<'a> fn(&'a Ctx, &'a Request) -> BoxFuture<'a, Result<(Response, bool), Failure>>;
type Follow = for<'a> fn(&'a Ctx, Vec<StreamRecord>) -> BoxFuture<'a, Result<(), Failure>>;
type Tick = for<'a> fn(&'a Ctx) -> BoxFuture<'a, Result<(), Failure>>;

/// What runs an operation, by what sets it off.
#[derive(Clone, Copy)]
pub enum Handler {
    /// A route: types in, an answer and whether its receipt is written.
    Http(Respond),
    /// A route of sockets: a frame in, a frame out.
    Socket(Respond),
    /// Records of the stream.
    Stream(Follow),
    /// The clock.
    Schedule(Tick),
}

/// An operation in a registry: its declaration with its types forgotten.
#[derive(Clone, Copy)]
pub struct Registered {
    /// Declaration and schemas.
    pub described: Described,
    /// What runs it.
    pub handler: Handler,
    /// Whether it takes several records of a stream at once.
    pub(crate) together: bool,
}

impl Registered {
    /// Registers an operation behind a route.
    pub const fn http<O: Operation>() -> Self {
        Self {
            described: Described::of::<O::Path, O::Query, O::Body, O::Output>(&O::SPEC),
            handler: Handler::Http(respond::<O>),
            together: false,
        }
    }

    /// Registers an operation behind a route of the WebSocket API.
    pub const fn socket<O: Operation>() -> Self {
        Self {
            described: Described::of::<O::Path, O::Query, O::Body, O::Output>(&O::SPEC),
            handler: Handler::Socket(respond::<O>),
            together: false,
        }
    }

    /// Registers an operation on the stream.
    pub const fn stream<O: StreamOperation>() -> Self {
        Self {
            described: Described::of::<(), (), (), ()>(&O::SPEC),
            handler: Handler::Stream(|ctx, records| Box::pin(O::run_many(ctx, records))),
            together: O::TOGETHER,
        }
    }

    /// Registers an operation on the clock.
    pub const fn schedule<O: ScheduledOperation>() -> Self {
        Self {
            described: Described::of::<(), (), (), ()>(&O::SPEC),
            handler: Handler::Schedule(|ctx| Box::pin(O::run(ctx))),
            together: false,
        }
    }

    /// The declaration.
    pub const fn spec(&self) -> &'static Spec {
        self.described.spec
    }
}

fn respond<'a, O: Operation>(ctx: &'a Ctx, request: &'a Request) -> BoxFuture<'a, Result<(Response, bool), Failure>> {
    Box::pin(async move {
        let input = Input {
            path: input::path(&request.path)?,
            query: input::query(&request.query)?,
            body: input::body(&request.body)?,
        };
        let reply = O::run(ctx, input).await?;
        debug_assert!(O::SPEC.success.contains(&reply.status), "{}: {} is not declared", O::SPEC.id, reply.status);
        Ok((pipeline::success(O::SPEC.cache_seconds, reply.status, pipeline::render(&reply)?), reply.receipted))
    })
}
