//! The library's engine as it comes, for measuring ours against it.

use std::path::Path;

pub use dynoxide::{Database, DynoxideError};
use tokio::net::TcpListener;

/// Opens a database the library's own way.
///
/// # Errors
/// If the file cannot be opened.
pub fn open(path: &Path) -> Result<Database, DynoxideError> {
    Database::new(&path.to_string_lossy())
}

/// Serves it by the library's own HTTP server, until the process ends.
pub async fn serve(listener: TcpListener, database: Database) {
    dynoxide::server::serve_on(listener, database).await;
}
