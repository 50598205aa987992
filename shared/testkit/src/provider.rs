use serde_json::{Value, json};
use std::{
    collections::{HashMap, VecDeque},
    net::SocketAddr,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// The public key of the browsers here, which nobody reads with: the other half is forgotten.
const P256DH: &str = "BO3kW08FGDdw5EkWudxBD7v0Mqur46WtaMRce4xfAGg0UpbqS54VpKxGFCxOfiVTmnQDg7ksAVP_Ovvgi-Uwf7E";
/// Their secret.
const AUTH: &str = "zWCNs_4cqaAot7ca-qo_Yw";
/// A browser behind such a path has gone.
const GONE: &str = "/gone";

/// A service outside, of browsers, mails or telephones: it takes what it is sent and keeps it, says `410` of browsers that
/// have gone, and behaves as badly as it is told to.
pub struct Provider {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Pushed>>>,
    answers: Arc<Mutex<Answers>>,
    _tasks: JoinSet<()>,
}

/// What it will answer, by path: statuses, and [`Provider::CUT`].
type Answers = HashMap<String, VecDeque<u16>>;

/// A message that came.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// The path of its endpoint.
    pub path: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// What only the browser reads.
    pub body: Vec<u8>,
}

impl Provider {
    /// Instead of a status: it takes the message and says nothing, for the connection ends.
    pub const CUT: u16 = 0;
    /// Where Amazon's mail service takes mails.
    pub const MAILS: &str = "/v2/email/outbound-emails";
    /// Where its other one takes text messages.
    pub const TEXTS: &str = "/";

    /// Starts one on a free port; it ends when it is dropped.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let (received, answers) = (Arc::<Mutex<Vec<Pushed>>>::default(), Arc::<Mutex<Answers>>::default());
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, received.clone(), answers.clone()));
        Self { address, received, answers, _tasks: tasks }
    }

    /// Where it answers: `http://127.0.0.1:port`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The endpoint of a browser of this name; one whose name begins with `gone` has gone.
    pub fn endpoint(&self, name: &str) -> String {
        format!("{}/{name}", self.origin())
    }

    /// The subscription of this browser, as it sends it to the platform.
    pub fn subscription(&self, name: &str) -> Value {
        json!({"endpoint": self.endpoint(name), "expirationTime": null, "keys": {"p256dh": P256DH, "auth": AUTH}})
    }

    /// The variables by which a platform sends its mails and text messages here.
    pub fn variables(&self) -> Vec<(String, String)> {
        [
            ("MEDILINK_SES_FROM", "MediLink <no-reply@medilink.example>".to_owned()),
            ("MEDILINK_SES_URL", self.origin()),
            ("MEDILINK_SMS", "sns".to_owned()),
            ("MEDILINK_SNS_URL", self.origin()),
            ("MEDILINK_AWS_REGION", "eu-south-1".to_owned()),
            ("MEDILINK_AWS_ACCESS_KEY_ID", "AKIDEXAMPLE".to_owned()),
            ("MEDILINK_AWS_SECRET_ACCESS_KEY", "hidden".to_owned()),
        ]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
    }

    /// What it answers to the next requests at a path; afterwards it takes them again.
    pub fn answers(&self, path: &str, statuses: &[u16]) {
        let mut answers = self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        answers.entry(path.to_owned()).or_default().extend(statuses);
    }

    /// What came at a path so far, oldest first.
    pub fn received_at(&self, path: &str) -> Vec<Pushed> {
        self.received().into_iter().filter(|pushed| pushed.path == path).collect()
    }

    /// What came so far, oldest first.
    pub fn received(&self) -> Vec<Pushed> {
        self.received.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

impl Pushed {
    /// A header's value, empty where there is none.
    pub fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

async fn accept(listener: TcpListener, received: Arc<Mutex<Vec<Pushed>>>, answers: Arc<Mutex<Answers>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, received.clone(), answers.clone()));
        // Those that have ended need not be kept.
        while connections.try_join_next().is_some() {}
    }
}

/// Answers one request after another, for clients keep their connections.
async fn serve(stream: TcpStream, received: Arc<Mutex<Vec<Pushed>>>, answers: Arc<Mutex<Answers>>) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    while let Some(pushed) = request(&mut read).await {
        let usual = if pushed.path.starts_with(GONE) { 410 } else { 201 };
        let told =
            answers.lock().unwrap_or_else(PoisonError::into_inner).get_mut(&pushed.path).and_then(VecDeque::pop_front);
        let status = told.unwrap_or(usual);
        received.lock().unwrap_or_else(PoisonError::into_inner).push(pushed);
        let answer = format!("HTTP/1.1 {status} x\r\ncontent-length: 0\r\n\r\n");
        if status == Provider::CUT || write.write_all(answer.as_bytes()).await.is_err() {
            return;
        }
    }
}

/// The next request; `None` at the end, and where it is none.
async fn request(read: &mut (impl AsyncBufReadExt + Unpin)) -> Option<Pushed> {
    let first = line(read).await?;
    let path = first.split(' ').nth(1)?.to_owned();
    let mut pushed = Pushed { path, headers: Vec::new(), body: Vec::new() };
    loop {
        let line = line(read).await?;
        match line.split_once(':') {
            Some((name, value)) => pushed.headers.push((name.to_ascii_lowercase(), value.trim().to_owned())),
            None => break,
        }
    }
    pushed.body = vec![0; pushed.header("content-length").parse().unwrap_or_default()];
    read.read_exact(&mut pushed.body).await.ok()?;
    Some(pushed)
}

async fn line(read: &mut (impl AsyncBufReadExt + Unpin)) -> Option<String> {
    let mut line = String::new();
    read.read_line(&mut line).await.ok().filter(|length| *length > 0)?;
    Some(line.trim_end().to_owned())
}
