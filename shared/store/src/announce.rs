//! Tells a local guard who is calling; in the cloud the role says it.

use crate::session::Headers;
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeTransmitInterceptorContextMut},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use std::pin::Pin;
use tokio::task::futures::TaskLocalFuture;

tokio::task_local! {
    static CALLER: Headers;
}

/// Sends a call in the name of this caller. A change to the single call would say the same, but makes the client put its
/// configuration together anew each time.
///
/// On the heap: such a call is too large to be moved about, and to stand on a stack beside others.
pub(crate) fn announced<F: Future>(headers: &Headers, call: F) -> TaskLocalFuture<Headers, Pin<Box<F>>> {
    CALLER.scope(headers.clone(), Box::pin(call))
}

/// Puts the caller into every request to an engine behind HTTP.
#[derive(Debug)]
pub(crate) struct Announce {
    /// The word that opens it.
    pub(crate) key: String,
}

impl Intercept for Announce {
    fn name(&self) -> &'static str {
        "Announce"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        let map = context.request_mut().headers_mut();
        CALLER.try_with(|caller| {
            map.insert("x-medilink-operation", caller.operation);
            map.insert("x-medilink-invocation", caller.invocation.clone());
            map.insert("x-medilink-tenants", caller.tenants.clone());
        })?;
        map.insert("x-medilink-key", self.key.clone());
        Ok(())
    }
}
