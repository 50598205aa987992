//! The way of the AWS SDK to the guard within one process: no sockets, no TLS, no HTTP parsing.

use std::fmt;
use std::sync::Arc;

use aws_smithy_runtime_api::client::connector_metadata::ConnectorMetadata;
use aws_smithy_runtime_api::client::http::{
    HttpClient, HttpConnector, HttpConnectorFuture, HttpConnectorSettings, SharedHttpConnector,
};
use aws_smithy_runtime_api::client::orchestrator::{HttpRequest, HttpResponse};
use aws_smithy_runtime_api::client::result::ConnectorError;
use aws_smithy_runtime_api::client::runtime_components::RuntimeComponents;
use aws_smithy_runtime_api::http::StatusCode;
use aws_smithy_types::body::SdkBody;
use bytes::Bytes;

use medilink_dynamo::{Guard, Outcome};

/// An HTTP client for the SDK's configuration that ends at the guard.
#[derive(Clone)]
pub struct GuardClient {
    connector: SharedHttpConnector,
}

impl GuardClient {
    /// A client that reaches this guard.
    #[must_use]
    pub fn new(guard: Arc<Guard>) -> Self {
        Self { connector: SharedHttpConnector::new(InProcess(guard)) }
    }
}

impl fmt::Debug for GuardClient {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("GuardClient")
    }
}

impl HttpClient for GuardClient {
    fn http_connector(&self, _: &HttpConnectorSettings, _: &RuntimeComponents) -> SharedHttpConnector {
        self.connector.clone()
    }

    fn connector_metadata(&self) -> Option<ConnectorMetadata> {
        Some(ConnectorMetadata::new("in-process", None))
    }
}

struct InProcess(Arc<Guard>);

impl fmt::Debug for InProcess {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("InProcess")
    }
}

impl HttpConnector for InProcess {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        let guard = Arc::clone(&self.0);
        HttpConnectorFuture::new(async move {
            let body = Bytes::copy_from_slice(request.body().bytes().unwrap_or_default());
            match guard.receive(|name| request.headers().get(name), body).await {
                Outcome::Reply(reply) => {
                    let status = StatusCode::try_from(reply.status)
                        .map_err(|error| ConnectorError::other(error.into(), None))?;
                    Ok(HttpResponse::new(status, SdkBody::from(reply.body)))
                }
                Outcome::TimedOut => Err(ConnectorError::timeout("the store did not answer in time".into())),
                Outcome::Disconnected => Err(ConnectorError::io("the connection to the store broke".into())),
            }
        })
    }
}
