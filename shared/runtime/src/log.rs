use tracing_subscriber::EnvFilter;

/// What a function logs by itself: a line for each call, and what goes wrong.
pub const CALLS: &str = "warn,medilink_edge=info,medilink_runtime=info";
/// What a terminal gets: what goes wrong.
pub const FAULTS: &str = "warn,s3s=off";

/// Logs as JSON lines to standard error, what `MEDILINK_LOG` asks for, or else `usual`.
pub fn init(usual: &str) {
    let filter = EnvFilter::try_from_env("MEDILINK_LOG").unwrap_or_else(|_| EnvFilter::new(usual));
    // A second call in one process (tests) keeps the first subscriber.
    let _ = tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_writer(std::io::stderr)
        .with_env_filter(filter)
        .try_init();
}
