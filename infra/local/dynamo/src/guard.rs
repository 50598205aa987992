//! The guard: who, whether, how much, and what goes wrong.

use std::sync::Arc;

use bytes::Bytes;
use medilink_store::WireCaller;
use serde_json::Value;

use crate::access::accesses;
use crate::caller::Policies;
use crate::progress::Touched;
use crate::{Action, Caller, Engine, Fault, Faults, Meter, PolicySource, Reply, capacity, faults, unprocessed};

/// How a call ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// With an answer.
    Reply(Reply),
    /// Done, perhaps, but no answer came in time.
    TimedOut,
    /// The connection broke.
    Disconnected,
}

/// Stands before the engine for every call of a function.
pub struct Guard {
    engine: Arc<Engine>,
    policies: Policies,
    meter: Arc<Meter>,
    counts: bool,
    faults: Arc<Faults>,
}

impl Guard {
    /// A guard before that engine, with policies from that source.
    #[must_use]
    pub fn new(engine: Arc<Engine>, policies: impl PolicySource + 'static) -> Self {
        let policies = Policies::new(Box::new(policies));
        Self { engine, policies, meter: Arc::default(), counts: true, faults: Arc::default() }
    }

    /// The same without a meter: counting costs, and is for tests.
    #[must_use]
    pub fn uncounted(self) -> Self {
        Self { counts: false, ..self }
    }

    /// The engine behind it, for the platform's own machinery.
    #[must_use]
    pub fn engine(&self) -> &Arc<Engine> {
        &self.engine
    }

    /// The counters.
    #[must_use]
    pub fn meter(&self) -> &Arc<Meter> {
        &self.meter
    }

    /// The switch for faults.
    #[must_use]
    pub fn faults(&self) -> &Arc<Faults> {
        &self.faults
    }

    /// A call as it comes over a wire: `x-amz-target` and the headers of [`headers`](crate::headers) say what it is.
    pub async fn receive<'a>(&self, header: impl Fn(&str) -> Option<&'a str>, body: Bytes) -> Outcome {
        let Some(action) = header("x-amz-target").and_then(Action::from_target) else {
            return Outcome::Reply(Reply::unknown_operation());
        };
        let caller = self.policies.caller(&header);
        // Not held over the call: a closure over headers need not be `Send`.
        drop(header);
        self.receive_from(caller, action, body).await
    }

    /// A call of a caller that is known by name.
    pub(crate) async fn named(&self, caller: WireCaller<'_>, action: &str, body: Bytes) -> Outcome {
        let Some(action) = Action::parse(action) else {
            return Outcome::Reply(Reply::unknown_operation());
        };
        let caller = self.policies.named(caller.operation, caller.invocation, caller.tenants);
        self.receive_from(caller, action, body).await
    }

    async fn receive_from(&self, caller: Option<Caller>, action: Action, body: Bytes) -> Outcome {
        match caller {
            Some(caller) => self.perform(&caller, action, body).await,
            None => Outcome::Reply(Reply::denied("unknown", action.name(), "*")),
        }
    }

    /// A call of a caller that is known already.
    pub async fn call(&self, caller: &Caller, action: &str, body: Bytes) -> Outcome {
        match Action::parse(action) {
            Some(action) => self.perform(caller, action, body).await,
            None => Outcome::Reply(Reply::unknown_operation()),
        }
    }

    async fn perform(&self, caller: &Caller, action: Action, body: Bytes) -> Outcome {
        let Ok(mut request) = serde_json::from_slice::<Value>(&body) else {
            return Outcome::Reply(Reply::unreadable());
        };
        let accesses = accesses(action, &request).unwrap_or_default();
        let denied = accesses.iter().find(|access| !caller.policy.allows(access));
        if denied.is_some() || accesses.is_empty() {
            self.meter.denied(caller);
            let (action, resource) =
                denied.map_or((action.name(), "*"), |access| (access.action, access.resource.as_str()));
            tracing::warn!(operation = caller.operation, action, resource, "the policy denies a store call");
            return Outcome::Reply(Reply::denied(&caller.operation, action, resource));
        }
        let touched = Touched::of(&accesses);
        if !self.counts {
            return self.pass(touched, action, &request, body).await;
        }
        let started = self.meter.start(caller, &accesses);
        // Calls that were sent together are under way together, though this engine could answer the first at once.
        tokio::task::yield_now().await;
        let body = if action.is_on_items() { capacity::ask(&mut request, body) } else { body };
        let outcome = self.pass(touched, action, &request, body).await;
        let consumed = match &outcome {
            Outcome::Reply(reply) if reply.status == 200 => capacity::consumed(&reply.body),
            _ => Vec::new(),
        };
        self.meter.finish(&started, caller, action, &consumed);
        outcome
    }

    async fn pass(&self, touched: Touched, action: Action, request: &Value, body: Bytes) -> Outcome {
        match self.faults.next(action) {
            None => Outcome::Reply(self.engine.call_on(touched, action, body).await),
            Some(fault) => self.fail(fault, action, request, body).await,
        }
    }

    async fn fail(&self, fault: Fault, action: Action, request: &Value, body: Bytes) -> Outcome {
        match fault {
            Fault::Throttled => Outcome::Reply(faults::throttled(action)),
            Fault::Conflict => Outcome::Reply(faults::conflict(request)),
            Fault::LostRequest => Outcome::Disconnected,
            Fault::LostReply => {
                let _lost = self.engine.call(action, body).await;
                Outcome::TimedOut
            }
            Fault::Unprocessed => Outcome::Reply(self.leave_part(action, request).await),
        }
    }

    async fn leave_part(&self, action: Action, request: &Value) -> Reply {
        let Some((now, left)) = unprocessed::split(action, request) else {
            return Reply::unreadable();
        };
        let done = match now {
            Some(part) => Some(self.engine.call(action, part.to_string().into()).await),
            None => None,
        };
        match done {
            Some(refusal) if refusal.status != 200 => refusal,
            done => unprocessed::report(action, done.as_ref().map(|reply| &*reply.body), left)
                .map_or_else(Reply::unreadable, Reply::ok),
        }
    }
}
