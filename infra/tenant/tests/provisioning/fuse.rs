//! A wire to the store that is cut at a chosen call, before it or after it, as when a process is killed.

use bytes::Bytes;
use futures::{FutureExt, future::BoxFuture};
use medilink_store::{Wire, WireCaller, WireLost, WireReply};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use tokio::sync::Notify;

/// No cut.
pub const WHOLE: usize = usize::MAX;

/// The end of the wire at which it is cut.
#[derive(Clone)]
pub struct Fuse {
    inner: Arc<Inner>,
    to: Arc<dyn Wire>,
}

struct Inner {
    /// Twice the calls that still pass; odd where one more is done, but never answered.
    left: AtomicUsize,
    cut: Notify,
}

impl Fuse {
    pub fn new(to: Arc<dyn Wire>) -> Self {
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

impl Wire for Fuse {
    fn send<'a>(
        &'a self,
        caller: WireCaller<'a>,
        action: &'static str,
        body: Bytes,
    ) -> BoxFuture<'a, Result<WireReply, WireLost>> {
        let call = self.to.send(caller, action, body);
        async move {
            let left = self.inner.left.load(Ordering::SeqCst);
            if left == WHOLE {
                return call.await;
            }
            self.inner.left.store(left.saturating_sub(2), Ordering::SeqCst);
            if left >= 2 {
                return call.await;
            }
            if left == 1 {
                let _unanswered = call.await;
            }
            self.inner.cut.notify_one();
            std::future::pending().await
        }
        .boxed()
    }
}
