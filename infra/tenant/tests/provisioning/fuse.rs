//! A wire to the store that is cut at a chosen call, before it or after it, as when a process is killed.

use aws_smithy_runtime_api::client::{
    http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
    orchestrator::HttpRequest,
    runtime_components::RuntimeComponents,
};
use medilink_dynamo::GuardClient;
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Notify;

/// No cut.
pub const WHOLE: usize = usize::MAX;

/// The end of the wire at which it is cut.
#[derive(Clone, Debug)]
pub struct Fuse {
    inner: Arc<Inner>,
    to: GuardClient,
}

#[derive(Debug)]
struct Inner {
    /// Twice the calls that still pass; odd where one more is done, but never answered.
    left: AtomicUsize,
    cut: Notify,
}

impl Fuse {
    pub fn new(to: GuardClient) -> Self {
        Self { inner: Arc::new(Inner { left: AtomicUsize::new(WHOLE), cut: Notify::new() }), to }
    }

    /// Runs work that ends where the wire is cut, at this point; `None` where it was.
    pub async fn blow<T>(&self, point: usize, work: impl Future<Output = T>) -> Option<T> {
        self.inner.left.store(point, Ordering::SeqCst);
        let end = tokio::select! {
            () = self.inner.cut.notified() => None,
            end = work => Some(end),
        };
        self.inner.left.store(WHOLE, Ordering::SeqCst);
        end
    }
}

impl HttpClient for Fuse {
    fn http_connector(&self, settings: &HttpConnectorSettings, parts: &RuntimeComponents) -> SharedHttpConnector {
        SharedHttpConnector::new(Wire { inner: self.inner.clone(), to: self.to.http_connector(settings, parts) })
    }
}

#[derive(Debug)]
struct Wire {
    inner: Arc<Inner>,
    to: SharedHttpConnector,
}

impl HttpConnector for Wire {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let (inner, to) = (self.inner.clone(), self.to.clone());
        HttpConnectorFuture::new(async move {
            let left = inner.left.load(Ordering::SeqCst);
            if left == WHOLE {
                return to.call(request).await;
            }
            inner.left.store(left.saturating_sub(2), Ordering::SeqCst);
            if left >= 2 {
                return to.call(request).await;
            }
            if left == 1 {
                let _unanswered = to.call(request).await;
            }
            inner.cut.notify_one();
            std::future::pending().await
        })
    }
}
