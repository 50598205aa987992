//! The `@connections` endpoint: how functions reach open sockets, over HTTP or within this process.

use super::Hub;
use aws_smithy_runtime_api::{
    client::{
        connector_metadata::ConnectorMetadata,
        http::{HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector},
        orchestrator::{HttpRequest, HttpResponse},
        result::ConnectorError,
        runtime_components::RuntimeComponents,
    },
    http::StatusCode,
};
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;
use http::Response;
use std::{fmt, sync::Arc};

/// The most bytes that are posted at once.
const LARGEST: usize = 128 << 10;

/// Answers one call: the status, and the SDK's name of the error where it is one.
pub fn manage(hub: &Hub, method: &str, path: &str, body: Bytes) -> Response<Bytes> {
    let connection = path.strip_prefix("/@connections/").or_else(|| path.strip_prefix("/%40connections/"));
    let connection = connection.unwrap_or_default().replace("%3D", "=");
    let (status, error) = match method {
        "POST" if body.len() > LARGEST => (413, "PayloadTooLargeException"),
        "POST" if hub.post(&connection, body) => (200, ""),
        "DELETE" if hub.cut(&connection) => (204, ""),
        "POST" | "DELETE" => (410, "GoneException"),
        _ => (403, "ForbiddenException"),
    };
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
    if !error.is_empty() {
        response.headers_mut().insert("x-amzn-errortype", http::HeaderValue::from_static(error));
        *response.body_mut() = Bytes::from_static(b"{}");
    }
    response
}

/// An HTTP client for the SDK's configuration that ends at the sockets of this process.
#[derive(Clone)]
pub struct ManagementClient {
    connector: SharedHttpConnector,
}

impl ManagementClient {
    /// A client that reaches these sockets.
    pub fn new(hub: Arc<Hub>) -> Self {
        Self { connector: SharedHttpConnector::new(InProcess(hub)) }
    }
}

impl fmt::Debug for ManagementClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ManagementClient")
    }
}

impl HttpClient for ManagementClient {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        self.connector.clone()
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        Some(ConnectorMetadata::new("in-process", None))
    }
}

#[derive(Debug)]
struct InProcess(Arc<Hub>);

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let body = Bytes::copy_from_slice(request.body().bytes().unwrap_or_default());
        let path = request.uri().trim_start_matches("http://gateway.local");
        let answer = manage(&self.0, request.method(), path, body);
        HttpConnectorFuture::ready(sdk(answer))
    }
}

fn sdk(answer: Response<Bytes>) -> Result<HttpResponse, ConnectorError> {
    let (parts, body) = answer.into_parts();
    let status = StatusCode::try_from(parts.status.as_u16()).map_err(|e| ConnectorError::other(e.into(), None))?;
    let mut response = HttpResponse::new(status, SdkBody::from(body));
    for (name, value) in &parts.headers {
        if let Ok(value) = value.to_str() {
            response.headers_mut().insert(name.as_str().to_owned(), value.to_owned());
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use medilink_push::{Delivery, Sockets, SocketsEndpoint};

    #[tokio::test]
    async fn the_sdk_reaches_a_socket_and_is_told_when_it_is_gone() {
        let hub = Arc::new(Hub::default());
        let client = aws_smithy_runtime_api::client::http::SharedHttpClient::new(ManagementClient::new(hub.clone()));
        let sockets = Sockets::new(SocketsEndpoint::InProcess(client));
        let mut socket = hub.join("c-_1=");
        assert_eq!(sockets.post("c-_1=", b"frame".to_vec()).await.unwrap(), Delivery::Taken);
        assert!(matches!(socket.recv().await, Some(super::super::hub::Command::Post(frame)) if frame == "frame"));
        assert_eq!(sockets.close("c-_1=").await.unwrap(), Delivery::Taken);
        assert_eq!(sockets.post("c-_1=", b"frame".to_vec()).await.unwrap(), Delivery::Gone);
        assert_eq!(sockets.close("c-_1=").await.unwrap(), Delivery::Gone);
        assert!(sockets.post("c", vec![b'x'; LARGEST + 1]).await.is_err());
    }
}
