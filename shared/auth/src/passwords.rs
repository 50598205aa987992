//! Password hashing beside the async threads: few at once, so that neither they nor memory suffer.

use std::num::NonZeroUsize;
use std::sync::Arc;

use tokio::sync::Semaphore;
use zeroize::Zeroizing;

use crate::password::{self, Cost, DUMMY, PasswordError};

/// Hashes and verifies passwords on blocking threads.
#[derive(Debug, Clone)]
pub struct Passwords {
    gate: Arc<Semaphore>,
    cost: Cost,
}

impl Passwords {
    /// At most `at_once` hashes at a time (19 MB each); others wait their turn. The number of cores is right.
    #[must_use]
    pub fn new(at_once: NonZeroUsize) -> Self {
        Self::of_cost(at_once, Cost::OWASP)
    }

    /// The same with hashes of another cost.
    #[must_use]
    pub fn of_cost(at_once: NonZeroUsize, cost: Cost) -> Self {
        Self { gate: Arc::new(Semaphore::new(at_once.get().min(Semaphore::MAX_PERMITS))), cost }
    }

    /// The PHC string of a password.
    ///
    /// # Errors
    /// When hashing fails.
    pub async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, PasswordError> {
        let password = Zeroizing::new(password.to_owned());
        let cost = self.cost;
        self.run(move || password::hash(&password, salt, cost)).await?
    }

    /// Whether the password is the hashed one. Without a hash, for an unknown account, the answer is no, after the
    /// same time.
    ///
    /// # Errors
    /// When the stored hash is none.
    pub async fn verify(&self, password: &str, phc: Option<&str>) -> Result<bool, PasswordError> {
        let password = Zeroizing::new(password.to_owned());
        let known = phc.is_some();
        let phc = phc.unwrap_or(DUMMY).to_owned();
        let matches = self.run(move || password::verify(&password, &phc)).await??;
        Ok(matches & known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, PasswordError> {
        let permit = Arc::clone(&self.gate).acquire_owned().await.map_err(|_| PasswordError::Interrupted)?;
        tokio::task::spawn_blocking(move || {
            let done = work();
            // Held to here, not by the caller: one who goes away does not end the work.
            drop(permit);
            done
        })
        .await
        .map_err(|_| PasswordError::Interrupted)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;

    fn passwords(at_once: usize) -> Passwords {
        Passwords::new(NonZeroUsize::new(at_once).unwrap())
    }

    #[tokio::test]
    async fn known_and_unknown_accounts() {
        let passwords = passwords(2);
        let phc = passwords.hash("correct horse", [1; 16]).await.unwrap();
        assert!(passwords.verify("correct horse", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("wrong horse", Some(&phc)).await.unwrap());
        assert!(!passwords.verify("correct horse", None).await.unwrap());
        assert!(passwords.verify("correct horse", Some("garbage")).await.is_err());
    }

    #[tokio::test]
    async fn never_more_at_once_than_allowed_even_when_callers_leave() {
        let passwords = passwords(2);
        let (running, most, ended) =
            (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
        let mut tasks = Vec::new();
        for _ in 0..12 {
            let (passwords, running, most, ended) =
                (passwords.clone(), Arc::clone(&running), Arc::clone(&most), Arc::clone(&ended));
            tasks.push(tokio::spawn(async move {
                let work = move || {
                    most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                    std::thread::sleep(Duration::from_millis(10));
                    running.fetch_sub(1, Ordering::SeqCst);
                    ended.fetch_add(1, Ordering::SeqCst);
                };
                passwords.run(work).await.unwrap();
            }));
        }
        while running.load(Ordering::SeqCst) < 2 {
            tokio::task::yield_now().await;
        }
        // Callers of running work go away; the rest must still wait for that work.
        tasks[0].abort();
        tasks[1].abort();
        for task in tasks.drain(2..) {
            task.await.unwrap();
        }
        let _all_done = passwords.gate.acquire_many(2).await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 2);
        assert_eq!(ended.load(Ordering::SeqCst), 12);
    }

    #[tokio::test]
    async fn the_async_thread_stays_free() {
        let passwords = passwords(1);
        let (tell, told) = std::sync::mpsc::channel();
        let blocked = tokio::spawn(async move { passwords.run(move || told.recv()).await });
        // On this one thread the message can be sent only if waiting for the work does not hold it.
        tokio::task::yield_now().await;
        tell.send(()).unwrap();
        blocked.await.unwrap().unwrap().unwrap();
    }
}
