//! A client of the public API: what the demo data and the tests speak through.

use bytes::Bytes;
use http::{HeaderMap, Method};
use reqwest::RequestBuilder;
use serde_json::{Value, json};
use std::sync::Arc;

/// Somebody at the API: nobody until [`Client::signed_in`].
#[derive(Debug, Clone)]
pub struct Client {
    http: reqwest::Client,
    base: Arc<str>,
    headers: Vec<(&'static str, Arc<str>)>,
}

/// What the API answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Method and path of the request.
    pub request: String,
    /// The HTTP status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as JSON; null where it is none.
    pub body: Value,
    /// The body as it came.
    pub bytes: Bytes,
}

/// Why a call did not end as it had to.
#[derive(Debug, thiserror::Error)]
pub enum ClientError {
    /// No answer came.
    #[error("{request}: {cause}")]
    Unanswered {
        /// Method and path.
        request: String,
        /// Why.
        cause: reqwest::Error,
    },
    /// An answer came, another one than expected.
    #[error("{} answered {}: {}", .0.request, .0.status, String::from_utf8_lossy(&.0.bytes))]
    Unexpected(Box<Answer>),
}

impl Client {
    /// A client of the platform at this address, signed in as nobody.
    pub fn new(url: &str) -> Self {
        Self { http: reqwest::Client::new(), base: url.trim_end_matches('/').into(), headers: Vec::new() }
    }

    /// Signs in; gives the client that is somebody, and who that is.
    ///
    /// # Errors
    /// Where signing in does not succeed at once.
    pub async fn signed_in(&self, email: &str, password: &str) -> Result<(Self, Value), ClientError> {
        let credentials = json!({"email": email, "password": password});
        let answer = self.call(Method::POST, "/v1/login", &credentials, None).await?.expected(&[200])?;
        match answer.body["accessToken"].as_str() {
            Some(token) => Ok((self.with_token(token), answer.body["user"].clone())),
            None => Err(ClientError::Unexpected(Box::new(answer))),
        }
    }

    /// The same client with this access token.
    pub fn with_token(&self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// The same client with a header in all its calls.
    pub fn with_header(&self, name: &'static str, value: &str) -> Self {
        let mut client = self.clone();
        client.headers.retain(|(other, _)| *other != name);
        client.headers.push((name, value.into()));
        client
    }

    /// One call of the API. A null `body` sends none; `key` is the `Idempotency-Key`.
    ///
    /// # Errors
    /// Where no answer comes; every answer is one here.
    pub async fn call(
        &self,
        method: Method,
        path: &str,
        body: &Value,
        key: Option<&str>,
    ) -> Result<Answer, ClientError> {
        let name = format!("{method} {path}");
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        for (header, value) in &self.headers {
            request = request.header(*header, &**value);
        }
        if let Some(key) = key {
            request = request.header("idempotency-key", key);
        }
        if !body.is_null() {
            request = request.json(body);
        }
        answer(name, request).await
    }

    /// Sends bytes as a presigned request says: its `method`, `url` and `headers`, as they are.
    ///
    /// # Errors
    /// Where no answer comes.
    pub async fn send_presigned(&self, presigned: &Value, bytes: Bytes) -> Result<Answer, ClientError> {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let (method, url) = (text(&presigned["method"]), text(&presigned["url"]));
        let name = format!("{method} {}", url.split('?').next().unwrap_or_default());
        let mut request = self.http.request(method.parse().unwrap_or_default(), url).body(bytes);
        for (header, value) in presigned["headers"].as_object().into_iter().flatten() {
            request = request.header(header, text(value));
        }
        answer(name, request).await
    }
}

async fn answer(request: String, builder: RequestBuilder) -> Result<Answer, ClientError> {
    let unanswered = |cause| ClientError::Unanswered { request: request.clone(), cause };
    let response = builder.send().await.map_err(unanswered)?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let bytes = response.bytes().await.map_err(unanswered)?;
    let body = serde_json::from_slice(&bytes).unwrap_or_default();
    Ok(Answer { request, status, headers, body, bytes })
}

impl Answer {
    /// The answer, where its status is one of these.
    ///
    /// # Errors
    /// With the answer, where it is none of them.
    pub fn expected(self, statuses: &[u16]) -> Result<Self, ClientError> {
        if statuses.contains(&self.status) { Ok(self) } else { Err(ClientError::Unexpected(Box::new(self))) }
    }

    /// The code of a refusal; empty where it is none.
    pub fn code(&self) -> &str {
        self.body["code"].as_str().unwrap_or_default()
    }
}
