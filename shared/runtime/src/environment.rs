//! What a function reads at its start: one place, all mistakes reported together.

use medilink_auth::{Passwords, Secret};
use medilink_blobs::{Blobs, Credentials};
use medilink_edge::{Platform, Settings};
use medilink_kernel::{OsEntropy, SystemClock};
use medilink_push::{Mailer, Sockets, SocketsEndpoint, Texter, WebPush};
use medilink_store::{Endpoint, Store};
use std::{num::NonZeroUsize, path::PathBuf, sync::Arc};

/// The environment of a function, read and checked.
pub struct Environment {
    /// Where the store is.
    pub endpoint: Endpoint,
    /// Documents.
    pub blobs: medilink_blobs::Settings,
    /// E-mail.
    pub mailer: Mailer,
    /// Text messages.
    pub texter: Texter,
    /// Notifications to browsers.
    pub web_push: WebPush,
    /// Sockets that clients hold open.
    pub sockets: SocketsEndpoint,
    /// The root secret.
    pub secret: Secret,
    /// Settings.
    pub settings: Settings,
}

impl Environment {
    /// Reads the variables that the README lists.
    ///
    /// # Errors
    /// Every mistake, one per line.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, String> {
        let mut mistakes = Vec::new();
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let mut need = |name: &str| {
            set(name).unwrap_or_else(|| {
                mistakes.push(format!("{name} is not set"));
                String::new()
            })
        };
        let (region, bucket, public_url) = (need("AWS_REGION"), need("MEDILINK_BUCKET"), need("MEDILINK_PUBLIC_URL"));
        let (secret, sockets_url) = (need("MEDILINK_SECRET"), need("MEDILINK_SOCKETS_URL"));
        let secret = Secret::from_base64url(&secret)
            .map_err(|_| mistakes.push("MEDILINK_SECRET is not 32 bytes in base64url".into()));
        let credentials = Credentials::from_environment(set).map_err(|e| mistakes.push(e.to_string()));
        let endpoint = match set("MEDILINK_STORE_URL") {
            Some(url) => Endpoint::Http { url, key: set("MEDILINK_STORE_KEY").unwrap_or_default() },
            None => Endpoint::Cloud { region: region.clone() },
        };
        let sockets = match set("MEDILINK_SOCKETS_KEY") {
            Some(key) => SocketsEndpoint::Http { url: sockets_url, key },
            None => SocketsEndpoint::Cloud { url: sockets_url, region: region.clone() },
        };
        let objects = set("MEDILINK_OBJECTS_URL").map(|url| url.parse()).transpose();
        let objects = objects.map_err(|_| mistakes.push("MEDILINK_OBJECTS_URL is not a URL".into()));
        let outbox = PathBuf::from(set("MEDILINK_OUTBOX").unwrap_or_else(|| "/tmp/outbox".into()));
        let mailer = Mailer::from_environment(set, &outbox).map_err(|e| mistakes.push(e.to_string()));
        let texter = Texter::from_environment(set, &outbox).map_err(|e| mistakes.push(e.to_string()));
        let web_push = WebPush::from_environment(set).map_err(|e| mistakes.push(e.to_string()));
        let settings = Settings { public_url, rate_limit: set("MEDILINK_RATE_LIMIT").as_deref() != Some("off") };
        let messages = (mailer, texter, web_push);
        match (secret, credentials, objects, messages) {
            (Ok(secret), Ok(credentials), Ok(objects), (Ok(mailer), Ok(texter), Ok(web_push)))
                if mistakes.is_empty() =>
            {
                let blobs = medilink_blobs::Settings { endpoint: objects, region, bucket, credentials };
                Ok(Self { endpoint, blobs, mailer, texter, web_push, sockets, secret, settings })
            }
            _ => Err(mistakes.join("\n")),
        }
    }
}

/// The process-wide parts of a function.
pub fn platform(environment: Environment) -> Platform {
    let (clock, entropy) = (Arc::new(SystemClock), Arc::new(OsEntropy));
    let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
    Platform::new(
        Store::open(environment.endpoint, clock.clone(), entropy.clone()),
        Blobs::new(&environment.blobs),
        environment.mailer,
        environment.texter,
        environment.web_push,
        Sockets::new(environment.sockets),
        Passwords::new(cores),
        environment.secret,
        clock,
        entropy,
        environment.settings,
    )
}
