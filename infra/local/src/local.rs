use crate::{
    Config, admin,
    background::Background,
    data, expiry,
    functions::Functions,
    gateway::Gateway,
    policies,
    processes::Processes,
    routes::Routes,
    runtime_api, schedules, seed,
    site::Site,
    sockets::{Hub, ManagementClient, Sockets},
    streams::Streams,
    tables,
};
use aws_smithy_runtime_api::client::http::SharedHttpClient;
use data_encoding::HEXLOWER;
use futures::{
    FutureExt,
    future::{BoxFuture, select_all},
};
use medilink_auth::{Passwords, password::Cost};
use medilink_blobs::{Blobs, Credentials};
use medilink_dynamo::{Engine, Guard};
use medilink_edge::{Platform, Settings};
use medilink_kernel::{Clock, Entropy, OsEntropy, SystemClock};
use medilink_objects::Objects;
use medilink_push::{Mailer, Outbox, SocketsEndpoint, Texter, WebPush};
use medilink_store::{Endpoint, Store};
use std::{net::SocketAddr, num::NonZeroUsize, sync::Arc};
use tokio::{net::TcpListener, task::JoinSet};

const BUCKET: &str = "medilink-documents";

/// What a start may be given instead of the machine's own.
#[derive(Clone)]
pub struct Parts {
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Randomness.
    pub entropy: Arc<dyn Entropy>,
    /// What hashing a password costs.
    pub password_cost: Cost,
}

impl Default for Parts {
    fn default() -> Self {
        Self { clock: Arc::new(SystemClock), entropy: Arc::new(OsEntropy), password_cost: Cost::OWASP }
    }
}

/// Why a start failed.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

/// A running platform; everything stops when it is dropped.
pub struct Local {
    /// Where the API answers.
    pub address: SocketAddr,
    /// Where the Lambda APIs answer.
    pub lambda_address: SocketAddr,
    /// The guard before the store: its meter and its faults.
    pub guard: Arc<Guard>,
    /// The process-wide parts of the operations.
    pub platform: Arc<Platform>,
    /// The documents.
    pub objects: Objects,
    tasks: JoinSet<()>,
    _background: Background,
}

fn failed(error: impl std::fmt::Display) -> StartError {
    StartError(error.to_string())
}

impl Local {
    /// Starts the platform and answers when it does.
    ///
    /// # Errors
    /// Where state cannot be opened or a port is taken.
    pub async fn start(config: Config, parts: Parts) -> Result<Self, StartError> {
        let secret =
            data::open(&config.data, &*parts.entropy).map_err(|e| failed(format!("{}: {e}", config.data.display())))?;
        let database = config.data.join("store.sqlite");
        let engine = if config.sync { Engine::open(&database) } else { Engine::unsynced(&database) };
        let engine = Arc::new(engine.map_err(failed)?);
        tables::ensure(&engine).await.map_err(failed)?;
        let guard = Guard::new(engine.clone(), policies::policy);
        let guard = Arc::new(if config.meter { guard } else { guard.uncounted() });

        let listener = bind(config.port).await?;
        let lambda_listener = bind(config.lambda_port).await?;
        let (address, lambda_address) =
            (listener.local_addr().map_err(failed)?, lambda_listener.local_addr().map_err(failed)?);
        let public_url = format!("http://{address}");

        let key = HEXLOWER.encode(&secret.mac("objects", &[]));
        let credentials = Credentials { key_id: "local".into(), secret: key.clone(), session_token: None };
        let objects = Objects::open(medilink_objects::Settings {
            root: config.data.clone(),
            bucket: BUCKET.into(),
            key_id: "local".into(),
            secret: key,
            origins: vec![public_url.clone()],
            clock: parts.clock.clone(),
        });
        let objects = objects.map_err(failed)?;
        let endpoint = Some(public_url.parse().map_err(failed)?);
        let blobs = medilink_blobs::Settings { endpoint, region: "local".into(), bucket: BUCKET.into(), credentials };
        let outside = |name: &str| config.outside.iter().find(|(n, _)| n == name).map(|(_, value)| value.clone());
        let outbox = config.data.join("outbox");
        let mailer = Mailer::from_environment(outside, &outbox);
        let texter = Texter::from_environment(outside, &outbox);
        let web_push = WebPush::from_environment(outside);
        let (mailer, texter, web_push) = match (mailer, texter, web_push) {
            (Ok(mailer), Ok(texter), Ok(web_push)) => (mailer, texter, web_push),
            (mailer, texter, web_push) => {
                let mistakes = [mailer.err(), texter.err(), web_push.err()].into_iter().flatten();
                return Err(StartError(mistakes.flat_map(|mistake| mistake.0).collect::<Vec<_>>().join("\n")));
            }
        };
        // What is sent elsewhere is not shown here.
        let kept = matches!(mailer, Mailer::Outbox(_)) || matches!(texter, Texter::Outbox(_));
        let shown = kept.then(|| Outbox::new(&outbox));
        let cores = std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN);
        let settings = Settings { public_url: public_url.clone(), rate_limit: config.rate_limit };
        let hub = Arc::new(Hub::default());
        let to_sockets = SocketsEndpoint::InProcess(SharedHttpClient::new(ManagementClient::new(hub.clone())));
        // What opens the inner doors to functions in processes of their own.
        let word: Arc<str> = HEXLOWER.encode(&parts.entropy.bytes::<32>()).into();
        let platform = Arc::new(Platform::new(
            Store::open(Endpoint::InProcess(guard.clone()), parts.clock.clone(), parts.entropy.clone()),
            Blobs::new(&blobs),
            mailer,
            texter,
            web_push,
            medilink_push::Sockets::new(to_sockets),
            Passwords::of_cost(cores, parts.password_cost),
            secret.clone(),
            parts.clock.clone(),
            parts.entropy.clone(),
            settings,
        ));

        let mut tasks = JoinSet::new();
        let functions = match &config.processes {
            None => Functions::InProcess(platform.clone()),
            Some(binaries) => {
                let store = bind(0).await?;
                let store_url = format!("http://{}", store.local_addr().map_err(failed)?);
                let (served, opened) = (guard.clone(), word.clone());
                tasks.spawn(async move { drop(medilink_dynamo::serve(store, served, opened).await) });
                let mut variables = vec![
                    ("AWS_REGION".into(), "local".into()),
                    ("AWS_ACCESS_KEY_ID".into(), "local".into()),
                    ("AWS_SECRET_ACCESS_KEY".into(), blobs.credentials.secret.clone()),
                    ("MEDILINK_BUCKET".into(), BUCKET.into()),
                    ("MEDILINK_PUBLIC_URL".into(), public_url.clone()),
                    ("MEDILINK_OBJECTS_URL".into(), public_url.clone()),
                    ("MEDILINK_SECRET".into(), secret.to_base64url().to_string()),
                    ("MEDILINK_STORE_URL".into(), store_url),
                    ("MEDILINK_STORE_KEY".into(), word.to_string()),
                    ("MEDILINK_SOCKETS_URL".into(), public_url.clone()),
                    ("MEDILINK_SOCKETS_KEY".into(), word.to_string()),
                    ("MEDILINK_OUTBOX".into(), outbox.display().to_string()),
                ];
                variables.extend(config.outside.iter().filter(|(name, _)| name != "MEDILINK_SECRET").cloned());
                Functions::Processes(Arc::new(Processes::new(binaries.clone(), variables, lambda_address.to_string())))
            }
        };

        tasks.spawn(runtime_api::serve(lambda_listener, functions.clone()));
        // `cargo lambda invoke` asks by IPv6; a machine without it is asked by `--invoke-address 127.0.0.1`.
        if let Ok(listener) = TcpListener::bind(("::1", lambda_address.port())).await {
            tasks.spawn(runtime_api::serve(listener, functions.clone()));
        }
        schedules::first(&functions).await.map_err(failed)?;
        let streams = Streams {
            engine: engine.clone(),
            functions: functions.clone(),
            platform: platform.clone(),
            clock: Arc::new(SystemClock),
            folder: config.data.join("streams"),
            disorder: config.disorder,
        };
        let work: [BoxFuture<'static, ()>; 3] = [
            Box::pin(schedules::run(functions.clone(), parts.clock.clone())),
            Box::pin(expiry::run(engine, objects.clone(), parts.clock.clone())),
            Box::pin(streams.run()),
        ];
        let (background, ended) = Background::start(select_all(work).map(drop)).map_err(failed)?;
        tasks.spawn(ended.map(drop));
        if let Some((email, password)) = &config.admin {
            admin::ensure(&platform, email, password).await.map_err(failed)?;
        }
        if config.demo {
            let (email, password) = seed::admin();
            admin::ensure(&platform, &email, password).await.map_err(failed)?;
        }
        let accounts = if config.demo { seed::accounts() } else { serde_json::json!([]) };
        let gateway = Gateway {
            routes: Routes::new().map_err(failed)?,
            sockets: Arc::new(Sockets::new(hub, functions.clone(), parts.entropy.clone(), parts.clock.clone())),
            functions,
            key: word,
            objects: objects.clone(),
            bucket: BUCKET.into(),
            site: Site::new(config.web.clone(), shown, accounts),
            entropy: parts.entropy,
            clock: parts.clock,
        };
        tasks.spawn(Arc::new(gateway).run(listener));
        Ok(Self { address, lambda_address, guard, platform, objects, tasks, _background: background })
    }

    /// Removes what is over by now, as happens every hour.
    ///
    /// # Errors
    /// Where the store or a file cannot be read or written.
    pub async fn expire(&self) -> Result<(), StartError> {
        let now = self.platform.clock.now();
        expiry::turn(self.guard.engine(), &self.objects, now).await.map_err(failed)
    }

    /// Serves until something ends that should not.
    pub async fn wait(mut self) {
        self.tasks.join_next().await;
    }
}

async fn bind(port: u16) -> Result<TcpListener, StartError> {
    TcpListener::bind(("127.0.0.1", port)).await.map_err(|e| failed(format!("127.0.0.1:{port}: {e}")))
}
