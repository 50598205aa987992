//! The one thread that writes.
//!
//! SQLite would sync its log at every commit. Here each commit only appends to the log (`synchronous = NORMAL`),
//! a batch of transactions that were waiting is applied one after another, the log is synced once, and only then
//! is anyone answered. A checkpoint syncs the log before it touches the database file and the file before it
//! reuses the log, so one sync after the batch covers every commit in it. Readers hold back what is not yet
//! durable (see [`Progress`]), so nothing is ever told that a power cut could take back.

use std::thread::JoinHandle;

use bytes::Bytes;
use dynoxide::DynoxideError;
use dynoxide::storage::Storage;
use tokio::sync::{oneshot, watch};

use crate::log::Log;
use crate::progress::{Progress, Touched};
use crate::queue::{Batch, Entrance, Queue, queue};
use crate::tokens::{Token, Tokens};
use crate::{Action, Reply, dispatch};

/// As many transactions as share one sync: more would only make the first of them wait.
const BATCH: usize = 64;
/// DynamoDB keeps stream records for 24 hours. Their numbers are microseconds of the clock.
const TRIM: &str = "DELETE FROM _stream_records WHERE table_name = ?1 AND CAST(sequence_number AS INTEGER) < \
    MIN(?2, (unixepoch() - 86400) * 1000000)";

struct Job {
    task: Task,
    reply: oneshot::Sender<Reply>,
}

enum Task {
    Perform(Action, Bytes, Touched, Option<Token>),
    /// Drops the stream records of a table that lie before this number and are past their retention.
    Trim(String, i64),
}

/// A handle to the writing thread; dropped, it lets the thread finish and waits for it.
pub(crate) struct Writer {
    jobs: Option<Entrance<Job>>,
    progress: Progress,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread. Without a log (a database in memory, or one of tests) nothing is synced.
    pub(crate) fn start(storage: Storage, log: Option<Log>) -> std::io::Result<Self> {
        let (jobs, queue) = queue();
        let (durable, receiver) = watch::channel(0);
        let progress = Progress::new(receiver);
        let work = Work { storage, log, durable, progress: progress.clone(), tokens: Tokens::default() };
        let thread = std::thread::Builder::new().name("dynamo-writer".to_owned()).spawn(move || work.run(queue))?;
        Ok(Self { jobs: Some(jobs), progress, thread: Some(thread) })
    }

    pub(crate) fn progress(&self) -> &Progress {
        &self.progress
    }

    /// Performs the action in its turn, and answers when it is durable.
    pub(crate) async fn call(&self, action: Action, body: Bytes, touched: Touched) -> Reply {
        let token = (action == Action::TransactWriteItems).then(|| Token::of(&body)).flatten();
        self.ask(Task::Perform(action, body, touched, token)).await
    }

    /// Drops the stream records of a table that are older than a day and lie before this number.
    pub(crate) async fn trim(&self, table: &str, before: i64) -> Reply {
        self.ask(Task::Trim(table.to_owned(), before)).await
    }

    async fn ask(&self, task: Task) -> Reply {
        let (reply, answer) = oneshot::channel();
        if let Some(jobs) = &self.jobs
            && jobs.send(Job { task, reply })
            && let Ok(reply) = answer.await
        {
            return reply;
        }
        Reply::internal("the writer has stopped")
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            // A panic of that thread was reported when it happened.
            let _ended = thread.join();
        }
    }
}

struct Work {
    storage: Storage,
    log: Option<Log>,
    durable: watch::Sender<u64>,
    progress: Progress,
    tokens: Tokens,
}

impl Work {
    fn run(mut self, mut queue: Queue<Job>) {
        let mut batch = Batch::default();
        while let Some(first) = queue.wait(&mut batch) {
            let mut answers = Vec::with_capacity(BATCH);
            let mut wrote = false;
            let mut next = Some(first);
            while let Some(job) = next {
                let reply = match job.task {
                    Task::Perform(action, body, touched, token) => {
                        let reply = self.perform(action, &body, &touched, token);
                        wrote |= reply.status == 200 && !action.is_read();
                        reply
                    }
                    // Nobody relies on it: it need not be durable.
                    Task::Trim(table, before) => trimmed(trim(&self.storage, &table, before)),
                };
                answers.push((job.reply, reply));
                next = if answers.len() < BATCH { queue.next(&mut batch) } else { None };
            }
            if let (true, Some(log)) = (wrote, &self.log)
                && let Err(error) = log.sync()
            {
                // After a failed sync nobody knows what the disk holds: the answers stay unsaid, and the thread
                // ends, so that every later call fails until a restart has read the log again.
                tracing::error!(%error, "the log could not be made durable");
                return;
            }
            self.durable.send_replace(self.progress.applied());
            batch = Batch::default();
            for (sender, reply) in answers {
                // A caller that has gone away needs no answer.
                let _gone = sender.send(reply);
            }
        }
    }

    fn perform(&mut self, action: Action, body: &[u8], touched: &Touched, token: Option<Token>) -> Reply {
        if !action.is_read() {
            self.progress.begin(touched);
        }
        if let Some(reply) = token.as_ref().and_then(|token| self.tokens.answered(token)) {
            return reply;
        }
        let reply = dispatch::perform(&self.storage, action, body);
        if action.changes_tables() {
            self.progress.tables_changed();
        }
        if let Some(token) = token.filter(|_| reply.status == 200) {
            self.tokens.keep(token, &reply);
        }
        reply
    }
}

fn trimmed(result: Result<(), DynoxideError>) -> Reply {
    match result {
        Ok(()) => Reply::ok(Bytes::from_static(b"{}")),
        Err(error) => error.into(),
    }
}

/// See [`Writer::trim`].
pub(crate) fn trim(storage: &Storage, table: &str, before: i64) -> Result<(), DynoxideError> {
    storage.conn().execute(TRIM, (table, before))?;
    Ok(())
}
