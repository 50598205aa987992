//! The real bootstraps as child processes, started when first needed, as Lambda starts execution environments.

use bytes::Bytes;
use medilink_edge::Registered;
use std::{
    collections::{HashMap, VecDeque},
    path::PathBuf,
    process::Stdio,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use tokio::{
    process::{Child, Command},
    sync::{Notify, oneshot},
};

/// Environments of one function at once; a machine of two cores gains nothing from more.
const ENVIRONMENTS: usize = 2;

type Answer = Result<Bytes, String>;

/// The functions' environments and the work that waits for them.
pub struct Processes {
    binaries: PathBuf,
    variables: Vec<(String, String)>,
    address: String,
    functions: Mutex<HashMap<&'static str, Function>>,
    running: Mutex<HashMap<String, oneshot::Sender<Answer>>>,
    ids: AtomicU64,
}

#[derive(Default)]
struct Function {
    waiting: VecDeque<Work>,
    ready: Arc<Notify>,
    idle: usize,
    children: Vec<Child>,
}

/// One invocation that an environment has taken.
pub struct Work {
    /// Its id.
    pub id: String,
    /// The event.
    pub payload: Bytes,
    answer: oneshot::Sender<Answer>,
}

impl Processes {
    /// Functions whose bootstraps lie in `binaries` and ask for work at `address`.
    pub fn new(binaries: PathBuf, variables: Vec<(String, String)>, address: String) -> Self {
        Self {
            binaries,
            variables,
            address,
            functions: Mutex::default(),
            running: Mutex::default(),
            ids: AtomicU64::new(1),
        }
    }

    /// Runs a function once.
    pub async fn invoke(&self, operation: &'static Registered, payload: Bytes) -> Answer {
        let spec = operation.spec();
        let (answer, answered) = oneshot::channel();
        let id = format!("{:032x}", self.ids.fetch_add(1, Ordering::Relaxed));
        {
            let mut functions = self.functions.lock().unwrap_or_else(PoisonError::into_inner);
            let function = functions.entry(spec.id).or_default();
            function.waiting.push_back(Work { id, payload, answer });
            function.children.retain_mut(|child| matches!(child.try_wait(), Ok(None)));
            if function.idle < function.waiting.len() && function.children.len() < ENVIRONMENTS {
                function.children.push(self.start(operation)?);
            }
            function.ready.notify_one();
        }
        let limit = Duration::from_secs(u64::from(spec.timeout) + 5);
        let ended = tokio::time::timeout(limit, answered).await;
        ended.map_err(|_| "timed out".to_owned())?.map_err(|_| "the environment ended".to_owned())?
    }

    /// The next event of a function, when there is one.
    pub async fn next(&self, function: &'static str) -> (String, Bytes) {
        loop {
            let ready = {
                let mut functions = self.functions.lock().unwrap_or_else(PoisonError::into_inner);
                let entry = functions.entry(function).or_default();
                if let Some(work) = entry.waiting.pop_front() {
                    self.running.lock().unwrap_or_else(PoisonError::into_inner).insert(work.id.clone(), work.answer);
                    return (work.id, work.payload);
                }
                entry.idle += 1;
                entry.ready.clone()
            };
            ready.notified().await;
            if let Some(entry) = self.functions.lock().unwrap_or_else(PoisonError::into_inner).get_mut(function) {
                entry.idle = entry.idle.saturating_sub(1);
            }
        }
    }

    /// What an environment says of an event.
    pub fn answered(&self, id: &str, answer: Answer) {
        if let Some(waiting) = self.running.lock().unwrap_or_else(PoisonError::into_inner).remove(id) {
            // Whoever asked may have gone away.
            let _ = waiting.send(answer);
        }
    }

    fn start(&self, operation: &'static Registered) -> Result<Child, String> {
        let spec = operation.spec();
        let path = self.binaries.join(format!("bootstrap-{}", spec.domain()));
        let mut command = Command::new(&path);
        command.env_clear().envs(self.variables.iter().cloned());
        command.env("_HANDLER", spec.id).env("AWS_LAMBDA_FUNCTION_NAME", spec.function_name());
        command.env("AWS_LAMBDA_RUNTIME_API", format!("http://{}/.rt/{}", self.address, spec.function_name()));
        command
            .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", spec.memory.to_string())
            .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        command.stdin(Stdio::null()).stdout(Stdio::null()).kill_on_drop(true);
        command.spawn().map_err(|e| format!("{}: {e}", path.display()))
    }
}
