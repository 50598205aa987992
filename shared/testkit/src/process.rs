use crate::{Api, PASSWORD, api::ADMIN};
use medilink_kernel::{Clock, SystemClock};
use medilink_local::client::Client;
use reqwest::Method;
use serde_json::Value;
use std::{
    fs::File,
    net::TcpListener,
    ops::Deref,
    path::{Path, PathBuf},
    process::Stdio,
    time::Duration,
};
use tempfile::TempDir;
use tokio::process::{Child, Command};

/// The real `medilink` in a process of its own, to be killed and started again on the same state and port.
pub struct Process {
    api: Api,
    child: Child,
    port: u16,
    variables: Vec<(String, String)>,
    arguments: Vec<String>,
    data: TempDir,
}

impl Process {
    /// An empty platform with an admin.
    pub async fn start() -> Self {
        Self::start_as(&[], &[]).await
    }

    /// The same with variables and arguments of its own.
    pub async fn start_as(variables: &[(&str, &str)], arguments: &[&str]) -> Self {
        let data = tempfile::tempdir().expect("a folder");
        // Kept over restarts, for tokens and links name the address.
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port");
        let variables: Vec<_> =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let arguments: Vec<_> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let child = spawn(data.path(), free.port(), &variables, &arguments);
        let mut process =
            Self { api: Api::new(&format!("http://{free}")), child, port: free.port(), variables, arguments, data };
        process.answering().await;
        process
    }

    /// Kills it, as `kill -9` does.
    pub async fn kill(&mut self) {
        self.child.kill().await.expect("it can be killed");
    }

    /// Starts it again and waits until it answers.
    pub async fn restart(&mut self) {
        self.child = spawn(self.data.path(), self.port, &self.variables, &self.arguments);
        self.answering().await;
    }

    /// Has the same binary do something else beside it: whether that went well, and what it said.
    pub async fn command(&self, arguments: &[&str]) -> (bool, String) {
        let output = Command::new(binary()).args(arguments).output().await.expect("it can be started");
        (output.status.success(), String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Where its state is.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id().expect("it runs")
    }

    /// Whether it runs.
    pub fn is_running(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    async fn answering(&mut self) {
        for _ in 0..3000 {
            // A client of its own each time: nothing waits for a connection that was refused.
            let health = Client::new(&self.api.url).call(Method::GET, "/v1/health", &Value::Null, None).await;
            if health.is_ok_and(|answer| answer.status == 200) {
                return;
            }
            if let Ok(Some(status)) = self.child.try_wait() {
                panic!("medilink ended with {status}: {}", self.log());
            }
            SystemClock.sleep(Duration::from_millis(10)).await;
        }
        panic!("medilink does not answer: {}", self.log());
    }

    /// What it has written.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.data.path().join("log")).unwrap_or_default()
    }
}

impl Deref for Process {
    type Target = Api;
    fn deref(&self) -> &Api {
        &self.api
    }
}

fn spawn(data: &Path, port: u16, variables: &[(String, String)], arguments: &[String]) -> Child {
    let log = File::options().create(true).append(true).open(data.join("log")).expect("a log");
    let mut command = Command::new(binary());
    command
        .args(arguments)
        .env("MEDILINK_DATA", data)
        .env("MEDILINK_PORT", port.to_string())
        .env("MEDILINK_LAMBDA_PORT", "0");
    command.env("MEDILINK_ADMIN_EMAIL", ADMIN).env("MEDILINK_ADMIN_PASSWORD", PASSWORD);
    command.env("MEDILINK_DEMO", "0").env("MEDILINK_RATE_LIMIT", "off").envs(variables.iter().cloned());
    command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log).kill_on_drop(true);
    command.spawn().expect("medilink starts")
}

/// The binary beside the tests: `target/<profile>/medilink`.
fn binary() -> PathBuf {
    let path = std::env::var_os("MEDILINK_BINARY").map(PathBuf::from).unwrap_or_else(|| binaries().join("medilink"));
    assert!(path.exists(), "{} is missing: cargo build -p medilink-local", path.display());
    path
}

/// Where the binaries lie: `target/<profile>`, one above the tests and beside the bench.
pub fn binaries() -> PathBuf {
    let running = std::env::current_exe().expect("a running program");
    let folder = running.parent().expect("target/<profile>");
    if folder.ends_with("deps") { folder.parent().expect("target/<profile>").to_owned() } else { folder.to_owned() }
}
