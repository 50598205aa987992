use crate::{BlobError, Blobs, key};
use aws_sdk_s3::{
    operation::get_object::builders::GetObjectFluentBuilder,
    presigning::{PresignedRequest, PresigningConfig},
};
use data_encoding::BASE64;
use jiff::Timestamp;
use serde::Serialize;
use std::{collections::BTreeMap, time::Duration};
use url::Url;

/// A request that a client sends itself, exactly as given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Presigned {
    /// The HTTP method.
    pub method: String,
    /// Where to, with the signature.
    pub url: String,
    /// Headers that the signature binds: other values, or leaving one out, is refused.
    pub headers: BTreeMap<String, String>,
    /// From when on it is refused.
    pub expires_at: Timestamp,
}

/// What a client promised to send.
#[derive(Debug, Clone, Copy)]
pub struct Upload<'a> {
    /// Its media type.
    pub content_type: &'a str,
    /// Its length in bytes.
    pub size: u64,
    /// Its SHA-256.
    pub sha256: [u8; 32],
}

const BOUND: [&str; 3] = ["content-length", "content-type", "x-amz-checksum-sha256"];

impl Blobs {
    /// A request that stores exactly the promised bytes under `key`.
    pub async fn presign_put(
        &self,
        key: &str,
        upload: Upload<'_>,
        expires_in: Duration,
        now: Timestamp,
    ) -> Result<Presigned, BlobError> {
        key::check(key)?;
        let (config, expires_at) = lifetime(expires_in, now)?;
        let length = i64::try_from(upload.size).map_err(BlobError::unavailable)?;
        let request = self
            .client
            .put_object()
            .bucket(&self.bucket)
            .key(key)
            .content_type(upload.content_type)
            .content_length(length)
            .checksum_sha256(BASE64.encode(&upload.sha256))
            .presigned(config)
            .await
            .map_err(BlobError::unavailable)?;
        let presigned = presigned(&request, expires_at);
        bound(&presigned)?;
        Ok(presigned)
    }

    /// A request that fetches the object under `key`, to be saved as `filename`.
    pub async fn presign_get(
        &self,
        key: &str,
        filename: &str,
        expires_in: Duration,
        now: Timestamp,
    ) -> Result<Presigned, BlobError> {
        let get = self.client.get_object().response_content_disposition(attachment(filename));
        self.presign(get, key, expires_in, now).await
    }

    /// A request that shows the object under `key` in its place, as this media type whatever it was stored with.
    pub async fn presign_show(
        &self,
        key: &str,
        content_type: &str,
        expires_in: Duration,
        now: Timestamp,
    ) -> Result<Presigned, BlobError> {
        let get = self.client.get_object().response_content_disposition("inline").response_content_type(content_type);
        self.presign(get, key, expires_in, now).await
    }

    async fn presign(
        &self,
        get: GetObjectFluentBuilder,
        key: &str,
        expires_in: Duration,
        now: Timestamp,
    ) -> Result<Presigned, BlobError> {
        key::check(key)?;
        let (config, expires_at) = lifetime(expires_in, now)?;
        let request = get.bucket(&self.bucket).key(key).presigned(config).await.map_err(BlobError::unavailable)?;
        Ok(presigned(&request, expires_at))
    }
}

fn lifetime(expires_in: Duration, now: Timestamp) -> Result<(PresigningConfig, Timestamp), BlobError> {
    let expires_at = now.checked_add(expires_in).map_err(|_| BlobError::InvalidLifetime)?;
    let config = PresigningConfig::builder().start_time(now.into()).expires_in(expires_in).build();
    match (expires_in.as_secs(), config) {
        (1.., Ok(config)) => Ok((config, expires_at)),
        _ => Err(BlobError::InvalidLifetime),
    }
}

fn presigned(request: &PresignedRequest, expires_at: Timestamp) -> Presigned {
    Presigned {
        method: request.method().to_owned(),
        url: request.uri().to_owned(),
        headers: request.headers().map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        expires_at,
    }
}

/// The client library decides which headers it signs; an upload it leaves free in one of them must not go out.
fn bound(presigned: &Presigned) -> Result<(), BlobError> {
    let signed = Url::parse(&presigned.url)
        .map_err(BlobError::unavailable)?
        .query_pairs()
        .find_map(|(name, value)| (name == "X-Amz-SignedHeaders").then(|| value.into_owned()))
        .unwrap_or_default();
    let is_bound = |name: &str| signed.split(';').any(|s| s == name) && presigned.headers.contains_key(name);
    match BOUND.into_iter().find(|name| !is_bound(name)) {
        None => Ok(()),
        Some(name) => Err(BlobError::Unbound(name)),
    }
}

/// `Content-Disposition` by RFC 6266: the name in ASCII for old clients, in full for all others.
fn attachment(filename: &str) -> String {
    let plain: String = filename
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ') { c } else { '_' })
        .collect();
    let full: String = filename
        .bytes()
        .map(|b| match b {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' => char::from(b).to_string(),
            _ => format!("%{b:02X}"),
        })
        .collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{full}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Credentials, Settings};

    fn blobs() -> Blobs {
        let credentials = Credentials { key_id: "id".into(), secret: "secret".into(), session_token: None };
        let endpoint = Some(Url::parse("http://127.0.0.1:8080").unwrap());
        Blobs::new(&Settings { endpoint, region: "local".into(), bucket: "documents".into(), credentials })
    }

    const NOW: Timestamp = Timestamp::constant(1_800_000_000, 0);
    const HOUR: Duration = Duration::from_secs(3600);
    const UPLOAD: Upload<'_> = Upload { content_type: "application/pdf", size: 1234, sha256: [7; 32] };

    #[tokio::test]
    async fn an_upload_is_bound_to_type_length_hash_and_hour() {
        let put = blobs().presign_put("a/b", UPLOAD, HOUR, NOW).await.unwrap();
        assert_eq!(put.method, "PUT");
        assert!(put.url.starts_with("http://127.0.0.1:8080/documents/a/b?"), "{}", put.url);
        assert!(put.url.contains("X-Amz-Date=20270115T080000Z"), "{}", put.url);
        assert!(put.url.contains("X-Amz-Expires=3600"), "{}", put.url);
        let signed = "X-Amz-SignedHeaders=content-length%3Bcontent-type%3Bhost%3Bx-amz-checksum-sha256";
        assert!(put.url.contains(signed), "{}", put.url);
        assert!(!put.url.to_lowercase().contains("crc32"), "no second checksum: {}", put.url);
        assert_eq!(put.headers.keys().map(String::as_str).collect::<Vec<_>>(), BOUND);
        assert_eq!(put.headers["content-length"], "1234");
        assert_eq!(put.headers["content-type"], "application/pdf");
        assert_eq!(put.headers["x-amz-checksum-sha256"], BASE64.encode(&[7; 32]));
        assert_eq!(put.expires_at, NOW + HOUR);
    }

    #[tokio::test]
    async fn the_same_request_signs_the_same() {
        let (first, second) = (blobs(), blobs());
        let sign = |b: Blobs| async move { b.presign_put("a", UPLOAD, HOUR, NOW).await.unwrap() };
        assert_eq!(sign(first).await, sign(second).await);
    }

    #[test]
    fn an_upload_with_a_free_header_does_not_go_out() {
        let url = "http://h/b/k?X-Amz-SignedHeaders=content-type%3Bhost%3Bx-amz-checksum-sha256".to_owned();
        let headers = BOUND.into_iter().map(|name| (name.to_owned(), String::new())).collect();
        let presigned = Presigned { method: "PUT".into(), url, headers, expires_at: NOW };
        assert!(matches!(bound(&presigned), Err(BlobError::Unbound("content-length"))));
    }

    #[tokio::test]
    async fn a_download_names_the_file_in_any_script() {
        let get = blobs().presign_get("a", "رخصة \"x\".pdf", HOUR, NOW).await.unwrap();
        let url = Url::parse(&get.url).unwrap();
        let (_, value) = url.query_pairs().find(|(name, _)| name == "response-content-disposition").unwrap();
        assert_eq!(
            value,
            "attachment; filename=\"____ _x_.pdf\"; filename*=UTF-8''%D8%B1%D8%AE%D8%B5%D8%A9%20%22x%22.pdf"
        );
        assert_eq!((get.method.as_str(), get.headers.len()), ("GET", 0));
    }

    #[tokio::test]
    async fn an_image_is_shown_as_what_it_is() {
        let get = blobs().presign_show("a", "image/png", HOUR, NOW).await.unwrap();
        let url = Url::parse(&get.url).unwrap();
        let said =
            |wanted: &str| url.query_pairs().find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned());
        assert_eq!(said("response-content-type").as_deref(), Some("image/png"));
        assert_eq!(said("response-content-disposition").as_deref(), Some("inline"));
        assert_eq!((get.method.as_str(), get.headers.len()), ("GET", 0));
    }

    #[tokio::test]
    async fn odd_keys_and_lifetimes_are_refused() {
        let blobs = blobs();
        for lifetime in [Duration::ZERO, Duration::from_secs(8 * 24 * 3600), Duration::MAX] {
            let refused = blobs.presign_put("a", UPLOAD, lifetime, NOW).await;
            assert!(matches!(refused, Err(BlobError::InvalidLifetime)), "{lifetime:?}");
        }
        assert!(matches!(blobs.presign_get("a/../b", "f", HOUR, NOW).await, Err(BlobError::InvalidKey)));
    }
}
