//! `medilink audit verify`: whether anybody has tampered with the audit trail.
//!
//! It reads the state folder itself, past the platform, which may run or not. Every chain is walked from its first link
//! to its last; links are held against their hashes, against the entries that people's lists and patients' lines have,
//! and against the heads that were signed.

mod finding;
mod read;
mod seen;
mod walk;

pub use finding::{Fault, Finding, Report};

use jiff::Timestamp;
use medilink_auth::Secret;
use medilink_dynamo::Engine;
use std::path::Path;

/// Checks the trail in a state folder.
///
/// # Errors
/// Where the folder holds no state that can be read.
pub async fn verify(folder: &Path, now: Timestamp) -> Result<Report, String> {
    let said = |what: &dyn std::fmt::Display| format!("{}: {what}", folder.display());
    let text = std::fs::read_to_string(folder.join("secret")).map_err(|error| said(&error))?;
    let secret = Secret::from_base64url(text.trim()).map_err(|error| said(&error))?;
    let engine = Engine::open(&folder.join("store.sqlite")).map_err(|error| error.to_string())?;
    verify_engine(&engine, &secret, now).await
}

/// Checks the trail in an engine.
///
/// # Errors
/// Where the engine cannot be read.
pub async fn verify_engine(engine: &Engine, secret: &Secret, now: Timestamp) -> Result<Report, String> {
    let seen = seen::look(engine).await?;
    let mut report = Report { waiting: seen.waiting(), ..Report::default() };
    for (chain, head) in seen.chains() {
        let mut walk = walk::Walk::new(&chain, &seen, now);
        read::links(engine, &chain, |link| walk.take(link)).await?;
        report.chains += 1;
        report.links += walk.count();
        let findings = walk.end(head.as_ref(), secret);
        report.findings.extend(read::confirmed(engine, findings).await?);
    }
    Ok(report)
}
