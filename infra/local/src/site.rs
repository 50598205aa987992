//! The pages that the gateway serves beside the API, and what they ask of this machine alone.

use bytes::Bytes;
use http::{Response, StatusCode};
use medilink_push::Outbox;
use serde_json::{Value, json};
use std::path::PathBuf;

/// Scripts, styles, pictures and frames from here alone; nothing inline.
const CSP: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

/// A mail is a stranger on this site: it runs nothing, fetches nothing, and its links open elsewhere.
const CSP_OF_MAILS: &str = "default-src 'none'; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox";

/// The site.
pub struct Site {
    folder: PathBuf,
    outbox: Option<Outbox>,
    accounts: Value,
}

impl Site {
    /// A site from a built folder, with the outbox of this machine and the demo accounts, where there are any.
    pub fn new(folder: PathBuf, outbox: Option<Outbox>, accounts: Value) -> Self {
        Self { folder, outbox, accounts }
    }

    /// The page, asset or local data at a path, compressed where the client takes it; `None` where there is none.
    pub async fn get(&self, path: &str, encodings: &str) -> Option<Response<Bytes>> {
        match path {
            "/local/demo" => Some(json_response(&json!({"accounts": self.accounts}))),
            "/local/outbox" => self.outbox().await,
            "/" => self.file("index.html", encodings).await,
            "/docs" => self.file("docs.html", encodings).await,
            "/outbox" => self.file("outbox.html", encodings).await,
            "/reset" => self.file("reset.html", encodings).await,
            _ => match path.strip_prefix("/local/outbox/") {
                Some(id) => self.mail(id).await,
                None => self.file(path.strip_prefix("/assets/")?, encodings).await,
            },
        }
    }

    async fn outbox(&self) -> Option<Response<Bytes>> {
        let items = self.outbox.as_ref()?.list(100).await.ok()?;
        Some(json_response(&json!({"items": items})))
    }

    /// A mail as its reader sees it.
    async fn mail(&self, id: &str) -> Option<Response<Bytes>> {
        let html = self.outbox.as_ref()?.read(id).await.ok()??.html?;
        Response::builder()
            .header("content-type", "text/html; charset=utf-8")
            .header("content-security-policy", CSP_OF_MAILS)
            .header("referrer-policy", "no-referrer")
            .header("cache-control", "no-store")
            .body(html.into())
            .ok()
    }

    async fn file(&self, name: &str, encodings: &str) -> Option<Response<Bytes>> {
        // Only plain names: a path of any kind leads out of the folder.
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
            && !name.starts_with('.');
        let kind = match name.rsplit('.').next().filter(|_| plain)? {
            "html" => "text/html; charset=utf-8",
            "css" => "text/css; charset=utf-8",
            "js" => "text/javascript; charset=utf-8",
            "svg" => "image/svg+xml",
            "png" => "image/png",
            "woff2" => "font/woff2",
            _ => return None,
        };
        let mut response = Response::builder()
            .header("content-type", kind)
            .header("content-security-policy", CSP)
            .header("referrer-policy", "no-referrer")
            .header("vary", "accept-encoding")
            .header("cache-control", "no-cache");
        for (encoding, ending) in [("br", ".br"), ("gzip", ".gz")] {
            if encodings.split(',').any(|e| e.trim() == encoding)
                && let Ok(bytes) = tokio::fs::read(self.folder.join(format!("{name}{ending}"))).await
            {
                response = response.header("content-encoding", encoding);
                return response.body(bytes.into()).ok();
            }
        }
        response.body(tokio::fs::read(self.folder.join(name)).await.ok()?.into()).ok()
    }
}

/// JSON that nobody keeps.
pub fn json_response(value: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(value.to_string()));
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert("content-type", http::HeaderValue::from_static("application/json"));
    headers.insert("cache-control", http::HeaderValue::from_static("no-store"));
    response
}
