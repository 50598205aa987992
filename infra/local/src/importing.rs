//! Imports a file into a catalogue through the public API: for the command line, the demo and the tests.

use crate::client::{Answer, Client, ClientError};
use bytes::Bytes;
use data_encoding::HEXLOWER;
use http::Method;
use medilink_kernel::{Clock, SystemClock};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::time::Duration;

/// How long a job may take, in pauses.
const PATIENCE: usize = 3_000;
const PAUSE: Duration = Duration::from_millis(40);

/// A file to import.
#[derive(Debug, Clone)]
pub struct File {
    /// The catalogue: `medicines`, `diagnoses`, `wilayas`, `communes`, `specialties`.
    pub kind: String,
    /// What it is called.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

impl File {
    /// A file by its name: what it is called tells its type.
    pub fn named(kind: &str, name: &str, bytes: Vec<u8>) -> Self {
        let content_type = if name.ends_with(".xlsx") {
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        } else if name.ends_with(".gz") {
            "application/gzip"
        } else {
            "text/csv"
        };
        Self { kind: kind.into(), name: name.into(), content_type: content_type.into(), bytes: bytes.into() }
    }
}

/// Sends a file; gives the id of its import, which has not begun.
///
/// # Errors
/// With the call that did not go as it had to.
pub async fn send(admin: &Client, file: &File) -> Result<String, ClientError> {
    let request = json!({
        "kind": file.kind, "fileName": file.name, "contentType": file.content_type, "size": file.bytes.len(),
        "sha256": HEXLOWER.encode(&Sha256::digest(&file.bytes)),
    });
    let permit = admin.call(Method::POST, "/v1/admin/imports", &request, None).await?.expected(&[201])?;
    admin.send_presigned(&permit.body["upload"], file.bytes.clone()).await?.expected(&[200])?;
    Ok(permit.body["importId"].as_str().unwrap_or_default().to_owned())
}

/// Lets the job of an import run until it waits for a decision; `watch` sees each state on the way.
///
/// # Errors
/// With the call that did not go as it had to; an import that fails is one, too.
pub async fn compare(admin: &Client, import: &str, mut watch: impl FnMut(&Value)) -> Result<Answer, ClientError> {
    let path = format!("/v1/admin/imports/{import}");
    let mut answer = admin.call(Method::POST, &format!("{path}/start"), &Value::Null, None).await?.expected(&[202])?;
    for _ in 0..PATIENCE {
        watch(&answer.body);
        match answer.body["state"].as_str() {
            Some("reading") => SystemClock.sleep(PAUSE).await,
            Some("failed") | None => break,
            Some(_) => return Ok(answer),
        }
        answer = admin.call(Method::GET, &path, &Value::Null, None).await?.expected(&[200])?;
    }
    Err(ClientError::Unexpected(Box::new(answer)))
}

/// Brings a file into force that was compared.
///
/// # Errors
/// With the call that did not go as it had to.
pub async fn confirm(admin: &Client, import: &str) -> Result<Answer, ClientError> {
    let path = format!("/v1/admin/imports/{import}/confirm");
    admin.call(Method::POST, &path, &Value::Null, None).await?.expected(&[200])
}
