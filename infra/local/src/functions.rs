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
use std::{sync::Arc, time::Duration};

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

    /// A batch of the stream; gives what the function reports. A function that panics or takes too long has failed, and is
    /// not the end of whoever called it.
    pub async fn stream(
        &self,
        operation: &'static Registered,
        event: dynamodb::Event,
        id: &str,
    ) -> Result<Value, String> {
        match self {
            Self::InProcess(platform) => {
                let (platform, id) = (platform.clone(), id.to_owned());
                let limit = Duration::from_secs(u64::from(operation.spec().timeout));
                let mut task = tokio::spawn(async move { follow_batch(&platform, operation, event, &id).await });
                let ended = tokio::time::timeout(limit, &mut task).await;
                ended
                    .map_err(|_| {
                        task.abort();
                        "timed out".to_owned()
                    })?
                    .map_err(|_| "the function has panicked".to_owned())
            }
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
            Self::InProcess(platform) => tick(platform, operation, id).await.map_err(|e| e.without_values()),
            Self::Processes(processes) => processes.invoke(operation, json!({}).to_string().into()).await.map(|_| ()),
        }
    }

    /// Any event, as JSON, as Lambda's Invoke API takes it.
    pub async fn invoke(&self, operation: &'static Registered, payload: Bytes, id: &str) -> Result<Bytes, String> {
        if let Self::Processes(processes) = self {
            return processes.invoke(operation, payload).await;
        }
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
                Ok(self.stream(operation, event, id).await?.to_string().into())
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Config, Local, Parts};
    use medilink_edge::{Ctx, Failure, StreamOperation, StreamRecord};
    use medilink_operation::Spec;

    struct Panics;
    struct NeverEnds;

    impl StreamOperation for Panics {
        const SPEC: Spec = Spec::stream("test.panics", "X#", "");
        async fn run(_: &Ctx, _: StreamRecord) -> Result<(), Failure> {
            panic!("as operations never should")
        }
    }

    impl StreamOperation for NeverEnds {
        const SPEC: Spec = Spec::stream("test.never_ends", "X#", "").timeout(0);
        async fn run(_: &Ctx, _: StreamRecord) -> Result<(), Failure> {
            std::future::pending().await
        }
    }

    static BROKEN: [Registered; 2] = [Registered::stream::<Panics>(), Registered::stream::<NeverEnds>()];

    #[tokio::test]
    async fn a_function_that_panics_or_never_ends_has_failed_and_is_nobody_elses_end() {
        let folder = tempfile::tempdir().unwrap();
        let local = Local::start(Config::empty(folder.path().to_owned()), Parts::default()).await.unwrap();
        let functions = Functions::InProcess(local.platform.clone());
        let change = json!({"Keys": {"pk": {"S": "X#"}, "sk": {"S": "-"}}, "SizeBytes": 1});
        let record = json!({"eventID": "e", "eventName": "INSERT", "awsRegion": "local", "dynamodb": change});
        for operation in &BROKEN {
            let event = serde_json::from_value(json!({"Records": [record]})).unwrap();
            assert!(functions.stream(operation, event, "test").await.is_err(), "{}", operation.spec().id);
        }
    }
}
