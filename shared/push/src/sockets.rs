use aws_credential_types::Credentials;
use aws_sdk_apigatewaymanagement::{
    Client, Config,
    config::{
        Builder, Region, SharedHttpClient,
        endpoint::{Endpoint as SdkEndpoint, EndpointFuture, Params, ResolveEndpoint},
        retry::RetryConfig,
        timeout::TimeoutConfig,
    },
    error::SdkError,
    primitives::Blob,
};
use aws_smithy_runtime_api::{
    box_error::BoxError,
    client::{
        interceptors::{Intercept, context::BeforeTransmitInterceptorContextMut},
        runtime_components::RuntimeComponents,
    },
};
use aws_smithy_types::config_bag::ConfigBag;
use std::time::Duration;

/// Where the gateway takes frames for its sockets.
pub enum SocketsEndpoint {
    /// API Gateway's, with the function's own credentials from its environment.
    Cloud {
        /// `https://{api}.execute-api.{region}.amazonaws.com/{stage}`.
        url: String,
        /// Such as `eu-south-1`.
        region: String,
    },
    /// The local gateway over HTTP; `key` is the word that opens it.
    Http {
        /// `http://127.0.0.1:port`.
        url: String,
        /// Sent as `x-medilink-key`.
        key: String,
    },
    /// The local gateway in this process.
    InProcess(SharedHttpClient),
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// The gateway has it on its way.
    Taken,
    /// The socket is no more (410): whoever remembers it may forget it.
    Gone,
}

/// The gateway cannot be asked; the text names no connection.
#[derive(Debug, thiserror::Error)]
#[error("the gateway of sockets: {0}")]
pub struct SocketError(String);

/// Frames to the sockets that clients hold open. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Sockets {
    client: Client,
}

impl Sockets {
    /// A client; connects at the first call.
    pub fn new(endpoint: SocketsEndpoint) -> Self {
        let timeouts = TimeoutConfig::builder()
            .connect_timeout(Duration::from_secs(1))
            .operation_attempt_timeout(Duration::from_secs(3))
            .build();
        // A frame that comes twice is worse than one that comes late: who missed it catches up from the history.
        let base =
            Config::builder().behavior_version_latest().retry_config(RetryConfig::disabled()).timeout_config(timeouts);
        let config = match endpoint {
            SocketsEndpoint::Cloud { url, region } => {
                let config = base.region(Region::new(region)).endpoint_url(url).http_client(tls_client());
                config.credentials_provider(lambda_credentials())
            }
            SocketsEndpoint::Http { url, key } => {
                local_config(base, url).interceptor(Key(key)).http_client(tls_client())
            }
            SocketsEndpoint::InProcess(http) => {
                let config = local_config(base, "http://gateway.local".into()).http_client(http);
                config.timeout_config(TimeoutConfig::disabled())
            }
        };
        Self { client: Client::from_conf(config.build()) }
    }

    /// Sends a frame to one socket.
    pub async fn post(&self, connection: &str, frame: Vec<u8>) -> Result<Delivery, SocketError> {
        match self.client.post_to_connection().connection_id(connection).data(Blob::new(frame)).send().await {
            Ok(_) => Ok(Delivery::Taken),
            Err(SdkError::ServiceError(e)) if e.err().is_gone_exception() => Ok(Delivery::Gone),
            Err(error) => Err(failed(&error)),
        }
    }

    /// Closes one socket, if it is there.
    pub async fn close(&self, connection: &str) -> Result<Delivery, SocketError> {
        match self.client.delete_connection().connection_id(connection).send().await {
            Ok(_) => Ok(Delivery::Taken),
            Err(SdkError::ServiceError(e)) if e.err().is_gone_exception() => Ok(Delivery::Gone),
            Err(error) => Err(failed(&error)),
        }
    }
}

/// Shows the local gateway the word that opens it.
#[derive(Debug)]
struct Key(String);

impl Intercept for Key {
    fn name(&self) -> &'static str {
        "Key"
    }

    fn modify_before_transmit(
        &self,
        context: &mut BeforeTransmitInterceptorContextMut<'_>,
        _: &RuntimeComponents,
        _: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        context.request_mut().headers_mut().insert("x-medilink-key", self.0.clone());
        Ok(())
    }
}

fn failed<E, R>(error: &SdkError<E, R>) -> SocketError {
    let what = match error {
        SdkError::TimeoutError(_) => "no answer in time",
        SdkError::DispatchFailure(_) => "out of reach",
        SdkError::ServiceError(_) => "refused",
        _ => "not understood",
    };
    SocketError(what.to_owned())
}

/// A local gateway checks no signature and has one address.
fn local_config(base: Builder, url: String) -> Builder {
    base.region(Region::new("local")).allow_no_auth().endpoint_resolver(Fixed(SdkEndpoint::builder().url(url).build()))
}

/// The one address of a local gateway.
#[derive(Debug)]
struct Fixed(SdkEndpoint);

impl ResolveEndpoint for Fixed {
    fn resolve_endpoint<'a>(&'a self, _: &'a Params) -> EndpointFuture<'a> {
        EndpointFuture::ready(Ok(self.0.clone()))
    }
}

fn tls_client() -> SharedHttpClient {
    use aws_smithy_http_client::{
        Builder as HttpBuilder,
        tls::{Provider, rustls_provider::CryptoMode},
    };
    HttpBuilder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https()
}

/// Lambda puts the credentials of the function's role into its environment.
fn lambda_credentials() -> Credentials {
    let read = |name: &str| std::env::var(name).unwrap_or_default();
    let token = std::env::var("AWS_SESSION_TOKEN").ok();
    Credentials::from_keys(read("AWS_ACCESS_KEY_ID"), read("AWS_SECRET_ACCESS_KEY"), token)
}
