//! Where an operation runs: in this process, or in a bootstrap of its own.

use crate::processes::Processes;
use aws_lambda_events::{
    apigw::{ApiGatewayV2httpRequest, ApiGatewayWebsocketProxyRequest},
    dynamodb,
};
use bytes::Bytes;
use http::Response;
use lambda_http::{Body, request::LambdaRequest};
use medilink_edge::{Platform, Registered, tick};
use medilink_runtime::{answer, follow_batch};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::Arc;

/// The functions of the platform.
#[derive(Clone)]
pub enum Functions {
    /// Called as functions of this process.
    InProcess(Arc<Platform>),
    /// Called over the Lambda Runtime API.
    Processes(Arc<Processes>),
}

impl Functions {
    /// One request. It runs to its end even where the client goes away in the middle, as in the cloud.
    pub async fn http(&self, operation: &'static Registered, event: ApiGatewayV2httpRequest) -> Response<Bytes> {
        match self {
            Self::InProcess(platform) => answered(platform, operation, LambdaRequest::ApiGatewayV2(event)).await,
            Self::Processes(processes) => invoked(processes, operation, &event).await,
        }
    }

    /// One event of a socket.
    pub async fn socket(
        &self,
        operation: &'static Registered,
        event: ApiGatewayWebsocketProxyRequest,
    ) -> Response<Bytes> {
        match self {
            Self::InProcess(platform) => answered(platform, operation, LambdaRequest::WebSocket(event)).await,
            Self::Processes(processes) => invoked(processes, operation, &event).await,
        }
    }

    /// A batch of the stream; gives what the function reports.
    pub async fn stream(
        &self,
        operation: &'static Registered,
        event: dynamodb::Event,
        id: &str,
    ) -> Result<Value, String> {
        match self {
            Self::InProcess(platform) => Ok(follow_batch(platform, operation, event, id).await),
            Self::Processes(processes) => {
                let payload = serde_json::to_vec(&event).map_err(|e| e.to_string())?;
                let answer = processes.invoke(operation, payload.into()).await?;
                serde_json::from_slice(&answer).map_err(|e| e.to_string())
            }
        }
    }

    /// The clock's turn.
    pub async fn schedule(&self, operation: &'static Registered, id: &str) -> Result<(), String> {
        match self {
            Self::InProcess(platform) => tick(platform, operation, id).await.map_err(|e| e.to_string()),
            Self::Processes(processes) => processes.invoke(operation, json!({}).to_string().into()).await.map(|_| ()),
        }
    }

    /// Any event, as JSON, as Lambda's Invoke API takes it.
    pub async fn invoke(&self, operation: &'static Registered, payload: Bytes, id: &str) -> Result<Bytes, String> {
        let platform = match self {
            Self::Processes(processes) => return processes.invoke(operation, payload).await,
            Self::InProcess(platform) => platform,
        };
        match operation.handler {
            medilink_edge::Handler::Http(_) => {
                let event = serde_json::from_slice(&payload).map_err(|e| e.to_string())?;
                let response = self.http(operation, event).await;
                Ok(write(&response).into())
            }
            medilink_edge::Handler::Socket(_) => {
                let event = serde_json::from_slice(&payload).map_err(|e| e.to_string())?;
                Ok(write(&self.socket(operation, event).await).into())
            }
            medilink_edge::Handler::Stream(_) => {
                let event = serde_json::from_slice(&payload).map_err(|e| e.to_string())?;
                Ok(follow_batch(platform, operation, event, id).await.to_string().into())
            }
            medilink_edge::Handler::Schedule(_) => self.schedule(operation, id).await.map(|()| "{}".into()),
        }
    }
}

async fn answered(platform: &Arc<Platform>, operation: &'static Registered, event: LambdaRequest) -> Response<Bytes> {
    let (platform, request) = (platform.clone(), event.into());
    let task = tokio::spawn(async move { answer(&platform, operation, request).await });
    task.await.map_or_else(|_| broken(), |response| response.map(bytes))
}

async fn invoked(processes: &Processes, operation: &'static Registered, event: &impl Serialize) -> Response<Bytes> {
    let Ok(payload) = serde_json::to_vec(event) else { return broken() };
    let answer = processes.invoke(operation, payload.into()).await.ok();
    answer.and_then(|answer| read(&answer)).unwrap_or_else(broken)
}

fn bytes(body: Body) -> Bytes {
    match body {
        Body::Text(text) => text.into(),
        Body::Binary(bytes) => bytes.into(),
        _ => Bytes::new(),
    }
}

/// What API Gateway answers for a function that broke.
fn broken() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(br#"{"message":"Internal Server Error"}"#));
    *response.status_mut() = http::StatusCode::INTERNAL_SERVER_ERROR;
    response
}

/// A function's answer (payload 2.0) as HTTP.
fn read(answer: &[u8]) -> Option<Response<Bytes>> {
    let answer: Value = serde_json::from_slice(answer).ok()?;
    let mut response = Response::builder().status(u16::try_from(answer["statusCode"].as_u64()?).ok()?);
    for (name, value) in answer["headers"].as_object().into_iter().flatten() {
        response = response.header(name, value.as_str()?);
    }
    let body = answer["body"].as_str().unwrap_or_default();
    let body = if answer["isBase64Encoded"] == true {
        data_encoding::BASE64.decode(body.as_bytes()).ok()?
    } else {
        body.as_bytes().to_vec()
    };
    response.body(body.into()).ok()
}

/// An HTTP answer as a function gives it (payload 2.0).
fn write(response: &Response<Bytes>) -> String {
    let headers: serde_json::Map<String, Value> = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.into())))
        .collect();
    let (body, base64) = match std::str::from_utf8(response.body()) {
        Ok(text) => (text.to_owned(), false),
        Err(_) => (data_encoding::BASE64.encode(response.body()), true),
    };
    json!({"statusCode": response.status().as_u16(), "headers": headers, "body": body, "isBase64Encoded": base64})
        .to_string()
}
