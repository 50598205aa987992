//! A server of the tests' own: it keeps what it is sent and answers what it was told.

use std::sync::Arc;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    sync::Mutex,
};

/// What a client sent.
#[derive(Debug, Clone)]
pub(crate) struct Sent {
    /// `POST /path`.
    pub line: String,
    /// Names in lower case.
    headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Sent {
    /// A header's value, empty where there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }
}

pub(crate) struct Server {
    /// `http://127.0.0.1:port`.
    pub url: String,
    requests: Arc<Mutex<Vec<Sent>>>,
}

impl Server {
    /// One that answers with a status and a body that repeats what nobody may log.
    pub(crate) async fn answering(status: u16) -> Self {
        let body = "amina@example.dz +213551234567 no";
        Self::with(&format!("HTTP/1.1 {status} x\r\ncontent-length: {}\r\n\r\n{body}", body.len())).await
    }

    /// One that answers with these very bytes; without any, it stays silent.
    pub(crate) async fn with(answer: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (kept, answer) = (requests.clone(), answer.to_owned());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, kept.clone(), answer.clone()));
            }
        });
        Self { url, requests }
    }

    /// What it was sent so far.
    pub(crate) async fn requests(&self) -> Vec<Sent> {
        self.requests.lock().await.clone()
    }

    /// The one request it was sent.
    pub(crate) async fn request(&self) -> Sent {
        let mut requests = self.requests().await;
        assert_eq!(requests.len(), 1, "{requests:?}");
        requests.remove(0)
    }
}

async fn serve(stream: TcpStream, requests: Arc<Mutex<Vec<Sent>>>, answer: String) {
    let (read, mut write) = stream.into_split();
    let mut read = BufReader::new(read);
    loop {
        let mut head = Vec::new();
        loop {
            let mut line = String::new();
            match read.read_line(&mut line).await {
                Ok(0) | Err(_) => return,
                Ok(_) if line.trim().is_empty() => break,
                Ok(_) => head.push(line.trim_end().to_owned()),
            }
        }
        let headers: Vec<_> = head[1..]
            .iter()
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
            .collect();
        let mut sent = Sent { line: head[0].trim_end_matches(" HTTP/1.1").to_owned(), headers, body: Vec::new() };
        sent.body = vec![0; sent.header("content-length").parse().unwrap_or(0)];
        read.read_exact(&mut sent.body).await.unwrap();
        requests.lock().await.push(sent);
        write.write_all(answer.as_bytes()).await.unwrap();
    }
}
