use serde_json::{Value, json};
use std::{
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

/// A browsers' push service: it takes what it is sent and keeps it, and says `410` of browsers that have gone.
pub struct PushService {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Pushed>>>,
    _tasks: JoinSet<()>,
}

/// A message that came for a browser.
#[derive(Debug, Clone)]
pub struct Pushed {
    /// The path of its endpoint.
    pub path: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// What only the browser reads.
    pub body: Vec<u8>,
}

impl PushService {
    /// Starts one on a free port; it ends when it is dropped.
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let address = listener.local_addr().expect("an address");
        let received = Arc::<Mutex<Vec<Pushed>>>::default();
        let mut tasks = JoinSet::new();
        tasks.spawn(accept(listener, received.clone()));
        Self { address, received, _tasks: tasks }
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

async fn accept(listener: TcpListener, received: Arc<Mutex<Vec<Pushed>>>) {
    let mut connections = JoinSet::new();
    while let Ok((stream, _)) = listener.accept().await {
        connections.spawn(serve(stream, received.clone()));
        // Those that have ended need not be kept.
        while connections.try_join_next().is_some() {}
    }
}

/// Answers one request after another, for clients keep their connections.
async fn serve(stream: TcpStream, received: Arc<Mutex<Vec<Pushed>>>) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    while let Some(pushed) = request(&mut read).await {
        let status = if pushed.path.starts_with(GONE) { "410 Gone" } else { "201 Created" };
        received.lock().unwrap_or_else(PoisonError::into_inner).push(pushed);
        if write.write_all(format!("HTTP/1.1 {status}\r\ncontent-length: 0\r\n\r\n").as_bytes()).await.is_err() {
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
