use crate::{Session, announce::Announce, client::Client, retry, wire::Wire};
use aws_credential_types::Credentials;
use aws_sdk_dynamodb::{
    Client as Sdk, Config,
    config::{
        Builder, Region, SharedHttpClient, StalledStreamProtectionConfig,
        endpoint::{Endpoint as SdkEndpoint, EndpointFuture, Params, ResolveEndpoint},
        retry::RetryConfig,
        timeout::TimeoutConfig,
    },
};
use medilink_kernel::{Clock, Entropy, TenantId};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Where DynamoDB is.
pub enum Endpoint {
    /// The cloud's, by region, with the function's own credentials from its environment.
    Cloud {
        /// Such as `eu-south-1`.
        region: String,
    },
    /// An engine behind a guard over HTTP; `key` is the word that opens it.
    Http {
        /// `http://127.0.0.1:port`.
        url: String,
        /// Sent as `x-medilink-key`.
        key: String,
    },
    /// An engine in this process.
    InProcess(Arc<dyn Wire>),
}

/// The process-wide client of the store. Cheap to clone.
#[derive(Clone)]
pub struct Store(Arc<Shared>);

struct Shared {
    client: Client,
    clock: Arc<dyn Clock>,
    entropy: Arc<dyn Entropy>,
    /// Where tenants live. A place never changes once provisioned; whether a tenant is active is asked every time.
    places: Mutex<HashMap<TenantId, Arc<str>>>,
}

impl Store {
    /// Opens a client; no call is made yet.
    pub fn open(endpoint: Endpoint, clock: Arc<dyn Clock>, entropy: Arc<dyn Entropy>) -> Self {
        let client = match endpoint {
            Endpoint::Cloud { region } => {
                let config = sdk().region(Region::new(region)).http_client(tls_client());
                Client::Sdk(Sdk::from_conf(config.credentials_provider(lambda_credentials()).build()))
            }
            Endpoint::Http { url, key } => Client::Sdk(Sdk::from_conf(local(sdk(), url, key).build())),
            Endpoint::InProcess(wire) => Client::Wire(wire),
        };
        Self(Arc::new(Shared { client, clock, entropy, places: Mutex::default() }))
    }

    /// The store as one invocation of an operation sees it.
    pub fn session(&self, operation: &'static str, invocation: impl Into<String>) -> Session {
        Session::new(self.clone(), operation, invocation.into())
    }

    pub(crate) fn client(&self) -> &Client {
        &self.0.client
    }

    pub(crate) fn token(&self) -> String {
        data_encoding::HEXLOWER.encode(&self.0.entropy.bytes::<16>())
    }

    pub(crate) async fn pause(&self, attempt: u32) {
        let dice = u64::from_le_bytes(self.0.entropy.bytes());
        self.0.clock.sleep(retry::pause(attempt, dice)).await;
    }

    pub(crate) fn place(&self, tenant: TenantId) -> Option<Arc<str>> {
        self.0.places.lock().unwrap_or_else(PoisonError::into_inner).get(&tenant).cloned()
    }

    pub(crate) fn remember(&self, tenant: TenantId, table: Arc<str>) {
        let mut places = self.0.places.lock().unwrap_or_else(PoisonError::into_inner);
        // A cache, bounded: a warm function that has seen ten thousand tenants starts over.
        if places.len() >= 10_000 {
            places.clear();
        }
        places.insert(tenant, table);
    }
}

/// What both ways by the SDK have in common.
fn sdk() -> Builder {
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(Duration::from_secs(1))
        .operation_attempt_timeout(Duration::from_secs(3))
        .build();
    // The retries are ours (`retry`): the SDK knows nothing of transaction conflicts and waits a second at a time.
    Config::builder().behavior_version_latest().retry_config(RetryConfig::disabled()).timeout_config(timeouts)
}

/// A local engine checks no signature and has one address: leaving both out is a third of a call's CPU.
fn local(base: Builder, url: String, key: String) -> Builder {
    let config = base
        .region(Region::new("local"))
        .allow_no_auth()
        .interceptor(Announce { key })
        .endpoint_resolver(Fixed(SdkEndpoint::builder().url(url).build()));
    config.stalled_stream_protection(StalledStreamProtectionConfig::disabled()).http_client(tls_client())
}

/// The one address of a local engine.
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
    Credentials::from_keys(
        read("AWS_ACCESS_KEY_ID"),
        read("AWS_SECRET_ACCESS_KEY"),
        std::env::var("AWS_SESSION_TOKEN").ok(),
    )
}
