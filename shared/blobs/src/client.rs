use crate::{BlobError, Settings, error::status, key};
use aws_sdk_s3::{
    Client, Config,
    config::{BehaviorVersion, Region, RequestChecksumCalculation, SharedHttpClient},
    error::{ProvideErrorMetadata, SdkError},
    operation::get_object::{GetObjectError, GetObjectOutput},
    types::ChecksumMode,
};
use aws_smithy_http_client::{
    Builder,
    tls::{Provider, rustls_provider::CryptoMode},
};
use bytes::Bytes;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::fmt;

/// One bucket of an object store.
#[derive(Debug, Clone)]
pub struct Blobs {
    pub(crate) client: Client,
    pub(crate) bucket: String,
}

/// What the store knows of an object without reading it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// Its length in bytes.
    pub size: u64,
    /// The media type it was stored with.
    pub content_type: Option<String>,
    /// Its SHA-256, if it was stored with one.
    pub sha256: Option<[u8; 32]>,
}

impl Blobs {
    /// A client; connects at the first call.
    pub fn new(settings: &Settings) -> Self {
        let mut config = Config::builder()
            .behavior_version(BehaviorVersion::latest())
            .region(Region::new(settings.region.clone()))
            .credentials_provider(settings.credentials.provider())
            // A second checksum of the client library's own choice would be signed into uploads beside the hash.
            .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
            .http_client(http_client(settings));
        if let Some(endpoint) = &settings.endpoint {
            config = config.endpoint_url(endpoint.as_str().trim_end_matches('/')).force_path_style(true);
        }
        Self { client: Client::from_conf(config.build()), bucket: settings.bucket.clone() }
    }

    /// What is stored under `key`; `None` if nothing is.
    pub async fn head(&self, key: &str) -> Result<Option<Head>, BlobError> {
        key::check(key)?;
        let request = self.client.head_object().bucket(&self.bucket).key(key).checksum_mode(ChecksumMode::Enabled);
        let Some(head) = found(request.send().await)? else { return Ok(None) };
        let size = head.content_length().and_then(|n| u64::try_from(n).ok());
        Ok(Some(Head {
            size: size.ok_or_else(|| BlobError::Unavailable("an object without a length".into()))?,
            sha256: head.checksum_sha256().and_then(|s| BASE64.decode(s.as_bytes()).ok()?.try_into().ok()),
            content_type: head.content_type,
        }))
    }

    /// The whole object, its hash checked on the way; `None` if there is none.
    pub async fn get(&self, key: &str) -> Result<Option<Bytes>, BlobError> {
        key::check(key)?;
        let request = self.client.get_object().bucket(&self.bucket).key(key).checksum_mode(ChecksumMode::Enabled);
        body(request.send().await).await
    }

    /// Its first `n` bytes, fewer if it is shorter; `None` if there is none.
    pub async fn get_prefix(&self, key: &str, n: usize) -> Result<Option<Bytes>, BlobError> {
        key::check(key)?;
        let range = format!("bytes=0-{}", n.saturating_sub(1));
        let answer = self.client.get_object().bucket(&self.bucket).key(key).range(range).send().await;
        match answer {
            // An empty object has no range that could be satisfied.
            Err(error) if status(&error) == Some(416) => Ok(Some(Bytes::new())),
            answer => Ok(body(answer).await?.map(|bytes| bytes.slice(..n.min(bytes.len())))),
        }
    }

    /// Stores bytes under `key`, in place of others; the store checks their hash.
    pub async fn put(&self, key: &str, content_type: &str, bytes: Bytes) -> Result<(), BlobError> {
        key::check(key)?;
        let hash = BASE64.encode(&Sha256::digest(&bytes));
        let request = self.client.put_object().bucket(&self.bucket).key(key).content_type(content_type);
        let request = request.checksum_sha256(hash).body(bytes.into());
        request.send().await.map(|_| ()).map_err(BlobError::unavailable)
    }

    /// Removes the object; there may be none.
    pub async fn delete(&self, key: &str) -> Result<(), BlobError> {
        key::check(key)?;
        let request = self.client.delete_object().bucket(&self.bucket).key(key);
        request.send().await.map(|_| ()).map_err(BlobError::unavailable)
    }
}

fn http_client(settings: &Settings) -> SharedHttpClient {
    match settings.endpoint.as_ref().map(url::Url::scheme) {
        // Reading the machine's root certificates costs more than the rest of the start.
        Some("http") => Builder::new().build_http(),
        _ => Builder::new().tls_provider(Provider::Rustls(CryptoMode::Ring)).build_https(),
    }
}

async fn body(answer: Result<GetObjectOutput, SdkError<GetObjectError>>) -> Result<Option<Bytes>, BlobError> {
    match found(answer)? {
        Some(object) => Ok(Some(object.body.collect().await.map_err(BlobError::unavailable)?.into_bytes())),
        None => Ok(None),
    }
}

/// `None` for a missing object; a missing bucket is a fault of the installation.
fn found<T, E>(answer: Result<T, SdkError<E>>) -> Result<Option<T>, BlobError>
where
    E: std::error::Error + ProvideErrorMetadata + fmt::Debug + 'static,
{
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(error) if status(&error) == Some(404) && error.code() != Some("NoSuchBucket") => Ok(None),
        Err(error) => Err(BlobError::unavailable(error)),
    }
}
