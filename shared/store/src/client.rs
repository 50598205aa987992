//! The two ways to a store: by the SDK, or straight to an engine in this process.

use crate::{
    announce::announced,
    failure::Failure,
    session::Headers,
    wire::{Wire, WireCaller},
};
use aws_sdk_dynamodb::Client as Sdk;
use futures::FutureExt;
use serde::{Serialize, de::DeserializeOwned};
use std::sync::Arc;

/// Reaches the store.
pub(crate) enum Client {
    /// By the SDK: the cloud, or an engine behind HTTP.
    Sdk(Sdk),
    /// Straight to an engine in this process.
    Wire(Arc<dyn Wire>),
}

/// One request: serialised it is the body on the wire.
pub(crate) trait Call: Serialize + Sync {
    /// DynamoDB's name for what it asks.
    const ACTION: &'static str;
    /// The answer: read from the body on the wire.
    type Answer: DeserializeOwned + Send;

    /// Sends it by the SDK.
    fn by_sdk(&self, sdk: &Sdk) -> impl Future<Output = Result<Self::Answer, Failure>> + Send;
}

impl Client {
    /// Sends one request, once.
    pub(crate) async fn send<C: Call>(&self, caller: &Headers, call: &C) -> Result<C::Answer, Failure> {
        match self {
            Self::Sdk(sdk) => {
                // Boxed, for the type of the SDK's own future is too deep for the compiler.
                announced(caller, call.by_sdk(sdk).boxed()).await
            }
            Self::Wire(wire) => {
                let body = serde_json::to_vec(call).map_err(broken)?;
                let caller = WireCaller {
                    operation: caller.operation,
                    invocation: &caller.invocation,
                    tenants: &caller.tenants,
                };
                match wire.send(caller, C::ACTION, body.into()).await {
                    Ok(reply) if reply.status == 200 => serde_json::from_slice(&reply.body).map_err(broken),
                    Ok(reply) => Err(Failure::read(&reply.body)),
                    Err(_) => Err(Failure::Lost),
                }
            }
        }
    }
}

fn broken(error: serde_json::Error) -> Failure {
    Failure::Broken(format!("the wire: {error}"))
}
