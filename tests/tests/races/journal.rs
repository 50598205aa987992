use crate::call::Call;
use medilink_testkit::Answer;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// What clients know: which calls were answered and how, and which were not.
pub struct Journal {
    answered: Mutex<Vec<(Call, Answer)>>,
    unanswered: Mutex<Vec<Call>>,
    count: watch::Sender<usize>,
}

impl Default for Journal {
    fn default() -> Self {
        Self { answered: Mutex::default(), unanswered: Mutex::default(), count: watch::Sender::new(0) }
    }
}

impl Journal {
    /// Makes the call until it is answered; `None` where the platform was cut.
    pub async fn make(&self, call: Call) -> Option<Answer> {
        let answer = call.answered().await;
        match &answer {
            Some(answer) => {
                self.answered.lock().unwrap_or_else(PoisonError::into_inner).push((call, answer.clone()));
                self.count.send_modify(|count| *count += 1);
            }
            None => self.unanswered.lock().unwrap_or_else(PoisonError::into_inner).push(call),
        }
        answer
    }

    /// Waits until so many calls were answered.
    pub async fn reaches(&self, count: usize) {
        self.count.subscribe().wait_for(|answered| *answered >= count).await.expect("a journal");
    }

    pub fn count(&self) -> usize {
        *self.count.borrow()
    }

    /// Makes every call that was not answered once more, under its key.
    pub async fn settle(&self) -> Vec<(Call, Answer)> {
        let open = std::mem::take(&mut *self.unanswered.lock().unwrap_or_else(PoisonError::into_inner));
        let settle = open.into_iter().map(async |call| {
            let answer = self.make(call.clone()).await.expect("an answer");
            (call, answer)
        });
        futures::future::join_all(settle).await
    }

    /// Makes the calls answered since the `from`-th again, and compares.
    pub async fn repeats(&self, from: usize) {
        let calls = self.answered();
        futures::future::join_all(calls.iter().skip(from).map(|(call, first)| call.repeats(first))).await;
    }

    pub fn answered(&self) -> Vec<(Call, Answer)> {
        self.answered.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The calls that did this, with success.
    pub fn done(&self, act: &str) -> Vec<(Call, Answer)> {
        self.answered().into_iter().filter(|(call, answer)| call.act() == act && answer.status < 300).collect()
    }
}
