use crate::{Disk, DiskError, Meta, download, key, upload};
use data_encoding::{BASE64, HEXLOWER};
use futures::TryFutureExt;
use medilink_kernel::Clock;
use s3s::{S3, S3Error, S3ErrorCode, S3Request, S3Response, S3Result, dto::*, s3_error};
use std::sync::Arc;

/// The longest object, in bytes.
pub(crate) const MAX_OBJECT: u64 = 20 * 1024 * 1024;

/// The one bucket, as the protocol crate calls it.
pub(crate) struct Bucket {
    name: String,
    pub(crate) disk: Arc<Disk>,
    pub(crate) clock: Arc<dyn Clock>,
}

impl Bucket {
    pub fn new(name: String, disk: Arc<Disk>, clock: Arc<dyn Clock>) -> Self {
        Self { name, disk, clock }
    }

    fn check(&self, bucket: &str, key: &str) -> S3Result<()> {
        match () {
            () if bucket != self.name => Err(s3_error!(NoSuchBucket)),
            () if !key::is_plain(key) => Err(s3_error!(InvalidArgument, "A key that could mean another object")),
            () => Ok(()),
        }
    }

    /// Runs blocking file work off the async threads.
    pub(crate) async fn on_disk<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Disk) -> Result<T, DiskError> + Send + 'static,
    ) -> S3Result<T> {
        let disk = Arc::clone(&self.disk);
        let done = tokio::task::spawn_blocking(move || work(&disk)).map_err(S3Error::internal_error).await?;
        done.map_err(|fault| {
            tracing::error!(%fault, "the object store cannot do its work");
            S3Error::internal_error(fault)
        })
    }
}

#[async_trait::async_trait]
impl S3 for Bucket {
    async fn put_object(&self, request: S3Request<PutObjectInput>) -> S3Result<S3Response<PutObjectOutput>> {
        self.check(&request.input.bucket, &request.input.key)?;
        let trailer = request.headers.contains_key("x-amz-trailer");
        let meta = upload::store(self, request.input, trailer).await?;
        Ok(S3Response::new(PutObjectOutput {
            checksum_sha256: Some(checksum(&meta)?),
            e_tag: Some(ETag::Strong(meta.sha256)),
            ..Default::default()
        }))
    }

    async fn get_object(&self, request: S3Request<GetObjectInput>) -> S3Result<S3Response<GetObjectOutput>> {
        let input = request.input;
        self.check(&input.bucket, &input.key)?;
        let found = self.on_disk(move |disk| disk.open_object(&input.key)).await?;
        let (meta, file) = found.ok_or_else(|| s3_error!(NoSuchKey))?;
        let (body, range) = download::part(file, &meta, input.range).await?;
        // A checksum speaks of the whole object: beside a part of it clients would compare it with the part.
        let whole = range.header.is_none();
        Ok(S3Response::new(GetObjectOutput {
            accept_ranges: Some("bytes".into()),
            body: Some(body),
            checksum_sha256: if whole { Some(checksum(&meta)?) } else { None },
            content_length: Some(range.length),
            content_range: range.header,
            last_modified: Some(modified(&meta)),
            e_tag: Some(ETag::Strong(meta.sha256)),
            content_type: Some(meta.content_type),
            ..Default::default()
        }))
    }

    async fn head_object(&self, request: S3Request<HeadObjectInput>) -> S3Result<S3Response<HeadObjectOutput>> {
        let input = request.input;
        self.check(&input.bucket, &input.key)?;
        let meta = self.on_disk(move |disk| disk.head(&input.key)).await?.ok_or_else(|| s3_error!(NoSuchKey))?;
        Ok(S3Response::new(HeadObjectOutput {
            accept_ranges: Some("bytes".into()),
            checksum_sha256: Some(checksum(&meta)?),
            content_length: Some(length(meta.size)?),
            last_modified: Some(modified(&meta)),
            e_tag: Some(ETag::Strong(meta.sha256)),
            content_type: Some(meta.content_type),
            ..Default::default()
        }))
    }

    async fn delete_object(&self, request: S3Request<DeleteObjectInput>) -> S3Result<S3Response<DeleteObjectOutput>> {
        let input = request.input;
        self.check(&input.bucket, &input.key)?;
        self.on_disk(move |disk| disk.delete(&input.key)).await?;
        Ok(S3Response::new(DeleteObjectOutput::default()))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        self.check(&input.bucket, "any")?;
        if input.delimiter.is_some() || input.encoding_type.is_some() {
            return Err(s3_error!(NotImplemented, "Lists have neither delimiter nor encoding here"));
        }
        let prefix = input.prefix.clone().unwrap_or_default();
        let after = match &input.continuation_token {
            Some(token) => decode(token).ok_or_else(|| s3_error!(InvalidArgument, "No such continuation token"))?,
            None => input.start_after.clone().unwrap_or_default(),
        };
        let mut found = self.on_disk(move |disk| disk.list(&prefix)).await?;
        found.retain(|meta| meta.key > after);
        let wanted = input.max_keys.unwrap_or(1000).clamp(0, 1000);
        let more = found.len() > usize::try_from(wanted).map_err(S3Error::internal_error)?;
        let contents = found.iter().zip(0..wanted).map(|(meta, _)| object(meta)).collect::<S3Result<Vec<_>>>()?;
        let last = contents.last().and_then(|o| o.key.as_deref()).filter(|_| more);
        Ok(S3Response::new(ListObjectsV2Output {
            is_truncated: Some(more),
            next_continuation_token: last.map(|key| BASE64.encode(key.as_bytes())),
            key_count: i32::try_from(contents.len()).ok(),
            contents: Some(contents),
            max_keys: Some(wanted),
            name: Some(input.bucket),
            prefix: input.prefix,
            ..Default::default()
        }))
    }
}

fn object(meta: &Meta) -> S3Result<Object> {
    Ok(Object {
        key: Some(meta.key.clone()),
        size: Some(length(meta.size)?),
        last_modified: Some(modified(meta)),
        e_tag: Some(ETag::Strong(meta.sha256.clone())),
        ..Default::default()
    })
}

fn checksum(meta: &Meta) -> S3Result<String> {
    let hash = HEXLOWER.decode(meta.sha256.as_bytes()).map_err(S3Error::internal_error)?;
    Ok(BASE64.encode(&hash))
}

pub(crate) fn length(size: u64) -> S3Result<i64> {
    i64::try_from(size).map_err(|e| S3Error::with_source(S3ErrorCode::InternalError, Box::new(e)))
}

fn modified(meta: &Meta) -> Timestamp {
    std::time::SystemTime::from(meta.created).into()
}

fn decode(token: &str) -> Option<String> {
    String::from_utf8(BASE64.decode(token.as_bytes()).ok()?).ok()
}
