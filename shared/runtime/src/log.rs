use tracing_subscriber::EnvFilter;

/// Logs as JSON lines to standard error, at the level that `MEDILINK_LOG` asks for (default `info` for our own code).
pub fn init() {
    let ours = "warn,medilink=info,medilink_edge=info,medilink_local=info,medilink_runtime=info,s3s=off";
    let filter = EnvFilter::try_from_env("MEDILINK_LOG").unwrap_or_else(|_| EnvFilter::new(ours));
    // A second call in one process (tests) keeps the first subscriber.
    let _ = tracing_subscriber::fmt().json().flatten_event(true).with_writer(std::io::stderr).with_env_filter(filter).try_init();
}
