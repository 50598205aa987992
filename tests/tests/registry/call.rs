//! An event of the HTTP API as a request to it.

use bytes::Bytes;
use http::Method;
use medilink_local::client;
use medilink_testkit::{Actor, Answer};
use serde_json::Value;

/// A request, made from an event.
#[derive(Debug, Clone)]
pub struct Call {
    /// The method.
    pub method: Method,
    /// The path, with its parameters filled in.
    pub path: String,
    /// The query.
    pub query: String,
    /// Headers by lower-case name.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Option<Bytes>,
}

impl Call {
    /// The request of an event.
    pub fn of(event: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let headers = event["headers"].as_object().into_iter().flatten();
        Self {
            method: text(&event["requestContext"]["http"]["method"]).parse().expect("a method"),
            path: text(&event["rawPath"]),
            query: text(&event["rawQueryString"]),
            headers: headers.map(|(name, value)| (name.clone(), text(value))).collect(),
            body: event["body"].as_str().map(|body| Bytes::from(body.to_owned())),
        }
    }

    /// The same with this header instead of any other of its name; `None` leaves it out.
    pub fn with(mut self, name: &str, value: Option<&str>) -> Self {
        self.headers.retain(|(other, _)| other != name);
        self.headers.extend(value.map(|value| (name.to_owned(), value.to_owned())));
        self
    }

    /// The same by somebody else.
    pub fn by(self, actor: Option<&Actor>) -> Self {
        let token = actor.map(|actor| format!("Bearer {}", actor.login["accessToken"].as_str().expect("a token")));
        self.with("authorization", token.as_deref())
    }

    /// The same with another body.
    pub fn saying(self, body: impl Into<Bytes>) -> Self {
        Self { body: Some(body.into()), ..self.with("content-type", Some("application/json")) }
    }

    /// The body as JSON; null where there is none.
    pub fn json(&self) -> Value {
        self.body.as_ref().map_or(Value::Null, |body| serde_json::from_slice(body).expect("JSON"))
    }

    /// Sends it to the platform at this address.
    pub async fn send(&self, client: &reqwest::Client, url: &str) -> Answer {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        let mut request = client.request(self.method.clone(), format!("{url}{}{query}", self.path));
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        if let Some(body) = &self.body {
            request = request.body(body.clone());
        }
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await.expect("a body");
        let body = serde_json::from_slice(&bytes).unwrap_or_default();
        let request = format!("{} {}", self.method, self.path);
        Answer(client::Answer { request, status, headers, body, bytes })
    }
}

/// Runs a function by Lambda's Invoke API; gives its answer, or the error that it ended with.
pub async fn invoke(client: &reqwest::Client, lambda: &str, function: &str, event: &Value) -> Result<Value, String> {
    let url = format!("http://{lambda}/2015-03-31/functions/{function}/invocations");
    let response = client.post(url).body(event.to_string()).send().await.expect("an answer");
    assert_eq!(response.status(), 200, "{function}");
    let failed = response.headers().contains_key("x-amz-function-error");
    let answer = response.text().await.expect("a body");
    if failed { Err(answer) } else { serde_json::from_str(&answer).map_err(|e| format!("{e}: {answer}")) }
}

/// The status of a function's answer. A frame has none of its own: one that refuses counts as a 400, but for the one that
/// an operation always answers with.
pub fn status(answer: &Value) -> u16 {
    let frame: Value = answer["body"].as_str().and_then(|body| serde_json::from_str(body).ok()).unwrap_or_default();
    if frame["type"] == "error" && frame["code"] != "unknown_action" {
        return 400;
    }
    answer["statusCode"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or_default()
}
