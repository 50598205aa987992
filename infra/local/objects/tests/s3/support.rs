//! A store on a loopback port, the platform's client for it, and a plain HTTP client.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail as tests do")]

use data_encoding::HEXLOWER;
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use jiff::Timestamp;
use medilink_blobs::{Blobs, Credentials, Presigned, Upload};
use medilink_kernel::ManualClock;
use medilink_objects::{Objects, Settings};
use reqwest::{Client, Method, Response};
use sha2::{Digest, Sha256};
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

pub const BUCKET: &str = "medilink-documents";
pub const SECRET: &str = "a secret of this store";
pub const PDF: &[u8] = b"%PDF-1.7\nsome bytes that follow\n";
pub const MINUTE: Duration = Duration::from_secs(60);
/// The hour of the store's clock; the machine's plays no part.
pub const NOW: Timestamp = Timestamp::constant(1_234_567_890, 0);

pub struct Store {
    pub objects: Objects,
    pub blobs: Blobs,
    pub clock: Arc<ManualClock>,
    pub address: String,
    pub http: Client,
    _dir: tempfile::TempDir,
}

pub async fn store() -> Store {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::new(NOW));
    let objects = Objects::open(Settings {
        root: dir.path().into(),
        bucket: BUCKET.into(),
        key_id: "local".into(),
        secret: SECRET.into(),
        origins: vec!["http://page.test".into()],
        clock: Arc::<ManualClock>::clone(&clock),
    })
    .unwrap();
    let address = serve(objects.clone()).await;
    let blobs = blobs(&address, "local", SECRET);
    Store { objects, blobs, clock, address, http: Client::new(), _dir: dir }
}

async fn serve(objects: Objects) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let objects = objects.clone();
            let service = service_fn(move |request: hyper::Request<Incoming>| {
                let objects = objects.clone();
                async move { Ok::<_, Infallible>(objects.handle(request).await) }
            });
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
        }
    });
    address
}

pub fn blobs(address: &str, key_id: &str, secret: &str) -> Blobs {
    blobs_of(address, BUCKET, key_id, secret)
}

pub fn blobs_of(address: &str, bucket: &str, key_id: &str, secret: &str) -> Blobs {
    Blobs::new(&medilink_blobs::Settings {
        endpoint: Some(format!("http://{address}").parse().unwrap()),
        region: "local".into(),
        bucket: bucket.into(),
        credentials: Credentials { key_id: key_id.into(), secret: secret.into(), session_token: None },
    })
}

pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

pub fn pdf(bytes: &[u8]) -> Upload<'static> {
    Upload { content_type: "application/pdf", size: bytes.len() as u64, sha256: sha256(bytes) }
}

impl Store {
    /// A request to store `bytes` under `key` within the minute.
    pub async fn put_of(&self, key: &str, bytes: &[u8]) -> Presigned {
        self.blobs.presign_put(key, pdf(bytes), MINUTE, NOW).await.unwrap()
    }

    /// Sends a presigned request as given.
    pub async fn send(&self, presigned: &Presigned, body: &[u8]) -> Response {
        let method = Method::from_bytes(presigned.method.as_bytes()).unwrap();
        let mut request = self.http.request(method, &presigned.url).body(body.to_vec());
        for (name, value) in &presigned.headers {
            request = request.header(name, value);
        }
        request.send().await.unwrap()
    }

    /// Stores `bytes` under `key`.
    pub async fn store(&self, key: &str, bytes: &[u8]) {
        let answer = self.send(&self.put_of(key, bytes).await, bytes).await;
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }

    /// Sends bytes no HTTP client would send; the answer as text.
    pub async fn send_raw(&self, bytes: &[u8]) -> String {
        let mut stream = TcpStream::connect(&self.address).await.unwrap();
        stream.write_all(bytes).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Keys and hashes of all that is stored.
    pub fn stored(&self) -> Vec<(String, String)> {
        self.objects.disk().list("").unwrap().into_iter().map(|m| (m.key, m.sha256)).collect()
    }
}

/// Refused with this status and code, and nothing stored.
pub async fn assert_refused(store: &Store, answer: Response, status: u16, code: &str) {
    let found = answer.status();
    let body = answer.text().await.unwrap();
    assert_eq!(found, status, "{body}");
    assert!(body.contains(&format!("<Code>{code}</Code>")), "{body}");
    assert_eq!(store.stored(), []);
}

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&sha256(bytes))
}

/// The bare client library, which lets any key through.
pub fn sdk(address: &str) -> aws_sdk_s3::Client {
    let credentials = aws_sdk_s3::config::Credentials::new("local", SECRET, None, None, "test");
    let config = aws_sdk_s3::Config::builder()
        .behavior_version_latest()
        .region(aws_sdk_s3::config::Region::new("local"))
        .credentials_provider(credentials)
        .endpoint_url(format!("http://{address}"))
        .force_path_style(true)
        .http_client(aws_smithy_http_client::Builder::new().build_http());
    aws_sdk_s3::Client::from_conf(config.build())
}

/// An upload under a key that the platform's own client refuses.
pub async fn presign_any(sdk: &aws_sdk_s3::Client, key: &str, bytes: &[u8]) -> Presigned {
    let config = aws_sdk_s3::presigning::PresigningConfig::builder().start_time(NOW.into()).expires_in(MINUTE);
    let request = sdk.put_object().bucket(BUCKET).key(key).content_length(bytes.len() as i64);
    let request = request.presigned(config.build().unwrap()).await.unwrap();
    Presigned {
        method: request.method().into(),
        url: request.uri().into(),
        headers: request.headers().map(|(n, v)| (n.into(), v.into())).collect(),
        expires_at: NOW + MINUTE,
    }
}
