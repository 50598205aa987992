use medilink_testkit::{Actor, Answer};
use reqwest::Method;
use serde_json::Value;
use std::sync::atomic::{AtomicU64, Ordering};

/// Calls that a client makes again before it counts as never answered.
const PATIENCE: usize = 60;

/// A call under a key of its own, which can be made again and again and acts once.
#[derive(Clone)]
pub struct Call {
    pub actor: Actor,
    pub method: Method,
    pub path: String,
    pub body: Value,
    key: String,
}

impl Call {
    pub fn new(method: Method, actor: &Actor, path: &str, body: Value) -> Self {
        static KEYS: AtomicU64 = AtomicU64::new(0);
        let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
        Self { actor: actor.clone(), method, path: path.to_owned(), body, key }
    }

    pub fn post(actor: &Actor, path: &str, body: Value) -> Self {
        Self::new(Method::POST, actor, path, body)
    }

    /// Makes it once; `None` where no answer comes.
    pub async fn once(&self) -> Option<Answer> {
        self.actor.try_send(self.method.clone(), &self.path, self.body.clone(), Some(&self.key)).await
    }

    /// Makes it until the answer is another than to come back; `None` where none comes, as from a platform that is cut.
    pub async fn answered(&self) -> Option<Answer> {
        for _ in 0..PATIENCE {
            let answer = self.once().await?;
            if answer.status != 503 {
                self.is_clear(&answer);
                return Some(answer);
            }
            let wait = answer.header("retry-after").map(str::to_owned);
            assert!(wait.is_some(), "{answer}\n  does not say when to come back");
            answer.refused(503, "unavailable");
        }
        panic!("{} {} is never answered", self.method, self.path);
    }

    /// Makes it again: the answer is the first one, byte for byte.
    pub async fn repeats(&self, first: &Answer) {
        let again = self.answered().await.expect("an answer");
        assert_eq!((again.status, &again.bytes), (first.status, &first.bytes), "{first}\n  and then: {again}");
    }

    /// The last part of the path: what the call does.
    pub fn act(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// Success, or a refusal that belongs to what was asked.
    #[track_caller]
    fn is_clear(&self, answer: &Answer) {
        let clear: &[(u16, &str)] = match self.act() {
            "appointments" => &[(201, ""), (409, "slot_taken"), (409, "patient_busy"), (422, "invalid_slot")],
            "reschedule" => {
                &[(200, ""), (409, "slot_taken"), (409, "patient_busy"), (409, "invalid_state"), (422, "invalid_slot")]
            }
            "cancel" | "confirm" | "reject" => &[(200, ""), (409, "invalid_state")],
            "claim" => &[(200, ""), (409, "held_by_other"), (409, "not_dispensable")],
            "dispense" => &[(200, ""), (409, "over_quantity"), (409, "not_holder")],
            "release" => &[(200, ""), (409, "not_holder")],
            "working-hours" | "refresh" => &[(200, "")],
            "approve" => &[(202, "")],
            "patients" => &[(201, "")],
            "forgot" => &[(202, "")],
            other => panic!("{other}: what may it answer?"),
        };
        assert!(clear.contains(&(answer.status, answer.code())), "{answer}");
    }
}
