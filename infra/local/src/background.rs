//! A thread of its own for what follows requests and what the clock brings about: whoever waits for an answer goes first.

use std::{io, thread::JoinHandle};
use tokio::sync::oneshot;

/// How far it stands back where others want to run (`nice`, of this thread alone).
#[cfg(target_os = "linux")]
const BACK: i32 = 10;

/// Work on a thread of its own; dropped, it ends.
pub struct Background {
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Background {
    /// Starts the work. What it spawns runs on the same thread. The second part tells when it has ended.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn start(work: impl Future<Output = ()> + Send + 'static) -> io::Result<(Self, oneshot::Receiver<()>)> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (alive, ended) = oneshot::channel();
        let thread = std::thread::Builder::new().name("background".to_owned()).spawn(move || {
            // Dropped when the thread ends, however it does.
            let _alive = alive;
            stand_back();
            runtime.block_on(async {
                tokio::select! {
                    () = work => {}
                    _ = stopped => {}
                }
            });
        })?;
        Ok((Self { stop: Some(stop), thread: Some(thread) }, ended))
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread was reported when it happened.
            let _ended = thread.join();
        }
    }
}

fn stand_back() {
    medilink_dynamo::stand_back();
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::nice(BACK) {
        tracing::warn!(%error, "background work runs like any other");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::{Arc, Mutex};

    #[tokio::test]
    async fn what_it_does_ends_with_it() {
        let (held, told) = (Arc::new(Mutex::new(())), oneshot::channel());
        let inner = held.clone();
        let (background, ended) = Background::start(async move {
            let spawned = tokio::spawn(async move {
                let _held = inner;
                std::future::pending::<()>().await;
            });
            told.0.send(()).unwrap();
            spawned.await.unwrap();
        })
        .unwrap();
        told.1.await.unwrap();
        assert_eq!(Arc::strong_count(&held), 2);
        drop(background);
        assert_eq!(Arc::strong_count(&held), 1);
        assert!(ended.await.is_err());
    }

    #[tokio::test]
    async fn its_end_is_told_also_where_it_breaks() {
        let (_background, ended) = Background::start(async { panic!("as work never should") }).unwrap();
        assert!(ended.await.is_err());
    }
}
